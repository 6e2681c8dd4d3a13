#!/bin/bash
# Argo CD's controller, repo server and API server as plain processes; they manage the lab's cluster.
. "$LIB"
B=28190; M=$IN_argocd/manifests; mkdir -p tls ssh gpg gpgsrc tmp plugins bin; touch ssh/ssh_known_hosts
cp "$IN_argocd"/*-wrapper.sh bin/; [ -z "${IN_kustomize:-}" ] || ln -s "$IN_kustomize/kustomize" bin/kustomize; ln -s "$IN_argocd/argocd" bin/argocd
kubectl create ns argocd --dry-run=client -o yaml | kubectl apply -f - > /dev/null
kubectl apply --server-side --force-conflicts -k "$M/crds" > /dev/null
kubectl -n argocd apply -k "$M/base/config" > /dev/null
for _ in $(seq 60); do kubectl get applications.argoproj.io,appprojects.argoproj.io -A > /dev/null 2>&1 && break; sleep 0.5; done
kubectl apply -f - > /dev/null <<E2
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: default, namespace: argocd}
spec: {sourceRepos: ["*"], destinations: [{namespace: "*", server: "*"}], clusterResourceWhitelist: [{group: "*", kind: "*"}]}
E2
cp "$KUBECONFIG" kubeconfig; export KUBECONFIG=$DIR/kubeconfig; kubectl config set-context --current --namespace=argocd > /dev/null
export ARGOCD_FAKE_IN_CLUSTER=true ARGOCD_GPG_ENABLED=false ARGOCD_GNUPGHOME=$DIR/gpg ARGOCD_GPG_DATA_PATH=$DIR/gpgsrc ARGOCD_TLS_DATA_PATH=$DIR/tls ARGOCD_SSH_DATA_PATH=$DIR/ssh ARGOCD_PLUGINSOCKFILEPATH=$DIR/plugins TMPDIR=$DIR/tmp ARGOCD_CONTROLLER_REPLICAS=1 HOSTNAME=ctl-0 PATH=$DIR/bin:$PATH
run redis redis-server --port $((B + 5)) --bind 127.0.0.1 --dir "$DIR" --save '' --appendonly no
run repo env ARGOCD_BINARY_NAME=argocd-repo-server argocd --address 127.0.0.1 --port $B --metrics-address 127.0.0.1 --metrics-port $((B + 1)) --redis 127.0.0.1:$((B + 5)) --revision-cache-expiration 5s
run controller env ARGOCD_BINARY_NAME=argocd-application-controller argocd --namespace argocd --repo-server 127.0.0.1:$B --redis 127.0.0.1:$((B + 5)) --metrics-port $((B + 2)) --app-resync 10
run server env ARGOCD_BINARY_NAME=argocd-server argocd --namespace argocd --address "$ADDRESS" --port $((B + 3)) --metrics-address 127.0.0.1 --metrics-port $((B + 4)) --insecure --repo-server 127.0.0.1:$B --redis 127.0.0.1:$((B + 5)) --dex-server http://127.0.0.1:1
wait_for "http://$ADDRESS:$((B + 3))/healthz" server
for _ in $(seq 60); do W=$(kubectl -n argocd get secret argocd-initial-admin-secret -o jsonpath='{.data.password}' 2>/dev/null | base64 -d); [ -n "$W" ] && break; sleep 0.5; done
printf '{"url":"http://%s:%s","user":"admin","password":"%s"}\n' "$ADDRESS" $((B + 3)) "$W"
