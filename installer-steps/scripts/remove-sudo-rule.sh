# Takes away Hearth's file in /etc/sudoers.d, and with it root without a password; other rules stay.
case "$ARG_USER" in
  '' | *[!a-z0-9_-]*) say "This is not a user name: $ARG_USER"; exit 2 ;;
esac
file="/etc/sudoers.d/hearth-$ARG_USER"
if [ ! -e "$file" ]; then
  say "$file is not there."
  answer state absent
  exit 0
fi
rm -f "$file"
say "$file was removed."
answer state removed
