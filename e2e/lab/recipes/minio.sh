#!/bin/bash
. "$HERE/lib.sh"
cd "$WORK"; goinstall "github.com/minio/minio@$VERSION"
