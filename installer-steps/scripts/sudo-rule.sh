# Lets one user become root without a password: a file of its own in /etc/sudoers.d, checked by visudo before it counts.
case "$ARG_USER" in
  '' | *[!a-z0-9_-]*) say "This is not a user name: $ARG_USER"; exit 2 ;;
esac
file="/etc/sudoers.d/hearth-$ARG_USER"
rule="$ARG_USER ALL=(ALL:ALL) NOPASSWD: ALL"

if [ -f "$file" ] && grep -qxF -- "$rule" "$file" && [ "$(stat -c %a "$file")" = 440 ]; then
  answer state present
  exit 0
fi

mkdir -p /etc/sudoers.d
# sudo passes over names with a dot, so a half-written file has no effect.
draft="$(mktemp "/etc/sudoers.d/.hearth-$ARG_USER.XXXXXX")"
trap 'rm -f "$draft"' EXIT
printf '# Written by Hearth. Remove this file to ask for a password again.\n%s\n' "$rule" >"$draft"
chmod 0440 "$draft"
visudo -cf "$draft"
# Files that are none of ours may displease it already.
sound=true
visudo -c >/dev/null 2>&1 || sound=false
mv -f "$draft" "$file"
if [ "$sound" = true ] && ! visudo -c >/dev/null; then
  rm -f "$file"
  say "visudo refuses the rules with this file; it was taken away again."
  exit 3
fi
say "$file was written: $rule"
answer state added
