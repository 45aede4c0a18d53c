# The message brokers that a till's queue is measured beside.
#
# Source it after `lib.sh`. They are Debian's packages, unpacked into the user's cache and not
# installed, so that no service starts.

# Puts nats-server and mosquitto where `brokers` says; leaves it empty where they cannot be had.
need_brokers() {
    local packages=(nats-server mosquitto libwrap0 libdlt2) package
    brokers=${XDG_CACHE_HOME:-$HOME/.cache}/suanpan/brokers
    if [[ -x $brokers/usr/sbin/nats-server && -x $brokers/usr/sbin/mosquitto ]]; then
        said "brokers: nats-server and mosquitto were there"
        return
    fi
    rm -rf "$brokers"
    mkdir -p "$brokers"
    if ! (cd "$brokers" && apt-get download -q "${packages[@]}" >&2); then
        rm -rf "$brokers"
        brokers=
        skipped "brokers: apt-get download did not get ${packages[*]}"
        return
    fi
    for package in "$brokers"/*.deb; do dpkg -x "$package" "$brokers"; done
    rm "$brokers"/*.deb
    said "brokers: nats-server and mosquitto, unpacked into $brokers"
}
