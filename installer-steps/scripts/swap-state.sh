# What is swapped to now, and what would be at the next start.
while read -r name kind _; do
  if [ "$kind" != Type ]; then answer on "$name"; fi
done </proc/swaps
if [ -r /etc/fstab ]; then
  while read -r first _ kind _; do
    case "$first" in '#hearth-swap#'*) answer switched-off "${first#'#hearth-swap#'}" ;; '' | '#'*) ;; *) if [ "$kind" = swap ]; then answer listed "$first"; fi ;; esac
  done </etc/fstab
fi
