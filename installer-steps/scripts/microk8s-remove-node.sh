# Strikes a node off the control plane's list, so that it can join anew.
if ! timeout 25 microk8s kubectl get node "$ARG_NAME" -o name >/dev/null 2>&1; then
  answer state was-out
  exit 0
fi
microk8s remove-node "$ARG_NAME" --force
answer state removed
