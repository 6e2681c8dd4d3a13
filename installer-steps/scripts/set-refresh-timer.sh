# Says when snapd may refresh by itself. Nothing gives it back the times that it had before.
# What was set here, and below it what had been set by somebody else; that may be nothing.
kept=/var/snap/.hearth-refresh-timer
own=''
before=''
if [ -e "$kept" ]; then { read -r own && read -r before; } <"$kept" || true; fi
found="$(snap get system refresh.timer 2>/dev/null)" || found=''
if [ -n "$ARG_TIMER" ]; then
  # Its own value of another time is nobody else's.
  if [ "$found" = "$own" ]; then found="$before"; fi
  printf '%s\n%s\n' "$ARG_TIMER" "$found" >"$kept.new"
  mv -f "$kept.new" "$kept"
  snap set system refresh.timer="$ARG_TIMER"
  say "snapd refreshes $ARG_TIMER from now on."
  exit 0
fi
if [ -n "$before" ]; then
  snap set system refresh.timer="$before"
  say "snapd refreshes $before again."
else
  snap unset system refresh.timer
  say 'snapd refreshes at its own times again.'
fi
rm -f "$kept"
