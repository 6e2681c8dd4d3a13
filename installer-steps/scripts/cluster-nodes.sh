# The nodes as the control plane sees them.
case $ARG_SYSTEM in microk8s | k8s) ;; *) die "Unknown distribution: $ARG_SYSTEM" ;; esac
form='{range .items[*]}{.metadata.name}|{.status.addresses[?(@.type=="InternalIP")].address}|{.status.conditions[?(@.type=="Ready")].status}|{.spec.unschedulable}|{.status.nodeInfo.kubeletVersion}|{.status.conditions[?(@.type=="Ready")].message}{"\n"}{end}'
while IFS= read -r line; do
  if [ -n "$line" ]; then answer node "$line"; fi
done < <(timeout 25 "$ARG_SYSTEM" kubectl get nodes -o "jsonpath=$form" --request-timeout=20s)
