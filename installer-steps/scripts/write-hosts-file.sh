# Writes the names of all nodes into Hearth's own block of /etc/hosts; other lines stay as they are.
wanted="$(tr ',' '\n' <<<"$ARG_ENTRIES" | tr '=' ' ')"
draft="$(mktemp /etc/.hosts-hearth.XXXXXX)"
trap 'rm -f "$draft"' EXIT
sed '/^# BEGIN hearth$/,/^# END hearth$/d' /etc/hosts >"$draft"
if [ -s "$draft" ] && [ -n "$(tail -c 1 "$draft")" ]; then printf '\n' >>"$draft"; fi
printf '# BEGIN hearth\n%s\n# END hearth\n' "$wanted" >>"$draft"
chmod 644 "$draft"
# Where /etc/hosts is a mount of its own it cannot be replaced, only rewritten.
mv -f "$draft" /etc/hosts 2>/dev/null || cat "$draft" >/etc/hosts
# cloud-init would write its own file again at the next start.
if grep -rqsE '^manage_etc_hosts: *(true|template|localhost)' /etc/cloud; then
  printf '# Written by Hearth.\nmanage_etc_hosts: false\n' >/etc/cloud/cloud.cfg.d/99-hearth-hosts.cfg
fi
say "/etc/hosts names $(wc -l <<<"$wanted") nodes."
