# Is MicroK8s up on this control node, and does its API answer?
if ! have microk8s; then
  answer installed false
  answer running false
  answer api false
  exit 0
fi
answer installed true
if [ "$ARG_WAIT" -gt 0 ]; then
  status="$(microk8s status --wait-ready --timeout "$ARG_WAIT" --format short 2>&1)" || true
else
  status="$(timeout 25 microk8s status --format short 2>&1)" || true
fi
if grep -q '^microk8s is running' <<<"$status"; then
  answer running true
else
  answer running false
  say "$status"
fi
for addon in $(sed -n 's/^\(.*\/\)\{0,1\}\([a-z0-9-]*\): enabled$/\2/p' <<<"$status"); do answer addon "$addon"; done
if [ "$(timeout 20 microk8s kubectl get --raw /readyz 2>/dev/null)" = ok ]; then answer api true; else answer api false; fi
