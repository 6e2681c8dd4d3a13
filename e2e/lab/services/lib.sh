# Shared by the services. Each gets: DIR (its folder), ADDRESS (the lab's bridge), KUBECONFIG (an admin's) and
# IN_<piece>; it starts its processes with run, waits until they serve, and prints one line of JSON about itself.
set -euo pipefail
export PATH="$IN_kube:$IN_helm:$PATH"
cd "$DIR"
# The lab's teardown ends what has a pid file here.
run() { local n=$1; shift; setsid nohup nice -n 2 "$@" > "$DIR/$n.log" 2>&1 < /dev/null & echo $! > "$DIR/$n.pid"; }
# wait_for URL [pid name]: until the address answers with success.
wait_for() {
  for _ in $(seq 400); do
    curl -fs -m 3 "$1" > /dev/null && return
    [ -z "${2:-}" ] || kill -0 "$(cat "$DIR/$2.pid")" 2> /dev/null || { tail -5 "$DIR/$2.log" >&2; exit 1; }
    sleep 0.25
  done
  echo "$1 does not answer" >&2; exit 1
}
