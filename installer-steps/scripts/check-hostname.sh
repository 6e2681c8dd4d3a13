{ read -r name </proc/sys/kernel/hostname; } 2>/dev/null || name=$(uname -n)
answer hostname "$name"
