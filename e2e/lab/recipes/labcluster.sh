#!/bin/bash
# Staging modules carry version 0.x for Kubernetes 1.x; the version stamp is what clients and Helm see.
. "$HERE/lib.sh"
S=0.${VERSION#1.}; cp "$HERE/../labcluster/main.go" "$WORK/"
D=$(module_dir k8s.io/kubernetes "v$VERSION"); cd "$WORK"
printf 'module labcluster\n\ngo 1.26.0\n\nrequire k8s.io/kubernetes v%s\n' "$VERSION" > go.mod
sed -nE "s#^\s*(k8s.io/[a-z0-9-]+) => ./staging.*#replace \1 => \1 v$S#p" "$D/go.mod" >> go.mod
nice -n 12 go mod tidy
M=${VERSION#1.}; M=${M%%.*}; P=k8s.io/component-base/version
gobuild -ldflags "-s -w -X $P.gitVersion=v$VERSION -X $P.gitMajor=1 -X $P.gitMinor=$M -X $P.gitTreeState=clean" -o "$OUT/labcluster" .
