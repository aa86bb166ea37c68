#!/bin/sh
# Runs as root once the files are in place, at the first installation and at every upgrade.
set -e
home='/opt/${sanitizedProductName}'

# Where the kernel lets only root make namespaces, Chromium sets up its sandbox with this helper.
chown root:root "$home/chrome-sandbox"
chmod 4755 "$home/chrome-sandbox"

ln -sf "$home/${executable}" '/usr/bin/${executable}'
