#!/bin/bash
. "$HERE/lib.sh"
cd "$WORK"; CGO_ENABLED=0 goinstall "github.com/distribution/distribution/v3/cmd/registry@$VERSION"
