# What the issuer says of itself, as this machine sees it. ARG_CA: certificates of its authority; empty for the usual ones.
if ! have curl; then
  answer asked false
  exit 0
fi
answer asked true
options=(-sS --max-time 15 --max-filesize 262144 -w '\n%{http_code}')
if [ -n "$ARG_CA" ]; then
  file="$(mktemp)"
  trap 'rm -f "$file"' EXIT
  printf '%s\n' "$ARG_CA" >"$file"
  options+=(--cacert "$file")
fi
if told="$(curl "${options[@]}" --proto '=https' -- "$ARG_URL" 2>&1)"; then
  answer status "${told##*$'\n'}"
  answer body "${told%$'\n'*}"
else
  answer failed-with "${told%$'\n'*}"
fi
