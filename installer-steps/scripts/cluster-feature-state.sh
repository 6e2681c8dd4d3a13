# What the features (of MicroK8s: add-ons) show of themselves: which are on, their workloads, the storage classes, helm. Each of these takes a moment, so all are asked at once.
# ARG_FEATURES: NAME:NAMESPACE:KIND:WORKLOAD, separated by spaces; the last three are empty where pods do not show it.
case $ARG_SYSTEM in
  microk8s)
    words=(status --format short)
    helm=helm3
    is_on() { grep -qE "(^|/)$1: enabled\$"; }
    ;;
  k8s)
    words=(status)
    helm=helm
    is_on() { grep -qE "^$1:[[:space:]]+enabled"; }
    ;;
  *) die "Unknown distribution: $ARG_SYSTEM" ;;
esac
kubectl() { timeout 25 "$ARG_SYSTEM" kubectl --request-timeout=20s "$@" 2>/dev/null; }

workload_of() {
  local name="$1" namespace="$2" kind="$3" workload="$4" form found=''
  case "$kind" in
    daemonset) form='{.status.desiredNumberScheduled}|{.status.numberReady}' ;;
    *) form='{.spec.replicas}|{.status.readyReplicas}' ;;
  esac
  found="$(kubectl -n "$namespace" get "$kind" "$workload" -o "jsonpath=$form")" || found=''
  answer workload "$name|$found"
}
classes() {
  local class
  for class in $(kubectl get storageclasses -o name | sed 's#.*/##'); do answer class "$class"; done
}

for feature in $ARG_FEATURES; do
  IFS=: read -r name namespace kind workload <<<"$feature"
  if [ -n "$workload" ]; then workload_of "$name" "$namespace" "$kind" "$workload" & fi
done
classes &
answer helm "$(timeout 20 "$ARG_SYSTEM" "$helm" version --short 2>/dev/null || true)" &
status="$(timeout 25 "$ARG_SYSTEM" "${words[@]}" 2>/dev/null)" || true
# No word of a feature is no word that it is off.
if [ "$ARG_SYSTEM" = k8s ] && ! grep -q '^cluster status:' <<<"$status"; then
  wait
  die 'k8s status says nothing of the cluster.'
fi
for feature in $ARG_FEATURES; do
  name="${feature%%:*}"
  if is_on "$name" <<<"$status"; then answer enabled "$name"; fi
done
wait
