# Strikes a node off the cluster, so that it can join anew. For a name that nobody knows the command does nothing and says "Removed".
if ! ready="$(timeout 25 k8s kubectl get node "$ARG_NAME" --ignore-not-found -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}x')"; then
  # A node that works could be taken for a lost one.
  die 'The API of the cluster does not answer.'
fi
noted="/var/snap/k8s/common/var/lib/k8sd/state/truststore/$ARG_NAME.yaml"
if [ -n "$ready" ] || [ -e "$noted" ]; then state=removed; else state=was-out; fi
remove() { k8s remove-node "$ARG_NAME" --timeout 4m "$@" 2>&1 | say_and_keep; }
give_up() {
  answer failed "$1"
  exit 0
}

# A member that drops packets makes the command wait half a minute each time it lists them.
failed=false
told="$(remove)" || failed=true
# Who is up goes by this alone: --force passes over everything that fails, also over an etcd that does not let a member go and so
# counts it for ever.
if [ "$failed" = true ] && { [ "$ready" = Truex ] || grep -qE 'failed to (list etcd members|remove etcd member)' <<<"$told"; }; then give_up "$told"; fi
if [ "$ready" != Truex ]; then
  # It also strikes off what only one of the lists still has.
  told="$(remove --force)" || true
  # A member that did not answer kept this from asking etcd. k8sd goes on for two minutes after the command has given up; then
  # the member is listed no more, and etcd is asked.
  if [ "$failed" = true ]; then
    for ((tries = 0; tries < 30; tries++)); do
      if [ ! -e "$noted" ]; then break; fi
      sleep 5
    done
    told="$(remove --force)" || give_up "$told"
  fi
fi
answer state "$state"
