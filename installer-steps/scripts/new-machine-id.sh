# Gives the machine an id of its own. Members of a cluster are known by theirs, so there it stays.
for path in /var/snap/microk8s/current /var/snap/k8s/common/var/lib/k8sd/state /etc/kubernetes/kubelet.conf \
  /etc/rancher/k3s /var/lib/rancher/k3s/agent /etc/rancher/rke2 /var/lib/rancher/rke2/agent; do
  if [ -e "$path" ]; then
    say "This machine runs Kubernetes ($path), which may know it by its id. Nothing was changed."
    exit 3
  fi
done
# Not by systemd-machine-id-setup: in a virtual machine that takes the firmware's id, which a copy shares.
id="$(tr -d - </proc/sys/kernel/random/uuid)"
replace() {
  local draft
  draft="$(mktemp "${1%/*}/.machine-id-hearth.XXXXXX")"
  printf '%s\n' "$id" >"$draft"
  chmod 0444 "$draft"
  mv -f "$draft" "$1" 2>/dev/null || { cat "$draft" >"$1"; rm -f "$draft"; }
}
replace /etc/machine-id
if [ -f /var/lib/dbus/machine-id ] && [ ! -L /var/lib/dbus/machine-id ]; then replace /var/lib/dbus/machine-id; fi
answer id "$id"
say 'Some services use the new id only after a restart.'
