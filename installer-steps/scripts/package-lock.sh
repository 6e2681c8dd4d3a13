# Who holds a lock of the package manager: NAME|PROCESS, once each.
for file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock /var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock; do
  inode="$(stat -c %i "$file" 2>/dev/null)" || continue
  # Number, kind, manner, access, process, DEVICE:INODE; those that wait for it have an arrow in front.
  awk -v inode="$inode" '$2 != "->" { n = split($6, id, ":"); if (id[n] == inode) print $5 }' /proc/locks
done | sort -u | while read -r pid; do
  if name="$(cat "/proc/$pid/comm" 2>/dev/null)"; then answer holder "$name|$pid"; fi
done
