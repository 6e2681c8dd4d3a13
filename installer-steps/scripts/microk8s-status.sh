# Is MicroK8s up on this control node, and does its API answer?
if ! have microk8s; then
  answer installed false
  answer running false
  answer api false
  exit 0
fi
answer installed true
# Only this form names the members of the database that do not vote: the second of two is a spare until there are three.
if [ "$ARG_WAIT" -gt 0 ]; then
  status="$(timeout $((ARG_WAIT + 25)) microk8s status --format yaml --wait-ready --timeout "$ARG_WAIT" 2>&1)" || true
else
  status="$(timeout 25 microk8s status --format yaml 2>&1)" || true
fi
if grep -q '^  running: True' <<<"$status"; then
  answer running true
else
  answer running false
  say "$status"
fi
for addon in $(awk '$1 == "-" && $2 == "name:" { name = $3 } $1 == "status:" && $2 == "enabled" { print name }' <<<"$status"); do answer feature "$addon"; done
for member in $(awk '$1 == "-" && $2 == "address:" { address = $3; sub(/:[0-9]+$/, "", address) } $1 == "role:" { print address "|" $2 }' <<<"$status"); do answer database "$member"; done
if [ "$(timeout 20 microk8s kubectl get --raw /readyz 2>/dev/null)" = ok ]; then answer api true; else answer api false; fi
