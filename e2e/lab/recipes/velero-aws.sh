#!/bin/bash
. "$HERE/lib.sh"
M=github.com/vmware-tanzu/velero-plugin-for-aws
own_main labveleroaws $M "$VERSION" $M/velero-plugin-for-aws
printf 'package main\n\nfunc main() {}\n' > tools.go
for m in api apiextensions-apiserver apimachinery apiserver cli-runtime client-go component-base metrics; do go mod edit -require "k8s.io/$m@v0.36.3"; done
go mod edit -require sigs.k8s.io/controller-runtime@v0.24.1
mkdir "$OUT/plugins"; gobuild -mod=mod -ldflags '-s -w' -o "$OUT/plugins/velero-plugin-for-aws" $M/velero-plugin-for-aws
