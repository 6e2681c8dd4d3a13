# Switches a feature on; one that is on is left as it is.
if ! told="$(k8s enable "$ARG_FEATURE" --timeout 9m 2>&1 | say_and_keep)"; then
  answer failed "$told"
  answer room "$(df -P -B1 /var/snap / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
fi
