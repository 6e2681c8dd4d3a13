# Joins this node as its role says. Whether it worked is decided by looking at the control plane, not here.
flags=()
if [ "$ARG_ROLE" = worker ]; then flags+=(--worker); fi
code=0
told="$(microk8s join "$ARG_TOKEN" "${flags[@]}" 2>&1 | say_and_keep)" || code=$?
if [ "$code" -eq 0 ]; then
  answer outcome joined
  exit 0
fi
# It was turned away before it changed anything, but keeps the mark of a join under way.
case "$code" in 4 | 5 | 6) rm -f /var/snap/microk8s/current/var/lock/join-in-progress ;; esac
if grep -qiE 'connection failed|refusing|invalid token|joining (cluster|process) failed|invalid connection|already known|failed to sign' <<<"$told"; then
  answer outcome refused
  answer reason "$(grep -iE 'failed|refusing|invalid|already known' <<<"$told" | tail -n 1)"
else
  answer failed "$told"
  answer room "$(df -P -B1 /var/snap / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
fi
