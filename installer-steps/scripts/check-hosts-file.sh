# Are the names of all nodes in Hearth's block of /etc/hosts, and of what cloud-init makes it from? Asked at every run, so it starts no
# other program.
wanted=${ARG_ENTRIES//=/ }
wanted=${wanted//,/$'\n'}
holds() {
  local found='' inside=no line lines
  mapfile -t lines <"$1"
  for line in "${lines[@]}"; do
    case $line in
      '# BEGIN hearth') inside=yes ;;
      '# END hearth') inside=no ;;
      *) if [ "$inside" = yes ]; then found+=$line$'\n'; fi ;;
    esac
  done
  [ "${found%$'\n'}" = "$wanted" ]
}
state=same
for file in /etc/hosts /etc/cloud/templates/hosts.debian.tmpl /etc/cloud/templates/hosts.redhat.tmpl; do
  if [ -e "$file" ] && ! holds "$file"; then state=differs; fi
done
answer state "$state"
