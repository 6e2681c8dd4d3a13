#!/bin/bash
# Keycloak in development mode with its own file database.
. "$LIB"
P=28080; tar -xzf "$IN_keycloak/keycloak.tar.gz" -C "$DIR" --strip-components=1
J=$(ls -d /usr/lib/jvm/java-17-openjdk-* | head -1)
export JAVA_HOME=$J KC_BOOTSTRAP_ADMIN_USERNAME=admin KC_BOOTSTRAP_ADMIN_PASSWORD=admin-pw JAVA_OPTS_KC_HEAP='-Xms128m -Xmx640m'
run keycloak "$DIR/bin/kc.sh" start-dev --http-host="$ADDRESS" --http-port=$P --health-enabled=true --http-management-port=$((P + 1)) --hostname-strict=false
wait_for "http://$ADDRESS:$P/realms/master" keycloak
printf '{"url":"http://%s:%s","user":"admin","password":"admin-pw"}\n' "$ADDRESS" $P
