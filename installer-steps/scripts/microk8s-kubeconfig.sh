# The administrator's kubeconfig, with the address by which Hearth reaches this node. It is answered, never said.
config="$(timeout 25 microk8s config)"
case "$config" in *'acting as a node'*) say "$config"; exit 3 ;; esac
# The API's certificate names the machine's own addresses; behind a translated address the one MicroK8s chose stays.
own=''
if have ip; then own="$(ip -o addr | awk '{ sub(/\/.*/, "", $4); print $4 }')"; fi
if grep -qxF -- "$ARG_ADDRESS" <<<"$own"; then
  case "$ARG_ADDRESS" in *:*) host="[$ARG_ADDRESS]" ;; *) host="$ARG_ADDRESS" ;; esac
  config="$(sed -E "s#(server: https://)(\\[[^]]*\\]|[^:/]*)#\\1$host#" <<<"$config")"
fi
answer config "$(base64 -w 0 <<<"$config")"
