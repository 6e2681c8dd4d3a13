# Makes a join token with a short life. What holds it is answered, never said.
made="$(microk8s add-node --token-ttl "$ARG_TTL" --format json)" || {
  say "microk8s add-node failed: $made"
  exit 3
}
for url in $(grep -oE '"[^"[:space:]]+:[0-9]+/[A-Za-z0-9]+/[A-Za-z0-9]+"' <<<"$made" | tr -d '"'); do answer url "$url"; done
