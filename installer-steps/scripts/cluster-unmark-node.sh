# Takes away labels (KEY) and taints (KEY:EFFECT), each separated by spaces; touches no others.
case $ARG_SYSTEM in microk8s | k8s) ;; *) die "Unknown distribution: $ARG_SYSTEM" ;; esac
read -ra labels <<<"$ARG_LABELS"
read -ra taints <<<"$ARG_TAINTS"
if [ "${#labels[@]}" -gt 0 ]; then "$ARG_SYSTEM" kubectl label node "$ARG_NAME" -- "${labels[@]/%/-}"; fi
if [ "${#taints[@]}" -gt 0 ]; then "$ARG_SYSTEM" kubectl taint node "$ARG_NAME" -- "${taints[@]/%/-}"; fi
