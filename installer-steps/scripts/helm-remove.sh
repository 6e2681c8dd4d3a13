# Removes a release; one that is not there is fine. Volumes claimed by its stateful sets stay.
case $ARG_HELM in
  microk8s) helm() { microk8s helm3 "$@"; } ;;
  k8s) helm() { k8s helm "$@"; } ;;
  plain) helm() { command helm "$@"; } ;;
  *) die "Unknown helm: $ARG_HELM" ;;
esac

words=$(mktemp)
trap 'rm -f "$words"' EXIT
if helm uninstall "$ARG_NAME" --namespace "$ARG_NAMESPACE" --wait --timeout "${ARG_TIMEOUT}s" 2> "$words"; then
  cat "$words" >&2
elif grep -qi 'not found' "$words"; then
  say "There is no release $ARG_NAME."
else
  cat "$words" >&2
  exit 1
fi
