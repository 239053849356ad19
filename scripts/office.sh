#!/bin/sh
# LibreOffice for the tests of the exported files: one that is there, else Debian's when we may install it.
# Elsewhere those tests are skipped and say so: LibreOffice is a quarter of a gigabyte.
set -eu

command -v soffice >/dev/null 2>&1 && exit 0
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || exit 0

printf 'Installing LibreOffice for the tests …\n' >&2
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libreoffice-calc-nogui libreoffice-writer-nogui >/dev/null
