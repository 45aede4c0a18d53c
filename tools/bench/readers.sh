# The programs of other people that our bytes are held beside, in a Python of their own.
#
# Source it after `lib.sh`. They come from PyPI, pinned in readers/requirements.txt, into the user's
# cache; nothing of the system changes, but for Debian's python3-venv where Python cannot make one.

readers=$root/tools/bench/readers

# Every Python worth asking, best first: the printer emulator needs 3.13.
python_candidates() {
    local name
    for name in python3.14 python3.13 "$HOME"/.pyenv/versions/3.1[3-9]*/bin/python python3; do
        if command -v "$name" >/dev/null; then command -v "$name"; fi
    done
}

# Puts the readers where `readers_python` runs them.
need_readers() {
    local python version home
    while read -r python; do
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) ||
            continue
        [[ $(printf '3.11\n%s\n' "$version" | sort -V | head -1) != 3.11 ]] || break
        version=
    done < <(python_candidates)
    [[ -n ${version-} ]] || fail "Python 3.11 or newer is needed; Debian 12's package is python3"
    home=${XDG_CACHE_HOME:-$HOME/.cache}/suanpan/readers-$version
    readers_python=$home/bin/python
    if cmp -s "$readers/requirements.txt" "$home/installed"; then
        said "readers: Python $version, all pinned packages were there"
        return
    fi
    "$python" -c 'import ensurepip' 2>/dev/null || need_packages python3-venv
    rm -rf "$home"
    "$python" -m venv "$home" || fail "$python made no environment in $home"
    "$readers_python" -m pip install -q --disable-pip-version-check \
        -r "$readers/requirements.txt" || fail "PyPI gave not all of $readers/requirements.txt"
    cp "$readers/requirements.txt" "$home/installed"
    said "readers: Python $version, installed from PyPI into $home"
}
