# Swap off now, and its lines in /etc/fstab made comments, so that it stays off. The file as it was stays beside it.
swapoff -a
draft="$(mktemp /etc/.fstab-hearth.XXXXXX)"
trap 'rm -f "$draft"' EXIT
awk '!/^[[:space:]]*#/ && $3 == "swap" { sub(/^[[:space:]]*/, "#hearth-swap#") } { print }' /etc/fstab >"$draft"
if ! cmp -s "$draft" /etc/fstab; then
  if [ ! -e /etc/fstab.before-hearth ]; then cp -p /etc/fstab /etc/fstab.before-hearth; fi
  chmod --reference=/etc/fstab "$draft"
  chown --reference=/etc/fstab "$draft"
  mv -f "$draft" /etc/fstab
  say 'The swap lines of /etc/fstab are comments now; the file as it was is /etc/fstab.before-hearth.'
  # systemd makes units of that file, and would switch swap on again.
  if have systemctl; then systemctl daemon-reload || true; fi
fi
