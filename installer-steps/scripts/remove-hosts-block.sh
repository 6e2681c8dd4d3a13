# Takes Hearth's own block out of /etc/hosts and of what cloud-init makes it from; other lines stay as they are.
trap 'rm -f "${draft-}"' EXIT
state=absent
for file in /etc/hosts /etc/cloud/templates/hosts.debian.tmpl /etc/cloud/templates/hosts.redhat.tmpl; do
  if ! grep -qsx '# BEGIN hearth' "$file"; then continue; fi
  draft="$(mktemp "${file%/*}/.hosts-hearth.XXXXXX")"
  sed '/^# BEGIN hearth$/,/^# END hearth$/d' "$file" >"$draft"
  chmod 644 "$draft"
  # Where the file is a mount of its own it cannot be replaced, only rewritten.
  mv -f "$draft" "$file" 2>/dev/null || { cat "$draft" >"$file" && rm -f "$draft"; }
  say "The block of Hearth was taken out of $file."
  state=removed
done
if [ "$state" = absent ]; then say '/etc/hosts has no block of Hearth.'; fi
answer state "$state"
