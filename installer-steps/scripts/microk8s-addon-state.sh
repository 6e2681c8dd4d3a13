# What an add-on shows of itself: switched on, its workload, the storage classes, helm.
kubectl() { timeout 25 microk8s kubectl --request-timeout=20s "$@" 2>/dev/null; }
status="$(timeout 25 microk8s status --format short 2>/dev/null)" || true
if grep -qE "(^|/)$ARG_ADDON: enabled\$" <<<"$status"; then answer enabled true; else answer enabled false; fi

workload=''
if [ -n "$ARG_NAME" ]; then
  case "$ARG_KIND" in
    daemonset) form='{.status.desiredNumberScheduled}|{.status.numberReady}' ;;
    *) form='{.spec.replicas}|{.status.readyReplicas}' ;;
  esac
  workload="$(kubectl -n "$ARG_NAMESPACE" get "$ARG_KIND" "$ARG_NAME" -o "jsonpath=$form")" || workload=''
fi
answer workload "$workload"
for class in $(kubectl get storageclasses -o name | sed 's#.*/##'); do answer class "$class"; done
answer helm "$(timeout 20 microk8s helm3 version --short 2>/dev/null || true)"
