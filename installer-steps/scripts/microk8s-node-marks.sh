# The labels and taints of one node.
labels='{{range $key, $value := .metadata.labels}}{{$key}}={{$value}}{{"\n"}}{{end}}'
taints='{{range .spec.taints}}{{.key}}={{if .value}}{{.value}}{{end}}:{{.effect}}{{"\n"}}{{end}}'
object="$(timeout 25 microk8s kubectl get node "$ARG_NAME" -o "go-template=$labels--{{\"\\n\"}}$taints")"
name=label
while IFS= read -r line; do
  case "$line" in '') ;; --) name=taint ;; *) answer "$name" "$line" ;; esac
done <<<"$object"
