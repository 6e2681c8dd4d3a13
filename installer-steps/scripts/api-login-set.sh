# Gives the API server of this control node other flags for a login through OpenID Connect and restarts it. If it does not answer
# again, its file is put back as it was. ARG_FLAGS: one on a line; none: those from before the first change come back.
# ARG_CA: certificates of the issuer's authority. ARG_WAIT: seconds that the API server may take.
case "$ARG_SYSTEM" in
  microk8s) data=/var/snap/microk8s/current/args common=/var/snap/microk8s/common service=microk8s.daemon-kubelite quote='' ;;
  # Its file is read as a list of words by bash, where values stand in quotes.
  k8s) data=/var/snap/k8s/common/args common=/var/snap/k8s/common service=k8s.kube-apiserver quote='"' ;;
  *) die "There is no distribution $ARG_SYSTEM." ;;
esac
case "$ARG_WAIT" in '' | *[!0-9]*) die "This is no number of seconds: $ARG_WAIT" ;; esac
file="$data/kube-apiserver"
before="$common/hearth-login-before"
replaced="$common/hearth-login-replaced"
ca="$common/hearth-login-ca.crt"
begin='# Begin of the login that Hearth set up.'
end='# End of the login that Hearth set up.'
[ -f "$file" ] || die "$file is missing; this is no control node."
draft="$(mktemp "$data/.kube-apiserver.XXXXXX")"
trap 'rm -f "$draft"' EXIT

# A copy that is whole or not there at all.
keep() {
  cp -p "$1" "$2.new"
  mv -f "$2.new" "$2"
}
put() {
  chmod --reference="$file" "$1"
  chown --reference="$file" "$1"
  mv -f "$1" "$file"
}
# The snap's own restart also tells systemd; without it a unit of that name is restarted.
restart() {
  # Otherwise systemd refuses to start again what has just ended several times in a row.
  systemctl reset-failed "snap.$service.service" >/dev/null 2>&1 || true
  snap restart "$service" 2>&1 | say_and_keep >/dev/null || true
}
# How often systemd has started it again by itself; 0 where it does not say.
restarts() {
  local count
  count="$(systemctl show "snap.$service.service" -p NRestarts --value 2>/dev/null)" || true
  if [[ "$count" =~ ^[0-9]+$ ]]; then printf %s "$count"; else printf 0; fi
}
# Does this node's API server answer within $1 seconds, and still three seconds later? One that ended and was started again $2 times
# meanwhile is not going to.
answers() {
  local limit=$((SECONDS + $1)) before
  before="$(restarts)"
  while [ "$SECONDS" -lt "$limit" ] && [ "$(restarts)" -lt "$((before + $2))" ]; do
    if [ "$(timeout 10 "$ARG_SYSTEM" kubectl get --raw /readyz 2>/dev/null)" = ok ]; then
      sleep 3
      if [ "$(timeout 10 "$ARG_SYSTEM" kubectl get --raw /readyz 2>/dev/null)" = ok ]; then return 0; fi
    fi
    sleep 1
  done
  return 1
}
# What it has said since $1, in seconds since 1970. What it says of its own settings explains more than
# what its neighbours say of its absence.
last_words() {
  local told
  told="$(journalctl -u "snap.$service" --since "@$1" -n 2000 --no-pager -o cat 2>/dev/null)" || true
  grep -iE 'oidc|jwt\[|command failed|unknown flag' <<<"$told" | tail -n 2 || grep -iE 'invalid|error|^[EF][0-9]{4} ' <<<"$told" | tail -n 2 || true
}

# What was kept stays kept until it is known to work: this may be cut off as well.
put_back() {
  cp -p "$before" "$draft"
  put "$draft"
  if [ -e "$ca.before" ]; then
    keep "$ca.before" "$ca"
  elif ! grep -qF "$ca" "$before"; then
    rm -f "$ca"
  fi
}

# A try that was cut off begins from what was there before it.
if [ -e "$before" ]; then
  put_back
else
  rm -f "$ca.before"
  if [ -e "$ca" ]; then keep "$ca" "$ca.before"; fi
  # Last: with it, all is kept.
  keep "$file" "$before"
fi
if [ ! -e "$replaced" ]; then
  (
    umask 077
    grep -E '^[[:space:]]*--oidc-' "$file" >"$replaced.new" || true
  )
  mv -f "$replaced.new" "$replaced"
fi

cp -p "$file" "$draft"
grep -vE "^[[:space:]]*--oidc-|^$begin\$|^$end\$" "$file" >"$draft" || true
if [ -n "$ARG_FLAGS" ]; then
  # Only MicroK8s knows comments in this file.
  if [ "$ARG_SYSTEM" = microk8s ]; then printf '%s\n' "$begin" >>"$draft"; fi
  while read -r flag; do
    if [ -n "$flag" ]; then printf '%s=%s%s%s\n' "${flag%%=*}" "$quote" "${flag#*=}" "$quote" >>"$draft"; fi
  done <<<"$ARG_FLAGS"
  if [ "$ARG_SYSTEM" = microk8s ]; then printf '%s\n' "$end" >>"$draft"; fi
else
  cat "$replaced" >>"$draft"
fi
if [ -n "$ARG_CA" ]; then
  printf '%s\n' "$ARG_CA" >"$ca.new"
  chmod 0644 "$ca.new"
  mv -f "$ca.new" "$ca"
fi
put "$draft"
say "The file $file is written; restarting $service."
restarted="$(date +%s)"
restart
if answers "$ARG_WAIT" 5; then
  rm -f "$before" "$ca.before"
  if [ -z "$ARG_CA" ]; then rm -f "$ca"; fi
  if [ -z "$ARG_FLAGS" ]; then rm -f "$replaced"; fi
  answer outcome "done"
  exit 0
fi

reason="$(last_words "$restarted")"
say 'The API server does not answer with these flags; putting its file back as it was.'
put_back
restart
# These have worked before; only time tells that they do not any more.
if answers "$ARG_WAIT" 1000; then
  rm -f "$before" "$ca.before"
  # Nothing of Hearth's was there before this try.
  if ! grep -qE '^[[:space:]]*--oidc-' "$file" || cmp -s <(grep -E '^[[:space:]]*--oidc-' "$file") "$replaced"; then rm -f "$replaced"; fi
  answer outcome "reverted"
else
  answer outcome "down"
fi
answer reason "$reason"
