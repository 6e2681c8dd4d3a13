# Switches an add-on on; one that is on is left as it is.
if ! told="$(microk8s enable "$ARG_FEATURE" 2>&1 | say_and_keep)"; then
  answer failed "$told"
  answer room "$(df -P -B1 /var/snap / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
fi
