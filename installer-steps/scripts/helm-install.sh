# Installs or upgrades a release and waits until it is ready. Answers: stage = pull | install, as far as it came.
# What was there before a failure stays; nothing is rolled back or removed.
case $ARG_HELM in
  microk8s)
    helm() { microk8s helm3 "$@"; }
    kubectl() { microk8s kubectl "$@"; }
    ;;
  k8s)
    helm() { k8s helm "$@"; }
    kubectl() { k8s kubectl "$@"; }
    ;;
  plain)
    helm() { command helm "$@"; }
    kubectl() { command kubectl "$@"; }
    ;;
  *) die "Unknown helm: $ARG_HELM" ;;
esac

folder=
trap 'if [ -n "$folder" ]; then rm -rf -- "$folder"; fi' EXIT

# A first try that was cut off leaves a record "pending", and helm then refuses every further try.
# Only that record is removed: what it already made is taken over by the next revision.
release_pending() {
  local history status revision
  history=$(helm history "$ARG_NAME" --namespace "$ARG_NAMESPACE" --max 1 --output json 2> /dev/null) || return 0
  status=$(printf %s "$history" | sed -n 's/.*"status": *"\([a-z-]*\)".*/\1/p')
  revision=$(printf %s "$history" | sed -n 's/.*"revision": *\([0-9]*\).*/\1/p')
  case $status in
    pending-*)
      say "Revision $revision was cut off ($status); its record is removed."
      kubectl delete secret "sh.helm.release.v1.$ARG_NAME.v$revision" --namespace "$ARG_NAMESPACE" --ignore-not-found
      ;;
    uninstalling)
      say 'An earlier removal was cut off; finishing it.'
      helm uninstall "$ARG_NAME" --namespace "$ARG_NAMESPACE" --wait --timeout "${ARG_TIMEOUT}s"
      ;;
  esac
}

# Is it so already, by what an earlier, lost run of this brought to its end meanwhile? A chart may make other passwords each time.
release_stands() {
  local newest it
  newest=$(helm history "$ARG_NAME" --namespace "$ARG_NAMESPACE" --max 1 --output json 2> /dev/null) || return 1
  newest=${newest//\": \"/\":\"}
  it=$(helm show chart "$chart" | awk '{ gsub(/["\047]/, "") } /^name:/ { name = $2 } /^version:/ { version = $2 } END { print name "-" version }') || return 1
  [[ $newest == *'"status":"deployed"'* && $newest == *"\"chart\":\"$it\""* && $newest == *"\"description\":\"$ARG_HASH\""* ]]
}

answer stage pull
chart=$ARG_ARCHIVE
if [ -n "$chart" ]; then
  case $chart in */hearth.*/*.tgz) folder=${chart%/*} ;; esac
else
  folder=$(mktemp -d)
  case $ARG_REPOSITORY in
    oci://*) helm pull "$ARG_REPOSITORY/$ARG_CHART" --version "$ARG_VERSION" --destination "$folder" ;;
    *) helm pull "$ARG_CHART" --repo "$ARG_REPOSITORY" --version "$ARG_VERSION" --destination "$folder" ;;
  esac
  for chart in "$folder"/*.tgz; do :; done
fi

answer stage install
release_pending
if release_stands; then
  say "$ARG_NAME is installed as wanted already."
  exit 0
fi
printf %s "$ARG_VALUES" | helm upgrade "$ARG_NAME" "$chart" --install \
  --namespace "$ARG_NAMESPACE" --create-namespace \
  --values - --description "$ARG_HASH" --history-max 5 \
  --wait --timeout "${ARG_TIMEOUT}s"
