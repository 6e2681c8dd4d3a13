#!/bin/bash
. "$HERE/lib.sh"
cd "$WORK"; goinstall "sigs.k8s.io/kustomize/kustomize/v5@$VERSION"
