#!/bin/bash
# k8s.io/* raised to a minor that Go proxies serve; velero's own pins are not on every one.
. "$HERE/lib.sh"
M=github.com/vmware-tanzu/velero
own_main labvelero $M "$VERSION" $M/pkg/buildinfo
for m in api apiextensions-apiserver apimachinery apiserver cli-runtime client-go component-base kube-aggregator metrics; do go mod edit -require "k8s.io/$m@v0.36.3"; done
go mod edit -require sigs.k8s.io/controller-runtime@v0.24.1
gobuild -mod=mod -ldflags "-s -w -X $M/pkg/buildinfo.Version=$VERSION" -o "$OUT/velero" $M/cmd/velero
