# Does this node stand alone, run a control plane, or follow another?
data=/var/snap/microk8s/current
backend=$data/var/kubernetes/backend
addresses() { grep -ohE '[0-9a-fA-F.:]+:[0-9]+' "$1" 2>/dev/null | sed 's/:[0-9]*$//' | sort -u; }
if [ -e "$data/var/lock/join-in-progress" ]; then answer joining true; else answer joining false; fi
if ! have microk8s || [ ! -e "$data" ]; then
  answer role none
elif [ -e "$data/var/lock/clustered.lock" ]; then
  answer role worker
  for address in $(addresses "$data/args/traefik/provider.yaml"); do answer api "$address"; done
else
  answer role control
  names="$(timeout 25 microk8s kubectl get nodes -o name --request-timeout=20s 2>/dev/null | sed 's#^node/##')" || names=''
  for name in $names; do answer member "$name"; done
  # What its database knows of the others, also while its API is down.
  own="$(if have ip; then ip -o addr | awk '{ sub(/\/.*/, "", $4); print $4 }'; fi)"
  for address in $(addresses "$backend/cluster.yaml"); do
    case "$address" in 127.*) ;; *) grep -qxF -- "$address" <<<"$own" || answer api "$address" ;; esac
  done
  if [ -e "$backend/info.yaml" ] && ! grep -q Address "$backend/cluster.yaml" 2>/dev/null; then
    answer broken "$backend/cluster.yaml is missing or empty."
  elif [ -z "$names" ] && [ -e "$data/var/lock/no-cert-reissue" ]; then
    answer broken 'It was in a cluster, and its own API does not answer.'
  fi
fi
