# ARG_PACKAGES: PACKAGE:COMMAND, separated by spaces. A package counts as there when its command is.
for pair in $ARG_PACKAGES; do
  if ! have "${pair#*:}"; then answer missing "${pair%%:*}"; fi
done
