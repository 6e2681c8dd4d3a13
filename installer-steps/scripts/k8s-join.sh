# Joins this node; its role is in the token. Whether it worked is decided by looking at the control plane, not here.
own="$(if have ip; then ip -o addr | awk '{ sub(/\/.*/, "", $4); print $4 }'; fi)"
address="$ARG_ADDRESS"
if ! grep -qxF -- "$address" <<<"$own"; then
  # k8sd wants an address of the machine itself, and Hearth knows a name or a translated one: the one that leads to the control node.
  control="$(base64 -d <<<"$ARG_TOKEN" 2>/dev/null | sed -nE 's/.*"join_addresses":\["\[?([0-9a-fA-F.:]+)\]?:[0-9]+".*/\1/p')" || control=''
  address="$(if have ip && [ -n "$control" ]; then ip -o route get "$control" | sed -nE 's/.* src ([0-9a-fA-F.:]+).*/\1/p'; fi)" || address=''
fi
flags=(--name "$ARG_NAME" --timeout 9m)
if [ -n "$address" ]; then flags+=(--address "$address"); fi
if told="$(k8s join-cluster "$ARG_TOKEN" "${flags[@]}" 2>&1 | say_and_keep)"; then
  answer outcome joined
  exit 0
fi
if grep -qiE 'token|already part of|refused|unauthorized|certificate|failed to join|verification failed|deadline' <<<"$told"; then
  answer outcome refused
  # What follows its error may be advice.
  answer reason "$(grep -E '^The error was: |verification failed: ' <<<"$told" | tail -n 1 || grep -E . <<<"$told" | tail -n 1)"
else
  answer failed "$told"
  answer room "$(df -P -B1 /var/snap / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
fi
