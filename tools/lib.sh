# What the programs under tools/ share: packages, toolchain, build, and the account at the end.
#
# Source it after `set -euo pipefail`. It works on Debian 12 and leaves alone what is there already.
# Everything is built in one configuration, release, in one scratch path, so that demo, tests and
# bench share the work.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scratch=${SUANPAN_SCRATCH:-${XDG_CACHE_HOME:-$HOME/.cache}/suanpan/build}
started=$SECONDS

# Debian packages by name: what Swift itself needs on a fresh machine, and what Suanpan links.
toolchain_packages=(
    binutils gcc git ca-certificates libc6-dev libstdc++-12-dev libcurl4 libncurses6 libxml2 tzdata
    python3
)
suanpan_packages=(
    libserialport-dev libusb-1.0-0-dev libfreetype-dev libsqlite3-dev zlib1g-dev libpq-dev
    pkg-config
    fonts-wqy-microhei
)

# ---------------------------------------------------------------------------------- the account

did=()
not_done=()
last_line=

# Remembers something that was done, for the account at the end.
said() { did+=("$*"); }

# Remembers something that was left out, and why.
skipped() { not_done+=("$*"); }

# A duration as a person says it.
duration() { if (($1 < 60)); then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi; }

# Prints the account: once, whatever way the program ends. `last_line`, if any, comes last, alone.
# A trap that does something else before hands over the status that it found.
account() {
    local status=${1:-$?}
    trap - EXIT
    # A program that calls another one of these leaves the account of their common steps to it.
    if ((${#did[@]} + ${#not_done[@]})); then
        echo
        echo "${0##*/}: what was done"
        printf '  %s\n' "${did[@]}"
        ((${#not_done[@]} == 0)) || printf '  skipped: %s\n' "${not_done[@]}"
        echo "  time: $(duration $((SECONDS - started)))"
    fi
    ((status == 0)) || echo "${0##*/}: failed (exit status $status)"
    [[ -z $last_line ]] || echo "$last_line"
    exit "$status"
}
trap account EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Ends the program with a reason.
fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# ---------------------------------------------------------------------------------- packages

# Prints the packages named that are not there yet.
missing_packages() {
    local name
    for name in "$@"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) == installed ]] ||
            echo "$name"
    done
}

# Installs the packages named that are not there yet. Asks Debian nothing when all are.
need_packages() {
    if ! command -v dpkg-query >/dev/null; then
        skipped "Debian packages: no dpkg-query here, so $* are taken to be there"
        return
    fi
    local missing=() as_root=()
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} == 0)); then
        said "Debian packages: all $# were there"
        return
    fi
    local by_hand="apt-get install ${missing[*]}"
    if ((EUID != 0)); then
        command -v sudo >/dev/null ||
            fail "these Debian packages are missing, and sudo too; as root: $by_hand"
        as_root=(sudo)
        [[ -t 0 ]] || as_root+=(-n)
        as_root+=(env)
    else
        as_root=(env)
    fi
    echo "installing ${missing[*]}"
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null ||
        echo "apt-get update failed; going on with the lists there are" >&2
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
        --no-install-recommends "${missing[@]}" </dev/null ||
        fail "apt-get did not install them; by hand, as root: $by_hand"
    said "Debian packages: installed ${missing[*]}"
}

# ---------------------------------------------------------------------------------- toolchain

# Every `swift` worth asking, best first.
swift_candidates() {
    local place
    for place in "$(command -v swift || true)" /opt/swift/usr/bin/swift \
        "$HOME/.local/share/swiftly/bin/swift"; do
        [[ -z $place || ! -x $place ]] || echo "$place"
    done
}

# Puts a Swift of at least 6.3 on PATH, or says where it comes from.
need_swift() {
    local place answer version seen=
    while read -r place; do
        # One that cannot run says why, and must not end this program by its exit status.
        answer=$("$place" --version 2>&1) || true
        version=$(sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' <<<"$answer" | head -1)
        if [[ -n $version && $(printf '6.3\n%s\n' "$version" | sort -V | head -1) == 6.3 ]]; then
            export PATH="${place%/*}:$PATH"
            said "toolchain: Swift $version, $place"
            return
        fi
        seen+="; $place is ${version:-not running: $(head -1 <<<"$answer")}"
    done < <(swift_candidates)
    fail "Swift 6.3 or newer is needed${seen}.
The toolchain for Debian 12 is on the download page of swift.org. Unpack it so that
/opt/swift/usr/bin/swift is there, or put its usr/bin on PATH, and run this again."
}

# Everything that a build needs.
need_all() {
    [[ -n $(swift_candidates) ]] || need_swift
    need_packages "${toolchain_packages[@]}" "${suanpan_packages[@]}" "$@"
    need_swift
}

# ---------------------------------------------------------------------------------- build

# Passes a build's lines on: what matters, and of its progress a line now and then.
#
# A quiet quarter of a minute gets a line too, so that nobody takes a long compile for a hang.
calm() {
    local line held= last= since=$SECONDS shown=$SECONDS status
    while true; do
        status=0
        IFS= read -r -t 15 line || status=$?
        if ((status > 128)); then
            held+=$line # the half of a line that had come
            echo "… $(duration $((SECONDS - since))) ${last:-starting}"
            shown=$SECONDS
            continue
        fi
        ((status == 0)) || break
        line=$held$line held=
        if [[ $line =~ ^\[[0-9]+/[0-9]+\] ]]; then
            last=$line
            ((SECONDS - shown < 15)) && continue
            shown=$SECONDS
            echo "… $(duration $((SECONDS - since))) $line"
        else
            echo "$line"
        fi
    done
}

# Builds a product (--product X) or everything with its tests (--build-tests).
suanpan_build() {
    local began=$SECONDS status=0 what
    case ${1-} in
        --product) what=$2 ;;
        --build-tests) what="everything and its tests" ;;
        *) what="everything" ;;
    esac
    echo "building $what (release, in $scratch)"
    cd "$root"
    # Colours are a word on the compiler's command line: with them at a terminal and without them in
    # CI, each would compile again all that the other has compiled.
    local build=(swift build -c release --scratch-path "$scratch" --no-color-diagnostics "$@")
    # `swift build --build-tests` compiles every module so that a test can look into it, and each
    # product after it would compile them all again without. No test here looks into a module, and
    # `swift test` can be told so; it runs what is called nothing.
    [[ ${1-} != --build-tests ]] || build=(
        swift test -c release --scratch-path "$scratch" --no-color-diagnostics
        --disable-testable-imports --disable-xctest --filter '^nothing$'
    )
    if [[ -t 1 ]]; then
        "${build[@]}" || status=$?
    else
        "${build[@]}" 2>&1 | calm || status=$?
    fi
    ((status == 0)) || fail "building $what failed after $(duration $((SECONDS - began)))"
    said "built $what in $(duration $((SECONDS - began)))"
}
