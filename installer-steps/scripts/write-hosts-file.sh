# Writes the names of all nodes into Hearth's own block of /etc/hosts; other lines stay as they are.
wanted="$(tr ',' '\n' <<<"$ARG_ENTRIES" | tr '=' ' ')"
trap 'rm -f "${draft-}"' EXIT
write() {
  draft="$(mktemp "${1%/*}/.hosts-hearth.XXXXXX")"
  sed '/^# BEGIN hearth$/,/^# END hearth$/d' "$1" >"$draft"
  if [ -s "$draft" ] && [ -n "$(tail -c 1 "$draft")" ]; then printf '\n' >>"$draft"; fi
  printf '# BEGIN hearth\n%s\n# END hearth\n' "$wanted" >>"$draft"
  chmod 644 "$draft"
  # Where the file is a mount of its own it cannot be replaced, only rewritten.
  mv -f "$draft" "$1" 2>/dev/null || { cat "$draft" >"$1" && rm -f "$draft"; }
}
write /etc/hosts
# Of these cloud-init makes /etc/hosts anew at each start, where its user data say so.
for template in /etc/cloud/templates/hosts.debian.tmpl /etc/cloud/templates/hosts.redhat.tmpl; do
  if [ -e "$template" ]; then write "$template"; fi
done
say "/etc/hosts names $(wc -l <<<"$wanted") nodes."
