# Newest revision of a release. Answers: history (JSON of `helm history`, "[]" when there is none).
case $ARG_HELM in
  microk8s) helm() { microk8s helm3 "$@"; } ;;
  k8s) helm() { k8s helm "$@"; } ;;
  plain) helm() { command helm "$@"; } ;;
  *) die "Unknown helm: $ARG_HELM" ;;
esac

words=$(mktemp)
trap 'rm -f "$words"' EXIT
if history=$(helm history "$ARG_NAME" --namespace "$ARG_NAMESPACE" --max 1 --output json 2> "$words"); then
  answer history "$history"
elif grep -qi 'not found' "$words"; then
  answer history '[]'
else
  cat "$words" >&2
  exit 1
fi
