# Installs a snap from a channel, or moves an installed one there.
if ! have snap; then
  answer problem snap-missing
  exit 0
fi

tracking="$(snap list "$ARG_SNAP" 2>/dev/null | awk -v snap="$ARG_SNAP" '$1 == snap { print $4 }')" || tracking=''
if [ -n "$tracking" ]; then
  verb=refresh
  if [ "$tracking" = "$ARG_CHANNEL" ]; then say "$ARG_SNAP is already installed from $tracking."; exit 0; fi
else
  verb=install
  if [ -n "$ARG_LAUNCH" ]; then
    mkdir -p "/var/snap/$ARG_SNAP/common"
    printf '%s\n' "$ARG_LAUNCH" >"/var/snap/$ARG_SNAP/common/.$ARG_SNAP.yaml"
  fi
fi

flags=(--channel="$ARG_CHANNEL")
if [ "$ARG_CONFINEMENT" = classic ]; then flags+=(--classic); fi
change() {
  # The snapd of a distribution may be too old for the base of a snap; the snap of that name is not.
  if [ "$verb" = install ] && ! snap list snapd >/dev/null 2>&1; then snap install snapd || return; fi
  snap "$verb" "$ARG_SNAP" "${flags[@]}"
}
if ! told="$(change 2>&1 | say_and_keep)"; then
  answer failed "$told"
  answer room "$(df -P -B1 /var/lib/snapd / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
fi
