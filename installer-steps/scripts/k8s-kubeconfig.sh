# The administrator's kubeconfig, with the address by which Hearth reaches this node. It is answered, never said.
own=''
if have ip; then own="$(ip -o addr | awk '{ sub(/\/.*/, "", $4); print $4 }')"; fi
if grep -qxF -- "$ARG_ADDRESS" <<<"$own"; then
  case "$ARG_ADDRESS" in *:*) host="[$ARG_ADDRESS]" ;; *) host="$ARG_ADDRESS" ;; esac
  config="$(timeout 25 k8s config --server "$host:6443")"
else
  # The API's certificate names the machine's own addresses; behind a translated address the one it chose stays.
  config="$(timeout 25 k8s config)"
fi
answer config "$(base64 -w 0 <<<"$config")"
