# May this user become root without a password? A password given earlier does not count.
if [ "$(id -u)" -eq 0 ] || { have sudo && sudo -k -n true 2>/dev/null; }; then
  answer passwordless true
else
  answer passwordless false
fi
if sudo -n test -f "/etc/sudoers.d/hearth-$ARG_USER" 2>/dev/null; then answer rule true; else answer rule false; fi
