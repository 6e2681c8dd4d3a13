# Begins a cluster on this node; one that has begun is left as it is. A node that does not say so in time is asked to begin all the same.
status="$(timeout 25 k8s status 2>&1)" || true
if grep -qi '^cluster status:' <<<"$status"; then
  say 'This node has a cluster already.'
  exit 0
fi
if ! told="$(k8s bootstrap --file - --timeout 10m <<<"$ARG_CONFIGURATION" 2>&1 | say_and_keep)"; then
  # It is no failure to have been late.
  if grep -qiE 'already (been )?(part of|bootstrapped|initiali[sz]ed)' <<<"$told"; then exit 0; fi
  answer failed "$told"
  answer room "$(df -P -B1 /var/snap / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
fi
