# Are the modules loaded, the settings high enough, and both written down for the next start?
# What the kernel of this machine refused before (in a container it belongs to the host) is not asked for again.
refused=/var/lib/hearth/kernel-refused
known() { [ -f "$refused" ] && grep -qxF -- "$1" "$refused"; }
loaded() { [ -e "/sys/module/$1" ] || grep -qE "(^|/)$1\.ko" "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null; }
high_enough() {
  local now
  now="$(cat "/proc/sys/${1//.//}" 2>/dev/null)" && [ "$now" -ge "$2" ] 2>/dev/null
}

for module in $ARG_MODULES; do
  if ! loaded "$module" && ! known "module:$module"; then answer missing "module:$module"; fi
done
for pair in $ARG_SYSCTLS; do
  if ! high_enough "${pair%%=*}" "${pair#*=}" && ! known "sysctl:$pair"; then answer missing "sysctl:$pair"; fi
done
written="$(cat /etc/modules-load.d/hearth.conf /etc/sysctl.d/90-hearth.conf 2>/dev/null | grep -v '^#')" || true
if [ "$written" != "$(tr ' ' '\n' <<<"$ARG_MODULES $ARG_SYSCTLS")" ]; then answer missing file; fi
