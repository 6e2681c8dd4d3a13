#!/bin/bash
. "$HERE/lib.sh"
nice -n 12 mvn -q -B dependency:copy -Dartifact=org.keycloak:keycloak-quarkus-dist:"$VERSION":tar.gz -DoutputDirectory="$WORK"
mv "$WORK"/keycloak-quarkus-dist-*.tar.gz "$OUT/keycloak.tar.gz"
