# Says when snapd may refresh by itself; nothing gives it back its own times.
if [ -n "$ARG_TIMER" ]; then
  snap set system refresh.timer="$ARG_TIMER"
  say "snapd refreshes $ARG_TIMER from now on."
else
  snap unset system refresh.timer
  say 'snapd refreshes at its own times again.'
fi
