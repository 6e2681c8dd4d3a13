# Begins a cluster on this node; one that has begun is left as it is. A node that does not say so in time is asked to begin all the same.
status="$(timeout 25 k8s status 2>&1)" || true
if grep -qi '^cluster status:' <<<"$status"; then
  say 'This node has a cluster already.'
  exit 0
fi
own="$(if have ip; then ip -o addr | awk '{ sub(/\/.*/, "", $4); print $4 }' | grep -vE '^(127\.|::1$)'; fi)" || own=''
is_own() { grep -qxF -- "$1" <<<"$own"; }
# API, database and join tokens get this address for good; by itself k8sd takes that of the first card.
address=''
for one in "$ARG_ADDRESS" $(getent ahosts "$ARG_ADDRESS" | awk '{ print $1 }' | sort -u); do
  if is_own "$one"; then
    address="$one"
    break
  fi
done
if [ -z "$address" ] && have ip; then
  address="$({ ip -o -4 route get 192.0.2.1 || ip -o -6 route get 2001:db8::1; } 2>/dev/null | sed -nE 's/.* src ([0-9a-fA-F.:]+).*/\1/p')" || address=''
fi
configuration="$ARG_CONFIGURATION"
# Its certificate names the machine's own addresses; the one by which it is reached from outside may be another, or a name.
if ! is_own "$ARG_ADDRESS"; then configuration+=$'\n'"extra-sans: [\"$ARG_ADDRESS\"]"; fi
flags=(--file - --timeout 10m)
if [ -n "$address" ]; then flags+=(--address "$address"); fi
if ! told="$(k8s bootstrap "${flags[@]}" <<<"$configuration" 2>&1 | say_and_keep)"; then
  # It is no failure to have been late.
  if grep -qiE 'already (been )?(part of|bootstrapped|initiali[sz]ed)' <<<"$told"; then exit 0; fi
  answer failed "$told"
  answer room "$(df -P -B1 /var/snap / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
fi
