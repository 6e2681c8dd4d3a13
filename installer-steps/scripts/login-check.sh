# Who this login is, and what sudo asks of it. Changes nothing.
answer user "$(id -un)"
if [ "$(id -u)" -eq 0 ]; then
  answer sudo root
elif ! have sudo; then
  answer sudo none
elif sudo -k -n true 2>/dev/null; then
  # -k with a command passes over a password that was given earlier.
  answer sudo free
else
  case "$(sudo -k -n true 2>&1 || true)" in
    # The second are the words of sudo-rs.
    *'password is required'* | *'authentication is required'*) answer sudo password ;;
    *) answer sudo none ;;
  esac
fi
