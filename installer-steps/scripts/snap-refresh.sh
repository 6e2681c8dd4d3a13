# Moves an installed snap to a channel.
if ! have snap; then
  answer problem snap-missing
  exit 0
fi
tracking="$(snap list "$ARG_SNAP" 2>/dev/null | awk -v snap="$ARG_SNAP" '$1 == snap { print $4 }')" || tracking=''
if [ -z "$tracking" ]; then die "The snap $ARG_SNAP is not installed."; fi
if [ "$tracking" = "$ARG_CHANNEL" ]; then
  say "$ARG_SNAP follows $tracking already."
  answer state same
  exit 0
fi
if told="$(snap refresh "$ARG_SNAP" --channel="$ARG_CHANNEL" --classic 2>&1 | say_and_keep)"; then
  answer state refreshed
else
  answer failed "$told"
  answer room "$(df -P -B1 /var/lib/snapd / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
fi
