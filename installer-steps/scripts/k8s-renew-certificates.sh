# Makes the certificates of this control node anew, for a year, by the authority that there is.
if ! told="$(k8s refresh-certs --expires-in 1y 2>&1 | say_and_keep)"; then answer failed "$told"; fi
