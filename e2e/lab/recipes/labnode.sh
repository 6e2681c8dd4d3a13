#!/bin/bash
# The nodes' own commands (node/): static, because it also is the program of two images.
. "$HERE/lib.sh"
cp -r "$HERE/../node/." "$WORK/"; cd "$WORK"
CGO_ENABLED=0 gobuild -ldflags '-s -w' -o "$OUT/labnode" .
