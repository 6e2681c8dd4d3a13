# Runs on the machine in front of every named script. Needs bash 4.4, coreutils and util-linux.
# Before it stand only data: hearth_mark, hearth_data (base64), hearth_names, hearth_lock, hearth_owner, hearth_wait.
# What hearth_data holds beyond the script and the values of its names is the array hearth_values.
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin
umask 022
# A change goes on to its end when the connection is lost: its output then runs into the void instead of breaking it off.
if [ "$hearth_lock" = yes ]; then
  exec > >(cat; cat > /dev/null) 2> >(cat >&2; cat > /dev/null)
fi
# Answers and log keep their way out even inside $(…).
exec 3>&1

# answer NAME VALUE: tells Hearth something; may be called many times with the same name.
# A short value starts no other program: on a small board that costs more than finding it out. One that is longer than a pipe
# takes in one piece is left to base64.
answer() {
  local value=$2
  if [ ${#value} -gt 2000 ]; then
    printf '%s=%s %s\n' "$hearth_mark" "$1" "$(printf %s "$value" | base64 -w0)" >&3
    return
  fi
  value=${value//[%]/%25}
  value=${value//$'\n'/%0A}
  value=${value//$'\r'/%0D}
  value=${value//$'\x1e'/%1E}
  printf '%s~%s %s\n' "$hearth_mark" "$1" "$value" >&3
}
# say TEXT…: a line for the log.
say() { printf '%s\n' "$*" >&3; }
# COMMAND 2>&1 | say_and_keep: its lines go to the log as they come, and on to whoever judges them.
say_and_keep() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    say "$line"
    printf '%s\n' "$line"
  done
}
# die TEXT…: last words, then exit code 1.
die() {
  printf '%s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" > /dev/null 2>&1; }

hearth_tell() { printf '%s!%s %s\n' "$hearth_mark" "$1" "$2" >&3; }

# Start time of a process, so that a reused number is not taken for the old process. Fails when there is none.
hearth_born() {
  local stat='' fields
  { IFS= read -r -d '' stat < "/proc/$1/stat"; } 2> /dev/null || [ -n "$stat" ] || return 1
  read -r -a fields <<< "${stat##*) }"
  printf %s "${fields[19]}"
}

# Does anything of this process group still work? Zombies only wait for their parent.
hearth_group_lives() {
  local file stat fields
  kill -0 -- "-$1" 2> /dev/null || return 1
  for file in /proc/[0-9]*/stat; do
    stat=''
    { IFS= read -r -d '' stat < "$file"; } 2> /dev/null || [ -n "$stat" ] || continue
    read -r -a fields <<< "${stat##*) }"
    if [ "${fields[2]}" = "$1" ] && [ "${fields[0]}" != Z ]; then return 0; fi
  done
  return 1
}

# hearth_wait_gone PID TENTHS
hearth_wait_gone() {
  local tick
  for ((tick = 0; tick < $2; tick++)); do
    hearth_group_lives "$1" || return 0
    sleep 0.1
  done
  return 1
}

# hearth_end_group PID BORN GRACE: TERM to the whole group, KILL after GRACE seconds. Fails when it is still there.
hearth_end_group() {
  local born
  # The leader may be gone while its children work on; another process under its number is none of ours.
  if born=$(hearth_born "$1") && [ "$born" != "$2" ]; then return 0; fi
  kill -TERM -- "-$1" 2> /dev/null || return 0
  hearth_wait_gone "$1" "$(($3 * 10))" && return 0
  kill -KILL -- "-$1" 2> /dev/null || return 0
  hearth_wait_gone "$1" 30
}

# One change at a time on this machine. What an earlier, lost run of the same Hearth left behind is waited for, then ended.
hearth_take_lock() {
  local file=$hearth_lock_file holder='' born='' owner=''
  mkdir -p "${file%/*}" && exec 9<> "$file" || return 1
  if ! flock -n 9; then
    say 'An earlier run is still at work on this machine; waiting for it.'
    if ! flock -w "$hearth_wait" 9; then
      read -r holder born owner < "$file" || true
      if [ "$owner" != "$hearth_owner" ]; then
        hearth_tell busy yes
        return 1
      fi
      say "It does not end by itself; ending it (process group $holder)."
      hearth_end_group "$holder" "$born" 5
      if ! flock -w 5 9; then
        hearth_tell busy yes
        return 1
      fi
    fi
  fi
  # Its leader may have been killed while its children work on.
  read -r holder born owner < "$file" || true
  if [ "$owner" = "$hearth_owner" ] && [ -n "$holder" ]; then hearth_end_group "$holder" "$born" 5; fi
  printf '%s %s %s\n' "$$" "$(hearth_born "$$")" "$hearth_owner" > "$file"
}

hearth_unpack() {
  local values i
  mapfile -d '' -t values < <(printf %s "$hearth_data" | base64 -d)
  hearth_text=${values[0]}
  for i in "${!hearth_names[@]}"; do printf -v "${hearth_names[i]}" %s "${values[i + 1]}"; done
  hearth_values=("${values[@]:${#hearth_names[@]} + 1}")
}

if [ "$EUID" = 0 ]; then hearth_lock_file=/run/hearth/lock; else hearth_lock_file=$HOME/.cache/hearth/lock; fi
hearth_tell pid "$$ $(hearth_born "$$")"
if [ "$hearth_lock" = yes ] && ! hearth_take_lock; then
  hearth_code=75
else
  hearth_unpack
  unset hearth_data
  # A subshell: the lock and the last word stay here whatever the script does, and no child inherits the lock.
  (
    set -euo pipefail
    eval "$hearth_text"
  ) 9>&-
  hearth_code=$?
  # What it started and left running on purpose is no left-over.
  if [ "$hearth_lock" = yes ]; then : > "$hearth_lock_file"; fi
fi
hearth_tell end "$hearth_code"
printf '%s!end\n' "$hearth_mark" >&2
exit "$hearth_code"
