# Clears the cache of downloaded packages; what is installed stays.
if have apt-get; then
  clean() { apt-get -q -o DPkg::Lock::Timeout=30 clean; }
elif have dnf; then
  clean() { dnf -q clean packages; }
else
  say 'Neither apt-get nor dnf is here, so there is no cache that is known.'
  exit 4
fi
if ! told="$(clean 2>&1 | say_and_keep)"; then answer failed "$told"; fi
