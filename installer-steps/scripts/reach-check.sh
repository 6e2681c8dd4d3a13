# What does this machine reach, and what is its own address called? Everything at once, and nothing is waited for longer than some seconds.

# Asks for one name, then for an answer on port 443 there.
probe() {
  local name="$1" address detail=''
  address="$(timeout 5 getent ahosts "$name" 2>/dev/null | awk '{ print $1; exit }')" || address=''
  if [ -z "$address" ]; then
    answer reach "$name||false|"
  elif have curl; then
    # Any status is an answer.
    if detail="$(curl -sS -o /dev/null --max-time 6 "https://$name/" 2>&1)"; then answer reach "$name|$address|true|"; else answer reach "$name|$address|false|$detail"; fi
  elif timeout 5 bash -c 'exec 4<>"/dev/tcp/$0/443"' "$name" 2>/dev/null; then
    answer reach "$name|$address|true|"
  else
    answer reach "$name|$address|false|"
  fi
}

# A name under .invalid exists nowhere.
invented() {
  if timeout 5 getent ahosts 'no-such-name.invalid' >/dev/null 2>&1; then answer invents-names true; else answer invents-names false; fi
}

own_name() {
  local address name=''
  address="$ARG_ADDRESS"
  case "$address" in 127.* | *[!0-9.]*) ;; *) name="$(timeout 5 getent hosts "$address" 2>/dev/null | awk '{ print $2; exit }')" || name='' ;; esac
  answer own-name "$address|$name"
}

for name in $ARG_NAMES; do probe "$name" & done
invented &
own_name &
wait
