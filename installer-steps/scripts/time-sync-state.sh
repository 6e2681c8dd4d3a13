# Does a service keep the time? on, off, or none: systemd knows of no such service here.
state=none
if have timedatectl; then
  while IFS='=' read -r key value; do
    case "$key=$value" in NTP=yes) state=on ;; NTP=no) [ "$state" = on ] || state=off ;; CanNTP=no) state=none ;; esac
  done < <(timeout 5 timedatectl show 2>/dev/null)
fi
answer state "$state"
