#!/usr/bin/env bash
# Makes .venv and installs what the program ("run") or its tests ("test") need.
# Called by the Makefile; asks for nothing, and says what to type where it may not act.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose="${1:?run or test}"
venv=.venv

say() { printf '%s\n' "btp-inspect set-up: $*" >&2; }

# ---- Python -------------------------------------------------------------------------------
is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=""
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && is_recent "$candidate"; then
        python="$candidate"
        break
    fi
done
if [ -z "$python" ]; then
    say "Python 3.11 or newer is needed. Install it, or name it: make PYTHON=/path/to/python3"
    exit 1
fi

# ---- System libraries -----------------------------------------------------------------------
wanted_packages() {
    awk -v purpose="$purpose" \
        '!/^#/ && NF && ($2 == "run" || $2 == purpose) { print $1 }' scripts/system-packages.txt
    # Debian splits this off Python; a Python from elsewhere has it built in.
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

missing_packages() {
    # A package counts as there when it, or one that provides it (libglib2.0-0t64), is installed.
    local there
    there=$(dpkg-query -W -f='${db:Status-Abbrev} ${Package}, ${Provides}\n' |
        sed -n 's/^ii *//p' | tr ',' '\n' | sed 's/^ *//; s/[ :(].*//' | sort -u)
    wanted_packages | sort -u | comm -23 - <(printf '%s\n' "$there")
}

install_packages() {
    local missing as_root=()
    missing=$(missing_packages | tr '\n' ' ')
    [ -n "${missing// /}" ] || return 0
    local line="apt-get update && apt-get install -y --no-install-recommends $missing"
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        else
            say "system libraries are missing. As an administrator, type this one line, then try again:"
            printf "\n    sudo sh -c '%s'\n\n" "${line% }" >&2
            say "(to go on without them: make $purpose SKIP_SYSTEM_PACKAGES=1)"
            exit 1
        fi
    fi
    say "installing system libraries: $missing"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c "$line" >&2
}

if [ -n "${SKIP_SYSTEM_PACKAGES:-}" ]; then
    say "leaving the system libraries as they are"
elif command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    install_packages
elif [ "$(uname -s)" = Linux ]; then
    say "no apt here: if a library is missing, scripts/system-packages.txt names them all"
fi

# ---- Python packages ------------------------------------------------------------------------
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    say "making $venv"
    "$python" -m venv --clear "$venv"
fi
what="."
[ "$purpose" = test ] && what=".[dev]"
say "installing $what (the first time takes some minutes)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint constraints.txt --editable "$what"
say "preparing the computations for this machine"
PYTHONPATH="$PWD" "$venv/bin/python" -c 'from btp_core.geometry.kernels import prepare; prepare()'
say "ready"
