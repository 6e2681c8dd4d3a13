# Gives up a membership, also one that was only half begun; the node then stands alone again. Volumes on its disk stay.
data=/var/snap/microk8s/current
backend=$data/var/kubernetes/backend
lock=$data/var/lock

done_as() {
  rm -f "$lock/join-in-progress"
  answer state "$1"
  exit 0
}
api_answers() { timeout 25 microk8s kubectl get nodes -o name --request-timeout=20s >/dev/null 2>&1; }
# Nothing of an old database is thrown away: each lies beside the new one, under a name that no earlier one has.
begin_anew() {
  local kept="$backend.before" number=1
  while [ -e "$kept" ]; do
    number=$((number + 1))
    kept="$backend.before-$number"
  done
  snap stop microk8s
  # An earlier try may have been cut off right after it moved the folder away.
  if [ -e "$backend" ]; then
    say "The database begins anew; the old one is kept as $kept."
    mv "$backend" "$kept"
  fi
  mkdir -m 0770 "$backend"
  printf 'Address: 127.0.0.1:19001\n' >"$backend/init.yaml"
  if [ -s "$kept/cluster.crt" ] && [ -s "$kept/cluster.key" ]; then
    cp -p "$kept/cluster.crt" "$kept/cluster.key" "$backend/"
  else
    openssl req -x509 -newkey rsa:4096 -sha256 -days 3650 -nodes -subj /CN=k8s -addext subjectAltName=DNS:k8s \
      -keyout "$backend/cluster.key" -out "$backend/cluster.crt" 2>/dev/null
  fi
  # A leave that was cut off may have disabled the services and left its locks.
  rm -f "$lock/no-cert-reissue" "$lock/no-k8s-dqlite" "$lock/stopped.lock"
  snap start --enable microk8s
}

if ! have microk8s; then done_as was-out; fi
if [ ! -e "$lock/clustered.lock" ]; then
  # A database that cannot start cannot leave either.
  if [ -e "$backend/info.yaml" ] && ! grep -q Address "$backend/cluster.yaml" 2>/dev/null; then
    begin_anew
    done_as left
  fi
  others="$(grep -c Address "$backend/cluster.yaml" 2>/dev/null)" || others=0
  listed="$(timeout 25 microk8s kubectl get nodes -o name --request-timeout=20s 2>/dev/null | grep -c .)" || listed=0
  if [ "$others" -lt 2 ] && [ "$listed" -lt 2 ] && [ ! -e "$lock/no-cert-reissue" ]; then
    # A join that was cut off has stopped the services and started nothing.
    if ! api_answers; then
      microk8s start || true
      microk8s status --wait-ready --timeout 90 || true
      if ! api_answers; then
        begin_anew
        done_as left
      fi
    fi
    done_as was-out
  fi
  if [ "$others" -lt 2 ] && [ "$listed" -lt 2 ] && api_answers; then done_as was-out; fi
fi
if [ -e "$lock/clustered.lock" ]; then
  # Where a join or a leave of a worker was cut off, the command refuses, takes it for a control node or breaks off without these.
  touch "$lock/no-cert-reissue" "$lock/no-k8s-dqlite" "$data/certs/ca.remote.crt"
  rm -f "$lock/no-apiserver-proxy" "$lock/stopped.lock"
fi
code=0
microk8s leave || code=$?
# 3: it holds the only copy of the database.
if [ "$code" -ne 0 ]; then
  if [ "$code" -eq 3 ] || [ -e "$lock/clustered.lock" ] || api_answers; then exit "$code"; fi
  begin_anew
fi
done_as left
