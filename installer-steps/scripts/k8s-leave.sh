# Gives up a membership from the node's own side, also one that was only half begun: the snap goes with its data and comes back.
# The volumes on its disk are set aside meanwhile; they are no part of the membership.
data=/var/snap/k8s/common
begun=/var/snap/.hearth-leaving-k8s
kept=/var/snap/.hearth-kept-rawfile-storage
present() { snap list k8s >/dev/null 2>&1; }
member() { [ -e "$data/lock/worker" ] || [ -e /etc/kubernetes/admin.conf ] || [ -e "$data/var/lib/k8sd/state/daemon.yaml" ]; }

if [ ! -e "$begun" ] && { ! present || ! member; }; then
  answer state was-out
  exit 0
fi
touch "$begun"
if [ -d "$data/rawfile-storage" ] && [ ! -e "$kept" ]; then mv "$data/rawfile-storage" "$kept"; fi
if present && member; then snap remove --purge k8s; fi
if ! present; then snap install k8s --classic --channel="$ARG_CHANNEL"; fi
if [ -e "$kept" ]; then
  mkdir -p "$data"
  if [ -d "$data/rawfile-storage" ]; then rmdir "$data/rawfile-storage"; fi
  mv "$kept" "$data/rawfile-storage"
fi
rm -f "$begun"
answer state left
