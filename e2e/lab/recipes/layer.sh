#!/bin/bash
# What lies over the root tree on every node: the commands, and out of the PATH the programs and images.
. "$HERE/lib.sh"
L=$OUT/layer; H=$L/usr/lib/hearth-lab; mkdir -p "$H/bin" "$H/images" "$L/usr/bin" "$L/usr/sbin" "$L/snap/bin"
# One copy for all nodes, as hard links where the file system allows it.
link() { ln "$1" "$2" 2>/dev/null || cp "$1" "$2"; }
for f in "$IN_labcluster/labcluster" "$IN_kube"/{kubelet,kubectl,kube-proxy} "$IN_helm/helm"; do link "$f" "$H/bin/$(basename "$f")"; done
link "$IN_labnode/labnode" "$H/labnode"
for f in "$IN_images"/images/*.tar; do link "$f" "$H/images/$(basename "$f")"; done
for c in systemctl journalctl snap date timedatectl lsb_release hostnamectl; do ln -s ../lib/hearth-lab/labnode "$L/usr/bin/$c"; done
for c in reboot poweroff shutdown; do ln -s ../lib/hearth-lab/labnode "$L/usr/sbin/$c"; done
cp -r "$HERE/../inside/etc" "$L/etc"; mkdir -p "$L/etc/sudoers.d" "$L/etc/hearth-lab/faults"
# Ubuntu's sudo finds snaps; the file's mode is part of what sudo checks.
echo 'Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"' > "$L/etc/sudoers.d/snap"; chmod 440 "$L/etc/sudoers.d/snap"
mkdir -p "$L/usr/lib"; cp "$L/etc/os-release" "$L/usr/lib/os-release"
# A disk for a node: sparse, without a journal, so that it is made once and copied in no time.
truncate -s 20G "$OUT/disk.img"; mkfs.ext4 -q -F -m 0 -O ^has_journal -E lazy_itable_init=1,nodiscard "$OUT/disk.img"
