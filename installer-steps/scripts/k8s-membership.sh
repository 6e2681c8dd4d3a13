# Does this node stand alone, run a control plane, or follow another? The files in /etc/kubernetes outlive a membership.
data=/var/snap/k8s/common
# Begun by k8s-leave and not finished, so that the snap may be gone.
joining=false
if [ -e /var/snap/.hearth-leaving-k8s ]; then joining=true; fi
# Of HOST:PORT; one of IPv6 stands in brackets.
addresses() { grep -oE '(\[[0-9a-fA-F.:]+\]|[0-9a-fA-F.]+):[0-9]+' | sed -E 's/:[0-9]+$//; s/[][]//g'; }
if ! have k8s; then
  answer role none
elif [ -e "$data/lock/worker" ]; then
  answer role worker
  for address in $(cat "$data/args/conf.d/k8s-apiserver-proxy.json" 2>/dev/null | addresses | sort -u); do
    answer api "$address"
  done
elif [ -e /etc/kubernetes/admin.conf ] && [ -e "$data/var/lib/k8sd/state/daemon.yaml" ]; then
  answer role control
  for name in $(timeout 25 k8s kubectl get nodes -o name --request-timeout=20s 2>/dev/null | sed 's#^node/##'); do answer member "$name"; done
  # What its own service has noted of the others: read at once, also while its API is down or one of them is silent.
  own="$(if have ip; then ip -o addr | awk '{ sub(/\/.*/, "", $4); print $4 }'; fi)"
  for address in $(cat "$data"/var/lib/k8sd/state/truststore/*.yaml 2>/dev/null | grep '^address:' | addresses); do
    case "$address" in 127.* | ::1) ;; *) grep -qxF -- "$address" <<<"$own" || answer api "$address" ;; esac
  done
else
  answer role none
  # A join that was cut off midway has written its state and nothing more.
  if [ -e "$data/var/lib/k8sd/state/daemon.yaml" ]; then joining=true; fi
fi
answer joining "$joining"
