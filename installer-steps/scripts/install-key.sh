# Adds one public key to the authorized_keys of the user who is logged in.
umask 077
file="$HOME/.ssh/authorized_keys"
case "$ARG_PUBLIC_KEY" in *$'\n'*) say 'This is more than one line, so it is no public key.'; exit 2 ;; esac
read -r kind blob _ <<<"$ARG_PUBLIC_KEY"
case "$kind" in
  ssh-* | ecdsa-* | sk-*) ;;
  *) say "This is not a public key: $kind"; exit 2 ;;
esac

present="$(grep -v '^[[:space:]]*#' "$file" 2>/dev/null)" || present=''
if grep -qF -- "$kind $blob" <<<"$present"; then
  say "The key is already in $file."
  answer state present
  exit 0
fi

mkdir -p "$HOME/.ssh"
chmod 700 "$HOME/.ssh"
# The last line of a file edited by hand may lack its end.
if [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ]; then printf '\n' >>"$file"; fi
printf '%s\n' "$ARG_PUBLIC_KEY" >>"$file"
chmod 600 "$file"
if have restorecon; then restorecon -R "$HOME/.ssh" || true; fi
say "The key was added to $file."
answer state added
