#!/bin/bash
# The images every node holds after an install; a node can pull from nowhere.
. "$HERE/lib.sh"
P='"Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","OTEL_TRACES_EXPORTER=none"],"WorkingDir":"/"'
cd "$WORK"; mkdir -p "$OUT/images" pause dns/bin prov/bin bb/{bin,etc,root,tmp,usr} ; chmod 1777 bb/tmp
image() { bash "$HERE/mkimg.sh" "$1" "$2" "$OUT/images/$3.tar" "$4"; }
gcc -O2 -static -o pause/pause "$HERE/../images/pause.c"
image registry.k8s.io/pause:3.10 pause pause '"Entrypoint":["/pause"],"User":"65535:65535"'
cp /bin/busybox bb/bin/busybox; for c in $(/bin/busybox --list); do [ "$c" = busybox ] || ln -sf busybox "bb/bin/$c"; done
ln -s bin bb/sbin; echo 'root:x:0:0:root:/root:/bin/sh' > bb/etc/passwd; echo 'root:x:0:' > bb/etc/group
L=docker.io/library; image "$L/busybox:1.36 $L/busybox:1.28.4 $L/busybox:latest" bb busybox "$P,\"Cmd\":[\"sh\"]"
cp "$IN_coredns/coredns" dns/coredns; rmdir dns/bin
image "docker.io/coredns/coredns:1.15.0" dns coredns "$P,\"Entrypoint\":[\"/coredns\"],\"ExposedPorts\":{\"53/udp\":{},\"53/tcp\":{}}"
cp "$IN_labnode/labnode" prov/bin/labnode
image docker.io/cdkbot/hostpath-provisioner:1.6.0 prov hostpath-provisioner "$P,\"Entrypoint\":[\"/bin/labnode\",\"provisioner\"]"
cp -a bb reg; mkdir -p reg/etc/distribution reg/var/lib/registry; cp "$IN_registry/registry" reg/bin/registry
cp "$HERE/../images/registry-config.yml" reg/etc/distribution/config.yml; install -m 755 "$HERE/../images/registry-entrypoint.sh" reg/entrypoint.sh
image "$L/registry:3.1.2 $L/registry:3" reg registry "$P,\"Entrypoint\":[\"/entrypoint.sh\"],\"Cmd\":[\"/etc/distribution/config.yml\"],\"ExposedPorts\":{\"5000/tcp\":{}},\"Volumes\":{\"/var/lib/registry\":{}}"
