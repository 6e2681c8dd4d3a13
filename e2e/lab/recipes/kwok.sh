#!/bin/bash
. "$HERE/lib.sh"
own_main labkwok sigs.k8s.io/kwok "$VERSION" sigs.k8s.io/kwok/pkg/consts
gobuild -mod=mod -ldflags "-s -w -X sigs.k8s.io/kwok/pkg/consts.Version=$VERSION" -o "$OUT/kwok" sigs.k8s.io/kwok/cmd/kwok
K=$(module_dir sigs.k8s.io/kwok "$VERSION"); cp -r "$K/kustomize" "$OUT/kustomize"; chmod -R u+w "$OUT/kustomize"
