# The first program in the guest, run by busybox: mounts, loads the drivers, runs the checks, ends.
#
# What follows the script's name goes on to /guest. Its report is the second serial port.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
/bin/busybox --install -s /usr/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs run /run
mkdir -p /run/udev /run/pcscd
ln -sf /proc/self/fd /dev/fd

# libusb hears of plugs from udev, and boards name ports by its links under /dev/serial/by-id.
udevadm=/bin/udevadm
ln -s "$udevadm" /usr/bin/systemd-udevd
/usr/bin/systemd-udevd --daemon
echo 'options dummy_hcd num=4' >/etc/modprobe.conf
while read -r module; do
    modprobe "$module" || echo "start.sh: no module $module"
done </modules
mount -t configfs config /sys/kernel/config
udevadm settle -t 20
echo "start.sh: ready after $(cut -d' ' -f1 /proc/uptime) s"

/guest "$@" >/dev/ttyS1
echo "start.sh: /guest ended with $?, after $(cut -d' ' -f1 /proc/uptime) s"
dmesg | tail -n 60
poweroff -f
