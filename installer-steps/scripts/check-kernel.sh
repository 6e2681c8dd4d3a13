# Are the modules loaded, the settings high enough, and both written down for the next start? Asked at every run, so it starts other
# programs only where something is missing.
lines=() written='' refused=$'\n'
# What the kernel of this machine refused before (in a container it belongs to the host) is not asked for again.
if [ -r /var/lib/hearth/kernel-refused ]; then
  mapfile -t lines </var/lib/hearth/kernel-refused
  printf -v refused '\n%s' "${lines[@]}" ''
fi
known() { [[ $refused == *$'\n'"$1"$'\n'* ]]; }
loaded() { [ -e "/sys/module/$1" ] || grep -qE "(^|/)$1\.ko" "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null; }
high_enough() {
  local now=''
  { read -r now <"/proc/sys/${1//.//}"; } 2>/dev/null && [ "$now" -ge "$2" ] 2>/dev/null
}

for module in $ARG_MODULES; do
  if ! known "module:$module" && ! loaded "$module"; then answer missing "module:$module"; fi
done
for pair in $ARG_SYSCTLS; do
  if ! known "sysctl:$pair" && ! high_enough "${pair%%=*}" "${pair#*=}"; then answer missing "sysctl:$pair"; fi
done
for file in /etc/modules-load.d/hearth.conf /etc/sysctl.d/90-hearth.conf; do
  if [ ! -r "$file" ]; then continue; fi
  mapfile -t lines <"$file"
  for line in "${lines[@]}"; do
    if [[ $line != '#'* ]]; then written+="$line "; fi
  done
done
if [ "${written% }" != "$ARG_MODULES $ARG_SYSCTLS" ]; then answer missing file; fi
