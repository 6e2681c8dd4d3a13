# Strikes a node off the cluster, so that it can join anew. For a name that nobody knows the command does nothing and says "Removed".
status="$(timeout 25 k8s status 2>/dev/null)" || true
if timeout 25 k8s kubectl get node "$ARG_NAME" -o name >/dev/null 2>&1 || grep -qF -- " $ARG_ADDRESS:" <<<"$status"; then
  state=removed
else
  state=was-out
fi
k8s remove-node "$ARG_NAME" --force
answer state "$state"
