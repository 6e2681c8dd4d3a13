# Joins this node as its role says. Whether it worked is decided by looking at the control plane, not here.
flags=()
if [ "$ARG_ROLE" = worker ]; then flags+=(--worker); fi
if told="$(microk8s join "$ARG_TOKEN" "${flags[@]}" 2>&1 | say_and_keep)"; then
  answer outcome joined
  exit 0
fi
if grep -qiE 'connection failed|refusing|invalid token|joining (cluster|process) failed|invalid connection|already known|failed to sign' <<<"$told"; then
  answer outcome refused
  answer reason "$(grep -iE 'failed|refusing|invalid|already known' <<<"$told" | tail -n 1)"
else
  answer failed "$told"
  answer room "$(df -P -B1 /var/snap / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
fi
