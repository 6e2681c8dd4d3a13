# Installs what is missing of ARG_PACKAGES (PACKAGE:COMMAND, separated by spaces) and nothing else.
export NEEDRESTART_MODE=a
missing=()
for pair in $ARG_PACKAGES; do
  if ! have "${pair#*:}"; then missing+=("${pair%%:*}"); fi
done
if [ "${#missing[@]}" -eq 0 ]; then say 'Nothing is missing.'; exit 0; fi

# Half a minute for the daily update to finish; what holds the lock longer is named, and tried again later.
if have apt-get; then
  install() {
    # One repository that is broken, of all that the machine has, need not stand in the way.
    apt-get -q -o DPkg::Lock::Timeout=30 update || true
    apt-get -q -y -o DPkg::Lock::Timeout=30 install --no-install-recommends "${missing[@]}"
  }
elif have dnf; then
  install() { dnf -y install "${missing[@]}"; }
else
  say 'Neither apt-get nor dnf is here, so nothing can be installed.'
  exit 4
fi

if ! told="$(install 2>&1 | say_and_keep)"; then
  answer failed "$told"
  answer room "$(df -P -B1 /var / 2>/dev/null | awk 'NR == 2 { print $6 "|" $4 }')"
  exit 0
fi
# A fresh snapd takes a moment before it takes orders.
if [[ " ${missing[*]} " == *' snapd '* ]] && have snap; then timeout 300 snap wait system seed.loaded; fi
