#!/bin/bash
. "$HERE/lib.sh"
M=sigs.k8s.io/metrics-server; D=$(module_dir $M "$VERSION"); cd "$WORK"
sed -e 's#^module .*#module labmetricsserver#' "$D/go.mod" > go.mod; cp "$D/go.sum" go.sum; chmod u+w go.sum
go mod edit -require "$M@$VERSION"
mkdir -p root/tmp; chmod 1777 root/tmp
CGO_ENABLED=0 gobuild -mod=mod -ldflags '-s -w' -o root/metrics-server $M/cmd/metrics-server
bash "$HERE/mkimg.sh" "registry.k8s.io/metrics-server/metrics-server:$VERSION" root "$OUT/metrics-server.tar" '"Entrypoint":["/metrics-server"],"WorkingDir":"/"'
