#!/bin/bash
# Ends and removes all that a lab leaves on the machine; may be run at any time and any number of times.
# usage: teardown.sh SLOT FOLDER
S=$1; D=$2
[ -n "$S" ] && [ -n "$D" ] || exit 2
exec 9> "/run/lock/hearth-lab$S.teardown"; flock 9
# A pid may have been given to another process since; only one that names this lab's folder is ours. (Redis
# writes its title over its environment, so the folder it stands in counts too.)
ours() { { tr '\0' ' ' < "/proc/$1/cmdline"; tr '\0' ' ' < "/proc/$1/environ"; readlink "/proc/$1/cwd"; } 2>/dev/null | grep -qF "$D"; }
for f in "$D"/supervisor.pid "$D"/nodes/*/pid "$D"/services/*/*.pid; do
  p=$(cat "$f" 2>/dev/null) && ours "$p" || continue
  # A service leads a group of its own, with whatever it started.
  case $f in */services/*) kill -9 -- "-$p" 2>/dev/null ;; esac
  kill -9 "$p" 2>/dev/null
done
# A node's init is gone only when all its processes are; until then its disk and control groups are in use.
for f in "$D"/nodes/*/init; do
  p=$(cat "$f" 2>/dev/null) || continue
  for _ in $(seq 100); do case "$(cat "/proc/$p/comm" 2>/dev/null)" in labnode | bash) sleep 0.05 ;; *) break ;; esac; done
done
for ns in $(ip netns list | awk -v p="hearth-lab$S-" 'index($1, p) == 1 {print $1}'); do
  for _ in $(seq 40); do p=$(ip netns pids "$ns" 2>/dev/null); [ -z "$p" ] && break; kill -9 $p 2>/dev/null; sleep 0.05; done
  ip netns del "$ns"
done
# The kernel drops a namespace's links some time after its end; a next lab would find the names taken.
for l in $(ip -o link show | awk -F'[ @:]+' -v p="lv$S-" 'index($2, p) == 1 {print $2}'); do ip link del "$l" 2>/dev/null; done
ip link show "labbr$S" > /dev/null 2>&1 && ip link del "labbr$S"
for _ in $(seq 40); do
  for g in /sys/fs/cgroup/*/hearth-lab"$S"-*; do [ -d "$g" ] && find "$g" -depth -type d -exec rmdir {} + 2>/dev/null; done
  compgen -G "/sys/fs/cgroup/*/hearth-lab$S-*" > /dev/null || break
  sleep 0.1
done
for _ in $(seq 40); do losetup -n -O BACK-FILE -a | grep -qF "$D/" || break; sleep 0.05; done
losetup -n -O NAME,BACK-FILE -a | awk -v d="$D/" 'index($2, d) == 1 {print $1}' | while read -r l; do losetup -d "$l"; done
rm -rf "$D"
[ "$(head -1 "/run/hearth-lab-slot$S" 2>/dev/null)" = "$D" ] && rm -f "/run/hearth-lab-slot$S"
true
