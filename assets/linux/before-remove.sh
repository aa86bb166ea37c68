#!/bin/sh
# Runs as root before the files are taken away. An app that still runs is asked to quit, which ends its
# session and takes its entry out of the keychain; an upgrade leaves it alone.
set -e
program='/opt/Clinic Workstation/clinic-workstation'

case "$1" in
  remove | purge | 0) ;;
  *) exit 0 ;;
esac

# The app's main processes: the others carry their kind on the command line, the words of which some of
# them join with spaces. These end with their main process, which needs them until its session has ended.
running() {
  for folder in /proc/[0-9]*; do
    [ "$(readlink "$folder/exe" 2>/dev/null)" = "$program" ] || continue
    tr '\0' ' ' <"$folder/cmdline" 2>/dev/null | grep -q -- ' --type=' && continue
    basename "$folder"
  done
}

for pid in $(running); do kill -TERM "$pid" 2>/dev/null || true; done
tries=0
while [ -n "$(running)" ] && [ "$tries" -lt 10 ]; do
  sleep 1
  tries=$((tries + 1))
done
exit 0
