# Is Canonical Kubernetes up on this node, and does its API answer? A machine in no cluster can join, so it counts as up.
answer_all() {
  answer installed "$1"
  answer running "$2"
  answer api "$3"
}
if ! have k8s; then
  answer_all false false false
  exit 0
fi
# Workers have no status of their own; whether they are up is seen from the control plane.
if [ -e /var/snap/k8s/common/lock/worker ]; then
  answer_all true true false
  exit 0
fi
if [ "$ARG_WAIT" -gt 0 ]; then
  status="$(k8s status --wait-ready --timeout "${ARG_WAIT}s" 2>&1)" || true
else
  status="$(timeout 25 k8s status 2>&1)" || true
fi
if grep -qi 'not part of a kubernetes cluster' <<<"$status"; then
  answer_all true true false
  exit 0
fi
api=false
if [ "$(timeout 20 k8s kubectl get --raw /readyz 2>/dev/null)" = ok ]; then api=true; fi
if ! grep -q '^cluster status:' <<<"$status"; then
  # It asks every member first, half a minute each: one that drops packets makes it silent, though the cluster works.
  if [ -z "$status" ] || grep -q 'Failed to retrieve the cluster status' <<<"$status"; then answer_all true "$api" "$api"; else answer_all true false "$api"; fi
  say "$status"
  # What k8sd has noted of the members, each of which is a voter of etcd.
  while read -r address; do answer database "$address|voter"; done < <(cat /var/snap/k8s/common/var/lib/k8sd/state/truststore/*.yaml 2>/dev/null | sed -nE "s/^address:[ '\"]*(.*):[0-9]+['\"]*\$/\1/p" | tr -d '[]')
  exit 0
fi
if grep -qE '^cluster status:[[:space:]]+ready' <<<"$status"; then
  answer_all true true "$api"
else
  answer_all true false "$api"
  say "$status"
fi
datastore="$(sed -nE 's/^datastore:[[:space:]]+([a-z0-9-]+).*/\1/p' <<<"$status")"
answer datastore "$datastore"
while read -r address role; do
  # These are roles in k8sd's own database. In etcd, which carries the cluster, every control node votes once it has joined.
  if [ "$datastore" = etcd ] && [ "$role" != PENDING ]; then role=voter; fi
  if [ -n "$address" ]; then answer database "${address%:*}|$role"; fi
done < <(sed -nE 's/^control plane nodes:[[:space:]]*//p' <<<"$status" | tr ',' '\n' | tr -d '()[]')
for feature in $(sed -nE 's/^([a-z-]+):?[[:space:]]+enabled.*/\1/p' <<<"$status"); do answer feature "$feature"; done
