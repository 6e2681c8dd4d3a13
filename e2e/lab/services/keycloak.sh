#!/bin/bash
# Keycloak in development mode with its own file database, over HTTP, and over HTTPS with a certificate of an authority of its own.
. "$LIB"
P=28080; tar -xzf "$IN_keycloak/keycloak.tar.gz" -C "$DIR" --strip-components=1
J=$(ls -d /usr/lib/jvm/java-17-openjdk-* | head -1)
export JAVA_HOME=$J KC_BOOTSTRAP_ADMIN_USERNAME=admin KC_BOOTSTRAP_ADMIN_PASSWORD=admin-pw JAVA_OPTS_KC_HEAP='-Xms128m -Xmx640m'
authority() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "$@" 2> /dev/null; }
authority -subj '/CN=lab keycloak ca' -keyout "$DIR/ca.key" -out "$DIR/ca.pem"
authority -subj '/CN=keycloak' -CA "$DIR/ca.pem" -CAkey "$DIR/ca.key" -addext "subjectAltName=IP:$ADDRESS" \
  -addext 'basicConstraints=critical,CA:FALSE' -keyout "$DIR/server.key" -out "$DIR/server.pem"
run keycloak "$DIR/bin/kc.sh" start-dev --http-host="$ADDRESS" --http-port=$P --https-port=$((P + 363)) --https-certificate-file="$DIR/server.pem" \
  --https-certificate-key-file="$DIR/server.key" --health-enabled=true --http-management-port=$((P + 1)) --hostname-strict=false
# Twenty seconds on a quiet machine, minutes on one that builds and tests beside it.
ready() { wait_for "http://$ADDRESS:$P/realms/master" keycloak; }
(ready) || (ready) || (ready) || ready
printf '{"url":"http://%s:%s","https":"https://%s:%s","ca":"%s","user":"admin","password":"admin-pw"}\n' "$ADDRESS" $P "$ADDRESS" $((P + 363)) "$DIR/ca.pem"
