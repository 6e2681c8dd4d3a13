# How much the cache of downloaded packages holds, in bytes.
shopt -s nullglob globstar
files=(/var/cache/apt/archives/*.deb /var/cache/dnf/**/*.rpm /var/cache/libdnf5/**/*.rpm)
total=0
if [ "${#files[@]}" -gt 0 ]; then total="$(stat -c %s "${files[@]}" 2>/dev/null | awk '{ sum += $1 } END { printf "%.0f", sum }')"; fi
answer bytes "$total"
