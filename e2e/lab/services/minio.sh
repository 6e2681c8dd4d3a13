#!/bin/bash
. "$LIB"
P=29000; mkdir -p store home
run minio env HOME="$DIR/home" MINIO_ROOT_USER=lab MINIO_ROOT_PASSWORD=lab-secret-1 MINIO_BROWSER=off MINIO_UPDATE=off "$IN_minio/minio" server "$DIR/store" --address "$ADDRESS:$P"
wait_for "http://$ADDRESS:$P/minio/health/live" minio
printf '{"url":"http://%s:%s","accessKey":"lab","secretKey":"lab-secret-1"}\n' "$ADDRESS" $P
