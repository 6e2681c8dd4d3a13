#!/bin/bash
# kubelet, kubectl and kube-proxy; the replace lines pin the staging modules.
. "$HERE/lib.sh"
V=v$VERSION; S=v0.${VERSION#1.}
own_main labkubelet k8s.io/kubernetes "$V" k8s.io/kubernetes/pkg/apis/core
K=$(module_dir k8s.io/kubernetes "$V"); cd "$WORK"
for m in $(sed -n 's#^\t\(k8s.io/[a-z-]*\) => ./staging.*#\1#p' "$K/go.mod") $(sed -n 's#^\t\(k8s.io/[a-z-]*\) v0.0.0$#\1#p' "$K/go.mod"); do
  go mod edit -require "$m@$S" -replace "$m=$m@$S"
done
M=${VERSION#1.}; M=${M%%.*}; P=k8s.io/component-base/version
for b in kubelet kubectl kube-proxy; do
  gobuild -mod=mod -ldflags "-s -w -X $P.gitVersion=$V -X $P.gitMajor=1 -X $P.gitMinor=$M" -o "$OUT/$b" "k8s.io/kubernetes/cmd/$b"
done
