# Takes away labels (KEY) and taints (KEY:EFFECT), each separated by spaces; touches no others.
read -ra labels <<<"$ARG_LABELS"
read -ra taints <<<"$ARG_TAINTS"
if [ "${#labels[@]}" -gt 0 ]; then microk8s kubectl label node "$ARG_NAME" -- "${labels[@]/%/-}"; fi
if [ "${#taints[@]}" -gt 0 ]; then microk8s kubectl taint node "$ARG_NAME" -- "${taints[@]/%/-}"; fi
