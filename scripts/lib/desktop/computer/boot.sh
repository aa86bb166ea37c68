#!/bin/bash
# Boots a separate virtual computer: the caller has unshared mounts, process ids, host name, IPC and
# control groups. Changes of this machine's files stay in memory and are gone with process 1.
#   boot.sh FOLDER SHARED   FOLDER: empty, for the new root; SHARED: a folder that both computers see
set -e
folder=$1 shared=$2
mount -t tmpfs tmpfs "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root"
root=$folder/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$root"
mount -t tmpfs tmpfs "$root/tmp" -o mode=1777
mkdir -p "$root$shared"
mount --bind "$shared" "$root$shared"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs sysfs "$root/sys" -o ro
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
# logind sees a computer that can sleep.
mount -t tmpfs tmpfs "$root/sys/power"
echo 'freeze mem' > "$root/sys/power/state"
mount -t tmpfs tmpfs "$root/run" -o mode=755
mount -t tmpfs tmpfs "$root/dev" -o mode=755
cd "$root/dev"
mknod -m 666 null c 1 3
mknod -m 666 zero c 1 5
mknod -m 666 full c 1 7
mknod -m 666 random c 1 8
mknod -m 666 urandom c 1 9
mknod -m 666 tty c 5 0
for number in $(seq 0 12); do mknod -m 620 "tty$number" c 4 "$number"; done
mkdir pts shm
mount -t devpts devpts pts -o newinstance,ptmxmode=0666,mode=620,gid=5
mount -t tmpfs tmpfs shm -o mode=1777
ln -s pts/ptmx ptmx
ln -s /proc/self/fd fd
ln -s fd/0 stdin
ln -s fd/1 stdout
ln -s fd/2 stderr
ln -s null console
units=$root/etc/systemd/system
# Masks the units that would touch hardware or settings of the real machine.
for unit in systemd-udevd.service systemd-udev-trigger.service systemd-udevd-control.socket \
  systemd-udevd-kernel.socket systemd-timesyncd.service systemd-sysctl.service \
  systemd-modules-load.service systemd-remount-fs.service systemd-binfmt.service \
  systemd-random-seed.service kmod-static-nodes.service sys-kernel-config.mount \
  sys-kernel-debug.mount sys-kernel-tracing.mount sys-fs-fuse-connections.mount \
  dev-hugepages.mount dev-mqueue.mount proc-sys-fs-binfmt_misc.automount \
  proc-sys-fs-binfmt_misc.mount timers.target systemd-pstore.service systemd-networkd.service \
  systemd-resolved.service networking.service getty.target console-getty.service \
  systemd-logind-varlink.socket tmp.mount systemd-tmpfiles-setup-dev.service systemd-oomd.service; do
  ln -sf /dev/null "$units/$unit"
done
mkdir -p "$units/systemd-suspend.service.d"
printf '[Service]\nExecStart=\nExecStart=/bin/sleep 3\n' > "$units/systemd-suspend.service.d/sleep.conf"
# The sign-in opens the keyring, as PAM does with the password.
keyring=$root/etc/systemd/user/gnome-keyring-daemon.service.d
mkdir -p "$keyring"
cat > "$keyring/unlock.conf" <<'UNIT'
[Service]
StandardInput=data
StandardInputData=cHc=
ExecStart=
ExecStart=/usr/bin/gnome-keyring-daemon --foreground --unlock --components=secrets --control-directory=%t/keyring
UNIT
# GNOME Shell asks the display manager whether it can lock: root may be that one, as in gdm's own file.
cat > "$root/etc/dbus-1/system.d/clinic-display-manager.conf" <<'POLICY'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <policy user="root">
    <allow own="org.gnome.DisplayManager"/>
    <allow send_destination="org.gnome.DisplayManager"/>
  </policy>
</busconfig>
POLICY
cat > "$units/clinic.target" <<'UNIT'
[Unit]
Requires=basic.target
Wants=dbus.service systemd-logind.service systemd-journald.service systemd-user-sessions.service
After=basic.target dbus.service systemd-logind.service systemd-user-sessions.service
AllowIsolate=yes
UNIT
: > "$root/etc/fstab"
hostname clinic
cd "$root"
mkdir -p oldroot
pivot_root . oldroot
cd /
umount -l /oldroot
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
  /lib/systemd/systemd --unit=clinic.target --log-target=null
