# What this machine is, in one round trip. Reads only; root is used for nothing but MicroK8s' own list of nodes, and only where it is free.

os_field() { sed -n "/^$1=/{s/^$1=//;s/^[\"']//;s/[\"']\$//;p;q}" /etc/os-release 2>/dev/null || true; }
first_line() { sed -n '1p' "$1" 2>/dev/null || true; }
meminfo() { awk -v key="$1:" '$1 == key { printf "%.0f", $2 * 1024 }' /proc/meminfo; }

hostname="$(uname -n)"
answer hostname "$hostname"
answer os "$(os_field ID)|$(os_field VERSION_ID)|$(os_field PRETTY_NAME)"
answer kernel "$(uname -r)"
answer arch "$(uname -m)"
answer memory "$(meminfo MemTotal)"
answer swap "$(meminfo SwapTotal)"
answer machine-id "$(first_line /etc/machine-id)"

model="$(awk -F ': *' '/^(model name|Model|Hardware)/ { print $2; exit }' /proc/cpuinfo)"
if [ -z "$model" ] && [ -r /proc/device-tree/model ]; then model="$(tr -d '\0' </proc/device-tree/model)"; fi
answer cpu "$(getconf _NPROCESSORS_ONLN)|$model"

# Local file systems that hold data; -l keeps a dead network share from stopping everything.
while IFS='|' read -r kind size free mount; do
  answer disk "$kind|$size|$free|$mount"
done < <(timeout 10 df -l -P -T -B1 2>/dev/null | awk 'NR > 1 {
  if ($2 ~ /^(tmpfs|devtmpfs|squashfs|efivarfs|ramfs|iso9660)$/) next
  if ($2 == "overlay" && $7 != "/") next
  mount = $7; for (i = 8; i <= NF; i++) mount = mount " " $i
  print $2 "|" $3 "|" $5 "|" mount }')

for path in /sys/class/net/*; do
  name="${path##*/}"
  case "$name" in lo | ifb* | veth* | cali* | cni* | flannel* | vxlan* | docker* | br-* | virbr* | kube-* | tunl* | dummy* | '*') continue ;; esac
  addresses=''
  if have ip; then addresses="$(ip -o addr show dev "$name" scope global 2>/dev/null | awk '{ sub(/\/.*/, "", $4); print $4 }' | paste -sd, -)" || addresses=''; fi
  answer nic "$name|$(first_line "$path/address")|$addresses"
done

# Display and compute devices of makers whose chips do work; a server's plain console chip is none.
for device in /sys/bus/pci/devices/*; do
  [ -r "$device/class" ] || continue
  case "$(first_line "$device/class")" in 0x0300* | 0x0302* | 0x0380* | 0x1200*) ;; *) continue ;; esac
  case "$(first_line "$device/vendor")" in 0x10de) vendor=NVIDIA ;; 0x1002) vendor=AMD ;; 0x8086) vendor=Intel ;; *) continue ;; esac
  slot="${device##*/}"
  model=''
  if [ -r "/proc/driver/nvidia/gpus/$slot/information" ]; then
    model="$(sed -n 's/^Model:[[:space:]]*//p' "/proc/driver/nvidia/gpus/$slot/information")"
  elif have lspci; then
    model="$(lspci -s "$slot" 2>/dev/null | sed -e 's/^[^:]*:[^:]*: //' -e 's/ (rev .*//')"
  fi
  answer gpu "$vendor|${model:-device $(first_line "$device/device")}"
done

virtualisation=none
if have systemd-detect-virt; then
  virtualisation="$(systemd-detect-virt 2>/dev/null)" || virtualisation="${virtualisation:-none}"
elif grep -q '^flags.* hypervisor' /proc/cpuinfo; then
  virtualisation="$(first_line /sys/class/dmi/id/sys_vendor)"
fi
answer virtualisation "${virtualisation:-none}"

snapd=''
if have snap; then snapd="$(timeout 10 snap version 2>/dev/null | awk '$1 == "snapd" { print $2 }')" || true; fi
answer snapd "$snapd"

if have ss; then
  ports="$(ss -H -l -t -n 2>/dev/null | awk '{ sub(/.*:/, "", $4); print $4 }' | sort -un)" || ports=''
else
  ports=''
  for hex in $(awk 'FNR > 1 && $4 == "0A" { sub(/.*:/, "", $2); print $2 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null | sort -u); do
    ports="$ports $((16#$hex))"
  done
fi
for port in $ports; do answer port "$port"; done

if timeout 5 getent ahosts "$ARG_LOOK_UP" >/dev/null 2>&1; then answer resolves true; else answer resolves false; fi

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; elif have sudo; then sudo -n "$@"; else return 1; fi; }

# A worker knows only whom it follows; a control node knows all members.
microk8s_membership() {
  local data=/var/snap/microk8s/current microk8s names other one
  microk8s="$(command -v microk8s || echo /snap/bin/microk8s)"
  if [ -e "$data/var/lock/clustered.lock" ]; then
    other="$(as_root grep -ohE '[0-9a-fA-F.:]+:[0-9]+' "$data/args/traefik/provider.yaml" 2>/dev/null | sed 's/:[0-9]*$//' | sort -u)" || other=''
    answer membership "microk8s|follows $(paste -sd' ' - <<<"${other:-another node}")"
    for one in $other; do answer member "$one"; done
    return
  fi
  names="$(as_root timeout 20 "$microk8s" kubectl get nodes -o name --request-timeout=10s 2>/dev/null | sed 's#^node/##')" || names=''
  for one in $names; do answer member "$one"; done
  if [ -z "$names" ]; then
    answer membership 'microk8s|installed'
  elif [ "$(wc -l <<<"$names")" -gt 1 ]; then
    answer membership "microk8s|a cluster of $(wc -l <<<"$names") nodes"
  else
    other="$(as_root timeout 20 "$microk8s" kubectl get namespaces -o name --request-timeout=10s 2>/dev/null |
      sed 's#^namespace/##' | grep -vxE 'default|kube-system|kube-public|kube-node-lease' | paste -sd' ' -)" || other=''
    if [ -n "$other" ]; then answer membership "microk8s|in use: $other"; else answer membership 'microk8s|alone'; fi
  fi
}

if [ -e /var/snap/microk8s/current ] || have microk8s; then
  microk8s_membership
elif [ -e /var/snap/k8s/common/var/lib/k8sd/state ]; then
  answer membership 'k8s|set up by the k8s snap'
elif [ -e /etc/rancher/k3s ] || [ -e /var/lib/rancher/k3s/agent ]; then
  answer membership 'k3s|set up by k3s'
elif [ -e /etc/kubernetes/kubelet.conf ]; then
  answer membership 'kubeadm|set up by kubeadm'
else
  answer membership 'none|'
fi

# Last, so that what took its time before does not look like a wrong clock.
answer clock "$(date +%s%3N)"
