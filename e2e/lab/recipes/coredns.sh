#!/bin/bash
# CoreDNS with only the plugins a lab needs; the stock program pulls in every cloud's SDK. Static, for an image.
. "$HERE/lib.sh"
cd "$WORK"; cp "$HERE/../coredns/main.go" .
printf 'module labcoredns\n\ngo 1.26\n\nrequire github.com/coredns/coredns %s\n' "$VERSION" > go.mod
nice -n 12 go mod tidy
CGO_ENABLED=0 gobuild -ldflags '-s -w' -o "$OUT/coredns" .
