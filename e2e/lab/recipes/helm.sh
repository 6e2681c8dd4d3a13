#!/bin/bash
. "$HERE/lib.sh"
cd "$WORK"; goinstall "helm.sh/helm/v4/cmd/helm@$VERSION"
