# Makes a join token for this one node, with a short life. It is answered, never said.
flags=(--expires-in "${ARG_TTL}s")
if [ "$ARG_ROLE" = worker ]; then flags+=(--worker); fi
words="$(mktemp)"
if made="$(k8s get-join-token "$ARG_NAME" "${flags[@]}" 2>"$words")"; then
  answer token "$(grep -oE '[A-Za-z0-9+/=_-]{20,}' <<<"$made" | tail -n 1)"
else
  answer reason "$(grep -E . "$words" | tail -n 1)"
fi
rm -f "$words"
