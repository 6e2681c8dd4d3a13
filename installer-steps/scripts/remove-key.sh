# Takes one public key out of the authorized_keys of the user who is logged in; every other line stays as it is.
umask 077
read -r kind blob _ <<<"$ARG_PUBLIC_KEY"
case "$kind" in
  ssh-* | ecdsa-* | sk-*) ;;
  *) say "This is not a public key: $kind"; exit 2 ;;
esac
if [ -z "${blob:-}" ]; then say "This is not a whole public key."; exit 2; fi

# The file itself, where the name is a link to it.
file="$(readlink -f -- "$HOME/.ssh/authorized_keys")" || file=''
if [ ! -f "$file" ]; then
  say "There is no authorized_keys."
  answer state absent
  exit 0
fi

draft="$(mktemp "$file.hearth.XXXXXX")"
trap 'rm -f "$draft"' EXIT
export HEARTH_KEY="$kind $blob"
awk '!/^[[:space:]]*#/ && index(" " $0 " ", " " ENVIRON["HEARTH_KEY"] " ") { next } { print }' "$file" >"$draft"
if cmp -s "$file" "$draft"; then
  say "The key is not in $file."
  answer state absent
  exit 0
fi
chmod --reference="$file" "$draft"
# In one step, so that no other key is ever missing.
mv -f "$draft" "$file"
if have restorecon; then restorecon "$file" || true; fi
say "The key was taken out of $file."
answer state removed
