# The administrator's kubeconfig, with the address by which Hearth reaches this node. It is answered, never said.
own=''
if have ip; then own="$(ip -o addr | awk '{ sub(/\/.*/, "", $4); print $4 }')"; fi
named() {
  local kind=-checkhost found
  # To openssl a name that is no address matches as one.
  if [[ "$ARG_ADDRESS" == *:* || "$ARG_ADDRESS" =~ ^[0-9.]+$ ]]; then kind=-checkip; fi
  found="$(openssl x509 -noout "$kind" "$ARG_ADDRESS" </etc/kubernetes/pki/apiserver.crt 2>/dev/null)" || found=''
  grep -q 'does match' <<<"$found"
}
if grep -qxF -- "$ARG_ADDRESS" <<<"$own" || named; then
  case "$ARG_ADDRESS" in *:*) host="[$ARG_ADDRESS]" ;; *) host="$ARG_ADDRESS" ;; esac
  config="$(timeout 25 k8s config --server "$host:6443")"
else
  # The API's certificate names the machine's own addresses, and the one that the cluster began with; else the one it chose stays.
  config="$(timeout 25 k8s config)"
fi
answer config "$(base64 -w 0 <<<"$config")"
