# Removes a snap with all its data, but for one folder: volumes that pods have written stay where they are.
if ! have snap; then
  answer state absent
  exit 0
fi
# Beside the snap's own data, so that moving takes no time and no room.
kept="/var/snap/.hearth-kept-$ARG_SNAP"
put_back() {
  if [ -e "$kept" ]; then
    mkdir -p "${ARG_KEEP%/*}"
    # Empty, where the snap has made it anew; anything else in it would be somebody's.
    if [ -d "$ARG_KEEP" ]; then rmdir "$ARG_KEEP"; fi
    mv "$kept" "$ARG_KEEP"
  fi
}
if ! snap list "$ARG_SNAP" >/dev/null 2>&1; then
  put_back
  answer state absent
  exit 0
fi
# Canonical Kubernetes never takes these away. Before the snap goes: without it this script is not asked again. kubeadm has its own there.
if [ "$ARG_SNAP" = k8s ] && [ ! -e /etc/kubernetes/manifests ] && [ ! -e /var/lib/kubelet/config.yaml ]; then
  rm -rf /etc/kubernetes/{admin,controller,scheduler,proxy,kubelet}.conf /etc/kubernetes/pki
fi
if [ -d "$ARG_KEEP" ] && [ ! -e "$kept" ]; then mv "$ARG_KEEP" "$kept"; fi
if ! told="$(snap remove --purge "$ARG_SNAP" 2>&1 | say_and_keep)"; then
  put_back
  answer failed "$told"
  exit 0
fi
put_back
answer state removed
