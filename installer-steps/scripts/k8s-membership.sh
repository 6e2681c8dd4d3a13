# Does this node stand alone, run a control plane, or follow another?
data=/var/snap/k8s/common
# Begun by k8s-leave and not finished, so that the snap may be gone.
joining=false
if [ -e /var/snap/.hearth-leaving-k8s ]; then joining=true; fi
if ! have k8s; then
  answer role none
elif [ -e "$data/lock/worker" ]; then
  answer role worker
  for address in $(grep -ohE '[0-9a-fA-F.:]+:[0-9]+' "$data/args/conf.d/k8s-apiserver-proxy.json" 2>/dev/null | sed 's/:[0-9]*$//' | sort -u); do
    answer api "$address"
  done
elif [ -e /etc/kubernetes/admin.conf ]; then
  answer role control
  for name in $(timeout 25 k8s kubectl get nodes -o name --request-timeout=20s 2>/dev/null | sed 's#^node/##'); do answer member "$name"; done
  # What its own service knows of the others, also while its API is down.
  own="$(if have ip; then ip -o addr | awk '{ sub(/\/.*/, "", $4); print $4 }'; fi)"
  for address in $(timeout 25 k8s status 2>/dev/null | sed -nE 's/^control plane nodes:[[:space:]]*//p' | grep -oE '[0-9a-fA-F.:]+:[0-9]+' | sed 's/:[0-9]*$//'); do
    case "$address" in 127.*) ;; *) grep -qxF -- "$address" <<<"$own" || answer api "$address" ;; esac
  done
else
  answer role none
  # A join that was cut off midway has written its state and nothing more.
  if [ -e "$data/var/lib/k8sd/state/daemon.yaml" ]; then joining=true; fi
fi
answer joining "$joining"
