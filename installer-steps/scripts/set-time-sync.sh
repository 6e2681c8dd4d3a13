# Switches the time service on or off, now and for every start.
case "$ARG_ON" in true | false) ;; *) say "This is neither true nor false: $ARG_ON"; exit 2 ;; esac
timedatectl set-ntp "$ARG_ON"
