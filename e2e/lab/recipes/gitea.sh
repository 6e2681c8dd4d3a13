#!/bin/bash
# 1.26 is the last whose module path is code.gitea.io/gitea; later ones are not on every Go proxy.
. "$HERE/lib.sh"
M=code.gitea.io/gitea
own_main labgitea $M "$VERSION" $M/cmd
gobuild -mod=mod -tags 'sqlite sqlite_unlock_notify' -ldflags "-s -w -X main.Version=${VERSION#v}" -o "$OUT/gitea" $M
G=$(module_dir $M "$VERSION"); mkdir "$OUT/static"
cp -r "$G"/{templates,options,public} "$OUT/static/"; chmod -R u+w "$OUT/static"
