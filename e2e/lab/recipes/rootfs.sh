#!/bin/bash
# The one tree that every node's overlay stands on. containerd, runc and the CNI plugins go out of the PATH:
# a bare node has none of them, and only the stand-in snap brings them in.
. "$HERE/lib.sh"
R=$OUT/rootfs; mkdir -p "$R"
nice -n 12 debootstrap --variant=minbase --include=openssh-server,iproute2,iputils-ping,sudo,procps,ca-certificates,curl,containerd,runc,containernetworking-plugins,iptables,conntrack,ethtool,socat,kmod,python3-minimal bookworm "$R"
rm -rf "$R"/etc/ssh/ssh_host_* "$R"/etc/machine-id "$R"/var/cache/apt/archives/*.deb "$R"/var/lib/apt/lists/*
H=$R/usr/lib/hearth-lab; mkdir -p "$H/bin"
mv "$R"/usr/bin/{containerd,containerd-shim-runc-v2,ctr} "$R"/usr/sbin/runc "$H/bin/"
rm -f "$R"/usr/bin/containerd-*
mv "$R/usr/lib/cni" "$H/cni"
mv "$R/usr/bin/date" "$H/date"
rm -f "$R"/etc/cni/net.d/* "$R/lib/systemd/system/containerd.service"
chroot "$R" useradd -m -s /bin/bash -G sudo ubuntu
echo 'ubuntu:hearth-lab' | chroot "$R" chpasswd
