# Run by hostile-box.ts in namespaces of its own. On stdin come tries of three fields, each ended by NUL: the arguments that hold
# the value, how commands end, the value. Says the number of each whose canary was made ("run"), and of each that became an option of a
# command ("option").
set -e
mount -t tmpfs none /tmp
cd /tmp
mkdir bin etc root run var
cp -a /etc/. etc 2> /dev/null || true
mkdir -p etc/sudoers.d var/cache var/lib/snapd var/snap/{microk8s/{current,common},k8s/common}/args
for file in var/snap/{microk8s/current,k8s/common}/args/kube-apiserver; do echo --secure-port=6443 > "$file"; done
# Nothing outside memory can be written from here on.
findmnt -rn -o TARGET | while read -r place; do [ "$place" = /tmp ] || mount -o remount,ro,bind "$place" 2> /dev/null || true; done
for place in etc root run var; do mount --bind "$place" "/$place"; done

for name in $COMMANDS; do
  cat > "bin/$name" << 'STAND_IN'
#!/bin/sh
for word; do
  case $word in
    --) break ;;
    --hearth-option*) : > /tmp/option ;;
  esac
done
case "${0##*/} $*" in
  *readyz*) echo ok ;;
  'snap list '*) echo "$3 v1 1 1.36/stable canonical classic" ;;
esac
exit "$END"
STAND_IN
done
chmod 755 bin/*

mkdir work
cd work
exec 3> /dev/null 4>&1 > /dev/null 2>&1
number=0
while IFS= read -r -d '' names && IFS= read -r -d '' end && IFS= read -r -d '' value; do
  value="${value//@canary@//tmp/canary-$number}"
  (
    for name in $names; do printf -v "$name" %s "$value"; done
    export END="$end"
    set -euo pipefail
    eval "$PRELUDE$SCRIPT"
  ) < /dev/null || true
  (eval "$AFTER") < /dev/null || true
  if [ -e /tmp/option ]; then
    echo "option $number" >&4
    rm -f /tmp/option
  fi
  number=$((number + 1))
done
wait
cd /tmp
for file in canary-*; do [ ! -e "$file" ] || echo "run ${file#canary-}" >&4; done
