#!/bin/bash
# A module's zip cannot hold the gitops-engine beside it, so that comes as a module of its own.
. "$HERE/lib.sh"
M=github.com/argoproj/argo-cd/v3; E=github.com/argoproj/argo-cd/gitops-engine; EV=v0.0.0-20260914071520-c9c369efcc5b
A=$(module_dir $M "$VERSION"); cd "$WORK"
sed -e 's#^module .*#module labargocd#' -e '/argo-cd\/gitops-engine/d' "$A/go.mod" > go.mod; cp "$A/go.sum" go.sum; chmod u+w go.sum
go mod edit -require "$M@$VERSION" -require "$E@$EV" -replace "$E=$E@$EV"
printf 'package main\n\nimport _ "%s/common"\n\nfunc main() {}\n' $M > tools.go
gobuild -mod=mod -ldflags "-s -w -X $M/common.version=${VERSION#v} -X $M/common.gitCommit=proxy -X $M/common.gitTreeState=clean -X $M/common.buildDate=2026-11-21T00:00:00Z" -o "$OUT/argocd" $M/cmd
cp -r "$A/manifests" "$OUT/manifests"; chmod -R u+w "$OUT/manifests"
for w in git-verify-wrapper.sh gpg-wrapper.sh; do install -m 755 "$A/hack/$w" "$OUT/$w"; done
