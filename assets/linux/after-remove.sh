#!/bin/sh
# Runs as root once the files are gone: takes away what the installation made beside them. What the app
# keeps in people's home folders stays.
set -e
case "$1" in
  remove | purge | 0)
    rm -f '/usr/bin/${executable}'
    # Made by IT, if at all, to start the app at sign-in; it would point nowhere now.
    if [ -L '/etc/xdg/autostart/${executable}.desktop' ]; then
      rm -f '/etc/xdg/autostart/${executable}.desktop'
    fi
    ;;
esac
