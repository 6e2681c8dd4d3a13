# Does this node stand alone, run a control plane, or follow another?
data=/var/snap/microk8s/current
if [ -e "$data/var/lock/join-in-progress" ]; then answer joining true; else answer joining false; fi
if ! have microk8s || [ ! -e "$data" ]; then
  answer role none
elif [ -e "$data/var/lock/clustered.lock" ]; then
  answer role worker
  for address in $(grep -ohE '[0-9a-fA-F.:]+:[0-9]+' "$data/args/traefik/provider.yaml" 2>/dev/null | sed 's/:[0-9]*$//' | sort -u); do
    answer api "$address"
  done
else
  answer role control
  for name in $(timeout 25 microk8s kubectl get nodes -o name --request-timeout=20s 2>/dev/null | sed 's#^node/##'); do answer member "$name"; done
fi
