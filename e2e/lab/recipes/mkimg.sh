#!/bin/bash
# Makes a docker-archive without a daemon. usage: mkimg.sh 'NAME:TAG NAME:TAG' ROOTDIR OUT.tar 'config JSON members'
set -euo pipefail
W=$(mktemp -d); trap 'rm -rf "$W"' EXIT
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$2" -cf "$W/layer.tar" .
H=$(sha256sum "$W/layer.tar" | cut -d' ' -f1); mkdir "$W/l"; mv "$W/layer.tar" "$W/l/layer.tar"
A=$(dpkg --print-architecture); T=$(printf '"%s",' $1)
printf '{"architecture":"%s","os":"linux","created":"2026-01-01T00:00:00Z","config":{%s},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created":"2026-01-01T00:00:00Z"}]}' "$A" "$4" "$H" > "$W/config.json"
printf '[{"Config":"config.json","RepoTags":[%s],"Layers":["l/layer.tar"]}]' "${T%,}" > "$W/manifest.json"
tar -C "$W" -cf "$3" manifest.json config.json l
