# The labels and taints of all nodes.
case $ARG_SYSTEM in microk8s | k8s) ;; *) die "Unknown distribution: $ARG_SYSTEM" ;; esac
labels='{{range $key, $value := .metadata.labels}}label {{$node}}|{{$key}}={{$value}}{{"\n"}}{{end}}'
taints='{{range .spec.taints}}taint {{$node}}|{{.key}}={{if .value}}{{.value}}{{end}}:{{.effect}}{{"\n"}}{{end}}'
form="{{range .items}}{{\$node := .metadata.name}}$labels$taints{{end}}"
marks="$(timeout 25 "$ARG_SYSTEM" kubectl get nodes -o "go-template=$form" --request-timeout=20s)"
while read -r name mark; do
  if [ -n "$name" ]; then answer "$name" "$mark"; fi
done <<<"$marks"
