# Are the names of all nodes in Hearth's block of /etc/hosts?
wanted="$(tr ',' '\n' <<<"$ARG_ENTRIES" | tr '=' ' ')"
found="$(sed -n '/^# BEGIN hearth$/,/^# END hearth$/{/^# \(BEGIN\|END\) hearth$/!p}' /etc/hosts)"
if [ "$found" = "$wanted" ]; then answer state same; else answer state differs; fi
