# Is this snap installed, from which channel, and is snapd busy with it?
if ! have snap; then
  answer snapd false
  answer installed false
  exit 0
fi
answer snapd true
line="$(snap list "$ARG_SNAP" 2>/dev/null | awk -v snap="$ARG_SNAP" '$1 == snap')" || line=''
if [ -n "$line" ]; then
  # Name, version, revision, tracking, publisher, notes
  read -r _ version _ channel _ notes <<<"$line"
  answer installed true
  answer version "$version"
  answer channel "$channel"
  case "$notes" in *classic*) answer classic true ;; *) answer classic false ;; esac
else
  answer installed false
fi
answer busy "$(snap changes 2>/dev/null | awk -v snap="$ARG_SNAP" '$2 == "Doing" && index($0, "\"" snap "\"") { print $1; exit }')"
