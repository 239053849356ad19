#!/bin/sh
# Makes .venv from the hash-pinned lock: `sh scripts/setup.sh prod` or `… test`. Does nothing when it is up to
# date. PYTHON=/path/to/python chooses the interpreter; otherwise the usual places are searched.
set -eu

lock=requirements/$1.txt
stamp=.venv/.installed

say() { printf '%s\n' "$*" >&2; }

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

# uv brings its own way to make environments; without it Python must have venv and pip (Debian splits them off).
can_make_environment() {
    is_new_enough "$1" && { has_uv || "$1" -c 'import venv, ensurepip' >/dev/null 2>&1; }
}

has_uv() { command -v uv >/dev/null 2>&1; }

candidates() {
    for name in python3.13 python3.12 python3.14 python3 python; do
        command -v "$name" || true
    done
    for path in \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python \
        /opt/homebrew/bin/python3.1[2-9] \
        /usr/local/bin/python3.1[2-9] \
        /home/linuxbrew/.linuxbrew/bin/python3.1[2-9] \
        /Library/Frameworks/Python.framework/Versions/3.1[2-9]/bin/python3
    do
        [ -x "$path" ] && printf '%s\n' "$path"
    done
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        can_make_environment "$PYTHON" && printf '%s\n' "$PYTHON"
        return
    fi
    candidates | while IFS= read -r path; do
        if can_make_environment "$path"; then
            printf '%s\n' "$path"
            break
        fi
    done
}

make_environment() {
    python=$(find_python) || true
    if [ -z "$python" ]; then
        say "Collate needs Python 3.12 or newer with its venv module${PYTHON:+, and $PYTHON is not that}: install it (Debian: python3 and python3-venv) or run make PYTHON=/path/to/python."
        exit 1
    fi
    say "Making the environment with $python ($("$python" -V 2>&1)) …"
    rm -rf .venv
    if has_uv; then
        uv venv --quiet --python "$python" .venv
    else
        "$python" -m venv .venv
    fi
}

install_packages() {
    say "Installing the packages of $lock …"
    if has_uv; then
        uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
    else
        .venv/bin/python -m pip install -qq --disable-pip-version-check --no-compile --require-hashes -r "$lock"
    fi
    # Compiling once here halves the time of every start. Some packages carry files no Python can compile.
    .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null || true
}

fingerprint() { printf '%s ' "$1"; cksum < "requirements/$1.txt"; }

is_up_to_date() {
    is_new_enough .venv/bin/python && [ -f "$stamp" ] &&
        { grep -qxF "$(fingerprint "$1")" "$stamp" || grep -qxF "$(fingerprint test)" "$stamp"; }
}

if ! is_up_to_date "$1"; then
    is_new_enough .venv/bin/python || make_environment
    install_packages
    fingerprint "$1" > "$stamp"
fi
