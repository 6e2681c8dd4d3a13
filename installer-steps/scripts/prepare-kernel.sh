# Loads modules and raises settings, now and at the next start. What the kernel refuses is reported, not fatal: in a container it belongs to the host.
mkdir -p /etc/modules-load.d /etc/sysctl.d /var/lib/hearth
{ echo '# Written by Hearth: what Kubernetes needs.'; tr ' ' '\n' <<<"$ARG_MODULES"; } >/etc/modules-load.d/hearth.conf
{ echo '# Written by Hearth: what Kubernetes needs.'; tr ' ' '\n' <<<"$ARG_SYSCTLS"; } >/etc/sysctl.d/90-hearth.conf

refused=()
for module in $ARG_MODULES; do
  if [ -e "/sys/module/$module" ] || modprobe "$module" 2>/dev/null; then continue; fi
  refused+=("module:$module")
done
for pair in $ARG_SYSCTLS; do
  file="/proc/sys/$(tr . / <<<"${pair%%=*}")"
  now="$(cat "$file" 2>/dev/null)" || now=''
  if [ -n "$now" ] && [ "$now" -ge "${pair#*=}" ]; then continue; fi
  if { printf '%s\n' "${pair#*=}" >"$file"; } 2>/dev/null; then say "${pair%%=*} was ${now:-unset}, is now ${pair#*=}."; continue; fi
  refused+=("sysctl:$pair")
done

: >/var/lib/hearth/kernel-refused
for one in "${refused[@]}"; do
  printf '%s\n' "$one" >>/var/lib/hearth/kernel-refused
  answer refused "$one"
done
