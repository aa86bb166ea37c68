#!/bin/bash
# A user's session on the virtual computer of boot.sh: the bus of the user's systemd, the unlocked keyring
# (a service of that systemd, as on Debian), and a screen. When all run, it writes their addresses to
# SHARED/env.
#   session.sh [COMMAND…]   COMMAND: starts the compositor of a Wayland session
export DBUS_SESSION_BUS_ADDRESS=unix:path=$XDG_RUNTIME_DIR/bus
cd "$HOME" || exit 1
systemctl --user start gnome-keyring-daemon.service
if [ "$XDG_SESSION_TYPE" = wayland ]; then
  env -u WAYLAND_DISPLAY "$@" &
  until [ -S "$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY" ]; do sleep 0.1; done
  # GNOME's own keys, such as Super+L.
  /usr/libexec/gsd-media-keys &
else
  rm -f /tmp/display
  mkfifo /tmp/display
  Xvfb -displayfd 3 -screen 0 1280x900x24 -auth "$SHARED/Xauthority" -nolisten tcp -noreset -s 0 \
    3> /tmp/display 2> /dev/null &
  read -r number < /tmp/display
  export DISPLAY=:$number XAUTHORITY=$SHARED/Xauthority
  openbox --sm-disable 2> /dev/null &
fi
env -0 > "$SHARED/env.part"
mv "$SHARED/env.part" "$SHARED/env"
wait
