# Gives up a membership from the node's own side, also one that was only half begun: the snap goes with its data and comes back.
# The volumes on its disk are set aside meanwhile; they are no part of the membership.
data=/var/snap/k8s/common
begun=/var/snap/.hearth-leaving-k8s
kept=/var/snap/.hearth-kept-rawfile-storage
present() { snap list k8s >/dev/null 2>&1; }
# kubeadm keeps its own things under the same names.
of_kubeadm() { [ -e /etc/kubernetes/manifests ] || [ -e /var/lib/kubelet/config.yaml ]; }
member() { [ -e "$data/lock/worker" ] || [ -e "$data/var/lib/k8sd/state/daemon.yaml" ] || { [ -e /etc/kubernetes/kubelet.conf ] && ! of_kubeadm; }; }
# The snap never takes these away: keys of administrators and authorities, and what the next look would take for a membership.
forget_keys() {
  if of_kubeadm; then return; fi
  rm -rf /etc/kubernetes/{admin,controller,scheduler,proxy,kubelet}.conf /etc/kubernetes/pki
}
# A snapd that is still at work with an earlier try says so.
snap_or_stop() {
  local told
  if told="$(snap "$@" 2>&1 | say_and_keep)"; then return; fi
  answer failed "$told"
  answer room "$(df -P -B1 /var/lib/snapd / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
  exit 0
}

if [ ! -e "$begun" ] && { ! present || ! member; }; then
  answer state was-out
  exit 0
fi
touch "$begun"
if [ -d "$data/rawfile-storage" ] && [ ! -e "$kept" ]; then mv "$data/rawfile-storage" "$kept"; fi
if present && member; then snap_or_stop remove --purge k8s; fi
if ! present; then
  forget_keys
  snap_or_stop install k8s --classic --channel="$ARG_CHANNEL"
fi
if [ -e "$kept" ]; then
  mkdir -p "$data"
  if [ -d "$data/rawfile-storage" ]; then rmdir "$data/rawfile-storage"; fi
  mv "$kept" "$data/rawfile-storage"
fi
rm -f "$begun"
answer state left
