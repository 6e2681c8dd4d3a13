#!/bin/bash
# The rest of Python's standard library, as an Ubuntu server has it: the nodes' tree holds only the minimal part.
. "$HERE/lib.sh"
cd "$WORK"; apt-get download -q libpython3.11-stdlib || { apt-get update -q; apt-get download -q libpython3.11-stdlib; }
mkdir "$OUT/layer"; dpkg-deb -x libpython3.11-stdlib_*.deb "$OUT/layer"
