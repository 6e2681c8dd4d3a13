#!/bin/bash
# The lab's network: a bridge, and for each node a network namespace on it. usage: net-up.sh SLOT NODES
set -e
S=$1; BR=labbr$S; NET=10.$((77 + S)).0
# No link-local addresses: each comes a second late, and Chromium drops whatever it loads when an address of the machine changes.
ip link add "$BR" type bridge; ip link set "$BR" addrgenmode none; ip addr add "$NET.1/24" dev "$BR"; ip link set "$BR" up
for i in $(seq "$2"); do
  ns=hearth-lab$S-node$i
  ip netns add "$ns"; ip link add "lv$S-$i" type veth peer name eth0 netns "$ns"; ip link set "lv$S-$i" addrgenmode none master "$BR" up
  printf 'addr add %s/24 dev eth0\nlink set eth0 up\nlink set lo up\nroute add default via %s\n' "$NET.$((10 + i))" "$NET.1" | ip -n "$ns" -batch -
  for c in cpu cpuacct cpuset memory devices freezer blkio pids systemd; do mkdir -p "/sys/fs/cgroup/$c/$ns"; done
  for f in cpus mems; do cat "/sys/fs/cgroup/cpuset/cpuset.$f" > "/sys/fs/cgroup/cpuset/$ns/cpuset.$f"; done
done
