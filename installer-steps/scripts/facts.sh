# What this machine is, in one round trip. Reads only. Root is used where it is free, for what nobody else may see: MicroK8s' own
# list of nodes, the firmware's id, the room in LVM, and what docker runs.
# Few programs are started: on a small board each takes longer than all that bash reads by itself. Any of them may be missing.

as_root() { if [ "$EUID" -eq 0 ]; then "$@"; elif have sudo; then sudo -n "$@"; else return 1; fi; }
# line_of FILE: its first line is in $line afterwards.
line_of() {
  line=''
  [ -r "$1" ] && { IFS= read -r line <"$1" || true; } 2>/dev/null
  return 0
}

# What takes its time goes on beside the rest, and is collected at its place.
exec {resolving}< <(if timeout 5 getent ahosts "$ARG_LOOK_UP" >/dev/null 2>&1; then echo true; else echo false; fi)
exec {snapping}< <(have snap && timeout 10 snap version 2>/dev/null)
exec {timing}< <(have timedatectl && timeout 5 timedatectl show 2>/dev/null)
exec {rooting}< <(as_root sh -c '
  printf "uuid %s\n" "$(cat /sys/class/dmi/id/product_uuid 2>/dev/null)"
  timeout 10 vgs --noheadings --nosuffix --units b --separator "|" -o vg_name,vg_size,vg_free 2>/dev/null | sed "s/^ */group /"
  if command -v docker >/dev/null 2>&1; then
    timeout 5 docker info --format "swarm {{.Swarm.LocalNodeState}}" 2>/dev/null
    timeout 5 docker ps --format "image {{.Image}}" 2>/dev/null
  fi' 2>/dev/null)

line_of /proc/sys/kernel/hostname
answer hostname "$line"
line_of /proc/sys/kernel/osrelease
kernel="$line"
answer kernel "$kernel"
answer arch "$(uname -m)"
line_of /etc/machine-id
answer machine-id "$line"

os_id='' os_version='' os_title=''
if [ -r /etc/os-release ]; then
  while IFS='=' read -r key value || [ -n "$key" ]; do
    value="${value#[\"\']}"
    value="${value%[\"\']}"
    case "$key" in ID) os_id="$value" ;; VERSION_ID) os_version="$value" ;; PRETTY_NAME) os_title="$value" ;; esac
  done </etc/os-release
fi
answer os "$os_id|$os_version|$os_title"

while read -r key value _; do
  case "$key" in MemTotal:) answer memory "$((value * 1024))" ;; SwapTotal:) answer swap "$((value * 1024))" ;; esac
done </proc/meminfo
if [ -r /proc/swaps ]; then
  while read -r name kind _; do
    if [ "$kind" != Type ]; then answer swap-on "$name"; fi
  done </proc/swaps
fi

model="$(awk -F ': *' '/^(model name|Model|Hardware)/ { print $2; exit }' /proc/cpuinfo)" || model=''
if [ -z "$model" ] && [ -r /proc/device-tree/model ]; then model="$(tr -d '\0' </proc/device-tree/model)"; fi
cores="$(getconf _NPROCESSORS_ONLN 2>/dev/null)" || cores="$(grep -c '^processor' /proc/cpuinfo)" || cores=''
answer cpu "$cores|$model"

# Local file systems that hold data; -l keeps a dead network share from stopping everything.
mounted=' '
while read -r device kind size _ free _ mount; do
  mounted="$mounted${device#/dev/} "
  case "$kind" in Type | tmpfs | devtmpfs | squashfs | erofs | fuse.snapfuse | fuse.squashfuse | efivarfs | ramfs | iso9660) continue ;; overlay) [ "$mount" = / ] || continue ;; esac
  answer disk "$kind|$size|$free|$mount"
done < <(timeout 10 df -l -P -T -B1 2>/dev/null)

# Whole disks; nothing on them: no partition, nothing stacked on top, not mounted.
for path in /sys/block/*; do
  name="${path##*/}"
  case "$name" in loop* | ram* | zram* | dm-* | sr* | fd* | md* | nbd* | '*') continue ;; esac
  line_of "$path/removable"
  [ "$line" != 1 ] || continue
  line_of "$path/size"
  size="${line:-0}"
  [ "$size" -gt 0 ] || continue
  empty=true
  for part in "$path/$name"* "$path"/holders/*; do [ ! -e "$part" ] || empty=false; done
  case "$mounted" in *" $name "*) empty=false ;; esac
  line_of "$path/device/model"
  read -r line <<<"$line"
  answer block "$name|$((size * 512))|$empty|$line"
done

# The way out with the lowest metric; the numbers are the other way round there.
gateway='' out='' lowest=''
if [ -r /proc/net/route ]; then
  while read -r name target hex _ _ _ metric mask _; do
    if [ "$target" != 00000000 ] || [ "$mask" != 00000000 ]; then continue; fi
    if [ -n "$lowest" ] && [ "$metric" -ge "$lowest" ]; then continue; fi
    lowest="$metric" out="$name"
    gateway="$((16#${hex:6:2})).$((16#${hex:4:2})).$((16#${hex:2:2})).$((16#${hex:0:2}))"
  done </proc/net/route
fi
[ "$gateway" != 0.0.0.0 ] || gateway=''
answer gateway "$gateway"

addresses=''
if have ip; then addresses="$(ip -o addr show scope global 2>/dev/null)" || addresses=''; fi
for path in /sys/class/net/*; do
  name="${path##*/}"
  case "$name" in lo | ifb* | veth* | cali* | cni* | flannel* | vxlan* | docker* | br-* | virbr* | kube-* | tunl* | dummy* | '*') continue ;; esac
  own=''
  while read -r _ on _ address more; do
    [ "$on" = "$name" ] || continue
    dynamic=''
    case " $more " in *' dynamic '*) dynamic='~' ;; esac
    # A tunnel shows its own end first and the network with the other one.
    case "$more" in peer\ *) address="$address/32" ;; esac
    own="$own,$address$dynamic"
  done <<<"$addresses"
  line_of "$path/mtu"
  mtu="$line"
  line_of "$path/address"
  default=false
  [ "$name" != "$out" ] || default=true
  answer nic "$name|$line|$mtu|$default|${own#,}"
done

servers=/etc/resolv.conf
[ ! -r /run/systemd/resolve/resolv.conf ] || servers=/run/systemd/resolve/resolv.conf
if [ -r "$servers" ]; then
  while read -r key value _ || [ -n "$key" ]; do
    if [ "$key" = nameserver ]; then answer name-server "$value"; fi
  done <"$servers"
fi

# Display and compute devices of makers whose chips do work; a server's plain console chip is none.
for device in /sys/bus/pci/devices/*; do
  line_of "$device/class"
  case "$line" in 0x0300* | 0x0302* | 0x0380* | 0x1200*) ;; *) continue ;; esac
  line_of "$device/vendor"
  case "$line" in 0x10de) vendor=NVIDIA own=nvidia ;; 0x1002) vendor=AMD own=amdgpu ;; 0x8086) vendor=Intel own=i915 ;; *) continue ;; esac
  slot="${device##*/}"
  model=''
  if [ -r "/proc/driver/nvidia/gpus/$slot/information" ]; then
    while IFS=':' read -r key value; do
      if [ "$key" = Model ]; then read -r model <<<"$value"; fi
    done <"/proc/driver/nvidia/gpus/$slot/information"
  elif have lspci; then
    model="$(lspci -s "$slot" 2>/dev/null | sed -e 's/^[^:]*:[^:]*: //' -e 's/ (rev .*//')"
  fi
  line_of "$device/device"
  model="${model:-device $line}"
  driver=''
  if [ -e "$device/driver" ]; then driver="$(readlink "$device/driver")"; fi
  line_of "/sys/module/$own/version"
  if [ -z "$line" ] && [ "$own" = nvidia ] && have modinfo; then line="$(modinfo -F version nvidia 2>/dev/null)" || line=''; fi
  answer gpu "$vendor|${driver##*/}|$line|$model"
done
if [ -d /sys/module/nouveau ]; then answer nouveau true; else answer nouveau false; fi

secure=off
if [ -d /sys/firmware/efi ]; then
  secure=unknown
  for path in /sys/firmware/efi/efivars/SecureBoot-*; do
    [ -r "$path" ] || continue
    # Four bytes of attributes stand before the value.
    case "$(od -An -t u1 -j4 -N1 "$path" 2>/dev/null)" in *1) secure=on ;; *0) secure=off ;; esac
  done
fi
answer secure-boot "$secure"

virtualisation=none
if have systemd-detect-virt; then
  virtualisation="$(systemd-detect-virt 2>/dev/null)" || virtualisation="${virtualisation:-none}"
elif grep -q '^flags.* hypervisor' /proc/cpuinfo; then
  line_of /sys/class/dmi/id/sys_vendor
  virtualisation="$line"
fi
answer virtualisation "${virtualisation:-none}"

version=unknown memory=unknown
if [ -r /sys/fs/cgroup/cgroup.controllers ]; then
  line_of /sys/fs/cgroup/cgroup.controllers
  version=v2 memory=no
  case " $line " in *' memory '*) memory=yes ;; esac
elif [ -d /sys/fs/cgroup/cpu ] || [ -d /sys/fs/cgroup/pids ] || [ -d /sys/fs/cgroup/memory ]; then
  version=v1 memory=no
  [ ! -d /sys/fs/cgroup/unified ] || version=hybrid
  [ ! -d /sys/fs/cgroup/memory ] || memory=yes
fi
answer cgroup "$version|$memory"

has_module() {
  [ -e "/sys/module/$1" ] || grep -qE "/$1\.ko" "/lib/modules/$kernel/modules.builtin" 2>/dev/null || case "$1" in
    overlay) grep -qw overlay /proc/filesystems 2>/dev/null ;;
    br_netfilter) [ -d /proc/sys/net/bridge ] ;;
    *) return 1 ;;
  esac
}
for module in $ARG_MODULES; do
  if has_module "$module"; then
    answer module "$module|loaded"
  elif have modprobe && modprobe -n -q "$module" 2>/dev/null; then
    answer module "$module|loadable"
  else
    answer module "$module|missing"
  fi
done

if have ss; then
  ports="$(ss -H -l -t -n 2>/dev/null | awk '{ sub(/.*:/, "", $4); if (!seen[$4]++) print $4 }')" || ports=''
else
  ports=''
  for hex in $(awk 'FNR > 1 && $4 == "0A" { sub(/.*:/, "", $2); if (!seen[$2]++) print $2 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null); do
    ports="$ports $((16#$hex))"
  done
fi
for port in $ports; do answer port "$port"; done

# A worker knows only whom it follows; a control node knows all members.
# follows SYSTEM FILE: a worker, whose proxy to the control nodes is set up in FILE.
follows() {
  local other one
  other="$(as_root grep -ohE '[0-9a-fA-F.:]+:[0-9]+' "$2" 2>/dev/null | sed 's/:[0-9]*$//' | sort -u)" || other=''
  answer membership "$1|follows $(paste -sd' ' - <<<"${other:-another node}")"
  for one in $other; do answer member "$one"; done
}
# leads SYSTEM: a control node, of itself alone or of others as well.
leads() {
  local command names other one
  command="$(command -v "$1" || echo "/snap/bin/$1")"
  # Where there is nothing to ask, some say so on their answer's way, with success.
  names="$(as_root timeout 20 "$command" kubectl get nodes -o name --request-timeout=10s 2>/dev/null | sed -n 's#^node/##p')" || names=''
  for one in $names; do answer member "$one"; done
  if [ -z "$names" ]; then
    answer membership "$1|installed"
  elif [ "$(wc -l <<<"$names")" -gt 1 ]; then
    answer membership "$1|a cluster of $(wc -l <<<"$names") nodes"
  else
    other="$(as_root timeout 20 "$command" kubectl get namespaces -o name --request-timeout=10s 2>/dev/null |
      sed -n 's#^namespace/##p' | grep -vxE 'default|kube-system|kube-public|kube-node-lease|cilium-secrets' | paste -sd' ' -)" || other=''
    if [ -n "$other" ]; then answer membership "$1|in use: $other"; else answer membership "$1|alone"; fi
  fi
}

# As root: not everybody may look into these folders. Only where there is something to look into.
in_k8s=false
if [ -e /var/snap/microk8s/current ] && as_root test -e /var/snap/microk8s/current/var/lock/clustered.lock; then
  follows microk8s /var/snap/microk8s/current/args/traefik/provider.yaml
elif [ -e /var/snap/microk8s/current ] || have microk8s; then
  leads microk8s
elif [ -e /var/snap/k8s/common ] && as_root test -e /var/snap/k8s/common/lock/worker; then
  in_k8s=true
  follows k8s /var/snap/k8s/common/args/conf.d/k8s-apiserver-proxy.json
elif [ -e /var/snap/k8s/common ] && as_root test -e /var/snap/k8s/common/var/lib/k8sd/state/daemon.yaml; then
  in_k8s=true
  leads k8s
elif [ -e /var/snap/k8s/common ] && have k8s; then
  answer membership 'k8s|installed'
elif [ -e /etc/rancher/rke2 ] || [ -e /var/lib/rancher/rke2/agent ]; then
  answer membership 'rke2|set up by RKE2'
elif [ -e /etc/rancher/k3s ] || [ -e /var/lib/rancher/k3s/agent ]; then
  answer membership 'k3s|set up by k3s'
# Canonical Kubernetes leaves the first of them behind.
elif [ -e /etc/kubernetes/kubelet.conf ] && [ -e /etc/kubernetes/manifests ]; then
  answer membership 'kubeadm|set up by kubeadm'
else
  answer membership 'none|'
fi

# Before it is in a cluster, the folder is that of another one, or what a set-up that was cut off has left.
if [ -d /run/containerd ] && [ "$in_k8s" = false ] && { ! have k8s || have containerd || have dockerd; }; then answer containerd true; fi

firewall=''
if [ -r /etc/ufw/ufw.conf ] && grep -qix 'ENABLED=yes' /etc/ufw/ufw.conf; then firewall=ufw; fi
if have firewall-cmd && systemctl is-active --quiet firewalld 2>/dev/null; then firewall=firewalld; fi
answer firewall "$firewall"

uuid=''
line_of /sys/class/dmi/id/product_uuid
uuid="$line"
while read -r key value || [ -n "$key" ]; do
  case "$key $value" in
    'uuid '?*) uuid="$value" ;;
    'group '*) answer volume-group "$value" ;;
    'swarm active' | 'swarm pending' | 'swarm locked') answer leftover 'Docker Swarm' ;;
    'image kindest/'*) answer leftover kind ;;
    'image gcr.io/k8s-minikube/'*) answer leftover minikube ;;
  esac
done <&"$rooting"
answer product-uuid "$uuid"
if [ -d "$HOME/.minikube/machines" ] || [ -d /var/lib/minikube ]; then answer leftover minikube; fi

service=unknown synchronised=false
while IFS='=' read -r key value || [ -n "$key" ]; do
  case "$key=$value" in NTP=yes) service=on ;; NTP=no) service=off ;; NTPSynchronized=yes) synchronised=true ;; esac
done <&"$timing"
# Without systemd, or beside it: somebody else may keep the time.
if [ "$service" != on ]; then
  for path in /run/chrony/chronyd.pid /run/chronyd.pid /run/ntpd.pid /run/openntpd.pid; do
    if [ -e "$path" ]; then service=on synchronised=true; fi
  done
fi
answer time-sync "$service|$synchronised"

snapd=''
while read -r key value || [ -n "$key" ]; do
  if [ "$key" = snapd ]; then snapd="$value"; fi
done <&"$snapping"
answer snapd "$snapd"
read -r line <&"$resolving" || line=false
answer resolves "$line"

# Last, so that what took its time before does not look like a wrong clock.
now="$(date +%s%3N)"
# Some give nanoseconds whatever they are asked for.
if [ "${#now}" -ne 13 ]; then now="$(date +%s)500"; fi
answer clock "$now"
