# Makes a join token with a short life. What holds it is answered, never said.
words="$(mktemp)"
if made="$(microk8s add-node --token-ttl "$ARG_TTL" --format json 2>"$words")"; then
  for url in $(grep -oE '"[^"[:space:]]+:[0-9]+/[A-Za-z0-9]+/[A-Za-z0-9]+"' <<<"$made" | tr -d '"'); do answer token "$url"; done
else
  # Its own refusals are on its standard output.
  answer reason "$(grep -E . "$words" | tail -n 1 || paste -sd ' ' <<<"$made")"
fi
rm -f "$words"
