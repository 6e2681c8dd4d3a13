# Makes the certificates of this control node anew, by the authority that there is.
for name in server.crt front-proxy-client.crt; do
  if ! told="$(microk8s refresh-certs --cert "$name" 2>&1 | say_and_keep)"; then
    answer failed "$told"
    exit 0
  fi
done
