#!/bin/bash
# Debian packages of the machine that runs the lab. policy-rc.d keeps a package from starting its daemon.
set -euo pipefail
want=("$@"); missing=()
for p in "${want[@]}"; do [ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing+=("$p"); done
[ ${#missing[@]} = 0 ] && exit 0
policy=/usr/sbin/policy-rc.d; made=
[ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' > $policy; chmod 755 $policy; made=1; }
trap '[ -z "$made" ] || rm -f $policy' EXIT
export DEBIAN_FRONTEND=noninteractive
# A machine that was just switched on may be updating itself.
get() { apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -q "$@"; }
get install -y --no-install-recommends "${missing[@]}" || { get update; get install -y --no-install-recommends "${missing[@]}"; }
