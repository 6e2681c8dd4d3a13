# Are the names of all nodes in Hearth's block of /etc/hosts? Asked at every run, so it starts no other program.
wanted=${ARG_ENTRIES//=/ }
wanted=${wanted//,/$'\n'}
found='' inside=no
mapfile -t lines </etc/hosts
for line in "${lines[@]}"; do
  case $line in
    '# BEGIN hearth') inside=yes ;;
    '# END hearth') inside=no ;;
    *) if [ "$inside" = yes ]; then found+=$line$'\n'; fi ;;
  esac
done
if [ "${found%$'\n'}" = "$wanted" ]; then answer state same; else answer state differs; fi
