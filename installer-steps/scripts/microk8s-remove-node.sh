# Strikes a node off the control plane's list, so that it can join anew.
state=was-out
if timeout 25 microk8s kubectl get node "$ARG_NAME" -o name >/dev/null 2>&1; then
  microk8s remove-node "$ARG_NAME" --force
  state=removed
fi
# A member of the database that no node stands for is known by its address alone; the command takes it out and ends with 1 all the same.
told="$(microk8s remove-node "$ARG_ADDRESS" --force 2>&1)" || true
if grep -qi 'removing node entry' <<<"$told"; then
  say "$told"
  state=removed
fi
answer state "$state"
