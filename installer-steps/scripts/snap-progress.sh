# What snapd is doing now, in its own words with its percentage, once for each task under way.
if ! have snap; then exit 0; fi
for change in $(snap changes 2>/dev/null | awk '$2 == "Doing" { print $1 }'); do
  while IFS= read -r doing; do
    if [ -n "$doing" ]; then answer doing "$doing"; fi
    # Status, when it began, when it ended ("-"), and then its words.
  done <<<"$(snap tasks "$change" 2>/dev/null | awk '$1 == "Doing" { for (i = 2; i <= NF && $i != "-"; i++); words = ""; for (i++; i <= NF; i++) words = words (words == "" ? "" : " ") $i; print words }')"
done
