#!/bin/bash
# Velero's server as a process, with MinIO as its store. No node agent: volumes are not covered.
. "$LIB"
PATH=$IN_velero:$PATH; S=http://$ADDRESS:29000; mkdir -p tmp
curl -s -o /dev/null --aws-sigv4 aws:amz:us-east-1:s3 -u lab:lab-secret-1 -X PUT "$S/backups"
velero install --crds-only --dry-run -o yaml | kubectl apply -f - > /dev/null
kubectl create ns velero --dry-run=client -o yaml | kubectl apply -f - > /dev/null
printf '[default]\naws_access_key_id=lab\naws_secret_access_key=lab-secret-1\n' > cred
kubectl -n velero create secret generic cloud-credentials --from-file=cloud=cred --dry-run=client -o yaml | kubectl apply -f - > /dev/null
for _ in $(seq 40); do kubectl get backupstoragelocations.velero.io -A > /dev/null 2>&1 && break; sleep 0.5; done
# A restore looks up its own Deployment; an object without replicas is enough.
kubectl apply -f - > /dev/null <<E2
apiVersion: apps/v1
kind: Deployment
metadata: {name: velero, namespace: velero}
spec: {replicas: 0, selector: {matchLabels: {app: velero}}, template: {metadata: {labels: {app: velero}}, spec: {containers: [{name: velero, image: "velero/velero:v1.18.3", command: [/velero]}]}}}
---
apiVersion: velero.io/v1
kind: BackupStorageLocation
metadata: {name: default, namespace: velero}
spec: {provider: aws, default: true, objectStorage: {bucket: backups}, credential: {name: cloud-credentials, key: cloud}, config: {region: us-east-1, s3ForcePathStyle: "true", s3Url: "$S"}}
E2
run velero env TMPDIR="$DIR/tmp" VELERO_NAMESPACE=velero velero server --namespace velero --plugin-dir "$IN_velero_aws/plugins" --metrics-address 127.0.0.1:28585
for _ in $(seq 120); do [ "$(kubectl -n velero get bsl default -o jsonpath='{.status.phase}')" = Available ] && break; sleep 0.5; done
printf '{"namespace":"velero","phase":"%s"}\n' "$(kubectl -n velero get bsl default -o jsonpath='{.status.phase}')"
