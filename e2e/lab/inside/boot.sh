#!/bin/bash
# Runs as the first process of a node's namespaces: puts the node's tree together and becomes its init.
# From the lab: DIR (the node's folder), NAME, IP, GATEWAY, LAYER, ROOTFS, CGROUP, SNAP_SECONDS.
set -e
mount --make-rprivate /
mkdir -p "$DIR/disk" "$DIR/root"
# A node that was just torn down lets go of its disk a moment later; two loops on one image would destroy it.
for _ in $(seq 100); do [ -z "$(losetup -n -O NAME -j "$DIR/disk.img")" ] && break; sleep 0.05; done
# Three nodes that boot together may be offered the same free loop device.
for _ in $(seq 20); do mount -o loop,noatime "$DIR/disk.img" "$DIR/disk" 2>/dev/null && break; sleep 0.1; done
mountpoint -q "$DIR/disk"
U=$DIR/disk/up; T=$DIR/root; first=
[ -d "$U/etc" ] || { first=1; mkdir -p "$U/etc/ssh" "$U/etc/hearth-lab" "$U/var" "$U/root" "$DIR/disk/work" "$DIR/disk/snap"; }
if [ -n "$first" ]; then
  echo "$NAME" > "$U/etc/hostname"; : > "$U/etc/resolv.conf"; tr -d - < /proc/sys/kernel/random/uuid > "$U/etc/machine-id"
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$NAME" > "$U/etc/hosts"
  echo "$CGROUP" > "$U/etc/hearth-lab/cgroup"; echo "$SNAP_SECONDS" > "$U/etc/hearth-lab/snap-seconds"
  cp "$DIR"/hostkeys/ssh_host_* "$U/etc/ssh/"; chmod 700 "$U/root"
fi
mount -t overlay overlay -o "lowerdir=$LAYER:$ROOTFS,upperdir=$U,workdir=$DIR/disk/work" "$T"
[ -z "$first" ] || { for u in root ubuntu; do
  [ -f "$DIR/authorized.$u" ] || continue
  home=$(awk -F: -v u=$u '$1==u{print $6}' "$T/etc/passwd"); mkdir -p "$T$home/.ssh"; cp "$DIR/authorized.$u" "$T$home/.ssh/authorized_keys"
  chmod 700 "$T$home/.ssh"; chmod 600 "$T$home/.ssh/authorized_keys"; chown -R --reference="$T$home" "$T$home/.ssh"
done; }
mount -t proc proc "$T/proc"; mount -t sysfs sysfs "$T/sys"; mount --rbind /sys/fs/cgroup "$T/sys/fs/cgroup"
mount -t tmpfs tmpfs "$T/dev" -o mode=755
for d in null zero random urandom tty full kmsg; do touch "$T/dev/$d"; mount --bind "/dev/$d" "$T/dev/$d"; done
mkdir -p "$T/dev/pts" "$T/dev/shm"; mount -t devpts devpts "$T/dev/pts" -o newinstance,ptmxmode=0666,gid=5,mode=620; mount -t tmpfs tmpfs "$T/dev/shm"
ln -s pts/ptmx "$T/dev/ptmx"; ln -s /proc/self/fd "$T/dev/fd"
for n in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${n%%:*}" "$T/dev/${n##*:}"; done
mount -t tmpfs tmpfs "$T/run" -o mode=755; mkdir -p "$T/run/sshd" "$T/run/netns" "$T/run/lock"; mount -t tmpfs tmpfs "$T/tmp" -o mode=1777
# containerd's overlays cannot stand on an overlay, so the snaps' data lies on the disk itself.
mkdir -p "$T/var/snap"; mount --bind "$DIR/disk/snap" "$T/var/snap"
# The kernel's boot id is the machine's; a node that was rebooted has to show another.
cat /proc/sys/kernel/random/uuid > "$T/run/boot_id"; mount --bind "$T/run/boot_id" "$T/proc/sys/kernel/random/boot_id"
hostname "$NAME"; sysctl -qw net.ipv4.ip_forward=1
cd "$T"; mkdir -p .old; pivot_root . .old; cd /; umount -l /.old; rmdir /.old
mount --make-rshared /
exec env -i HOME=/root TERM=dumb /usr/lib/hearth-lab/labnode init
