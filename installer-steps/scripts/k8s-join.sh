# Joins this node; its role is in the token. Whether it worked is decided by looking at the control plane, not here.
if told="$(k8s join-cluster "$ARG_TOKEN" --name "$ARG_NAME" --address "$ARG_ADDRESS" --timeout 9m 2>&1 | say_and_keep)"; then
  answer outcome joined
  exit 0
fi
if grep -qiE 'token|already part of|refused|unauthorized|certificate|failed to join|deadline' <<<"$told"; then
  answer outcome refused
  answer reason "$(grep -E . <<<"$told" | tail -n 1)"
else
  answer failed "$told"
  answer room "$(df -P -B1 /var/snap / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
fi
