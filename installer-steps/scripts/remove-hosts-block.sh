# Takes Hearth's own block out of /etc/hosts; other lines stay as they are.
if ! grep -qx '# BEGIN hearth' /etc/hosts; then
  say "/etc/hosts has no block of Hearth."
  answer state absent
  exit 0
fi
draft="$(mktemp /etc/.hosts-hearth.XXXXXX)"
trap 'rm -f "$draft"' EXIT
sed '/^# BEGIN hearth$/,/^# END hearth$/d' /etc/hosts >"$draft"
chmod 644 "$draft"
# Where /etc/hosts is a mount of its own it cannot be replaced, only rewritten.
mv -f "$draft" /etc/hosts 2>/dev/null || cat "$draft" >/etc/hosts
# cloud-init may look after the file again.
settings=/etc/cloud/cloud.cfg.d/99-hearth-hosts.cfg
if grep -qsx '# Written by Hearth.' "$settings"; then rm -f "$settings"; fi
say "The block of Hearth was taken out of /etc/hosts."
answer state removed
