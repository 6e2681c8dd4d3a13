# The nodes as the control plane sees them.
form='{range .items[*]}{.metadata.name}|{.status.addresses[?(@.type=="InternalIP")].address}|{.status.conditions[?(@.type=="Ready")].status}|{.spec.unschedulable}|{.status.nodeInfo.kubeletVersion}|{.status.conditions[?(@.type=="Ready")].message}{"\n"}{end}'
while IFS= read -r line; do
  if [ -n "$line" ]; then answer node "$line"; fi
done < <(timeout 25 microk8s kubectl get nodes -o "jsonpath=$form" --request-timeout=20s)
