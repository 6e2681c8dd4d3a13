answer hostname "$(uname -n)"
