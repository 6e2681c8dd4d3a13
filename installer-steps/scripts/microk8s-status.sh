# Is MicroK8s up on this control node, and does its API answer?
if ! have microk8s; then
  answer installed false
  answer running false
  answer api false
  exit 0
fi
answer installed true
if [ "$ARG_WAIT" -gt 0 ]; then
  status="$(microk8s status --wait-ready --timeout "$ARG_WAIT" 2>&1)" || true
else
  status="$(timeout 25 microk8s status 2>&1)" || true
fi
if grep -q '^microk8s is running' <<<"$status"; then
  answer running true
else
  answer running false
  say "$status"
fi
for addon in $(awk '$1 == "enabled:" { on = 1; next } $1 == "disabled:" { on = 0 } on { print $1 }' <<<"$status"); do answer feature "$addon"; done
members() {
  for address in $(sed -nE "s/^ *datastore $1 nodes: *//p" <<<"$status"); do
    if [ "$address" != none ]; then answer database "${address%:*}|$2"; fi
  done
}
members master voter
members standby stand-by
if [ "$(timeout 20 microk8s kubectl get --raw /readyz 2>/dev/null)" = ok ]; then answer api true; else answer api false; fi
