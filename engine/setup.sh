#!/bin/sh
# Installs what a build or the tests need, through Debian's package manager; elsewhere lists it by what it provides.
# usage: engine/setup.sh build|test|web
set -eu

# package, then what it provides
build='
gcc               a C11 compiler (cc)
libc6-dev         the C library with its headers
make              GNU make
pkg-config        pkg-config
libcmark-gfm-dev             libcmark-gfm, the Markdown parser
libcmark-gfm-extensions-dev  its extensions (pipe tables)
liblua5.4-dev     Lua 5.4
libyaml-dev       libyaml
libgmp-dev        GMP
libharfbuzz-dev   HarfBuzz with its subsetter
libfribidi-dev    FriBidi
libseccomp-dev    libseccomp
zlib1g-dev        zlib
fonts-sil-charis  the fonts Charis SIL
fonts-dejavu-core the fonts DejaVu Sans and Sans Mono
fonts-dejavu-extra  the rest of the DejaVu fonts'
test='
libcmocka-dev     cmocka
python3           Python 3.9 or later (no packages)
poppler-utils     pdfinfo, pdftotext, pdffonts, pdftoppm
qpdf              qpdf
valgrind          valgrind
clang             Clang
libclang-rt-14-dev  its sanitizers and libFuzzer
strace            strace
pahole            pahole'
web='
nodejs            Node.js
npm               npm
chromium          Chromium'

case ${1:-build} in
build) wanted=$build ;;
test) wanted=$build$test ;;
web) wanted=$build$web ;;
*) echo "usage: $0 build|test|web" >&2; exit 2 ;;
esac

names() { printf '%s\n' "$wanted" | awk 'NF { print $1 }'; }

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
	# Not Debian: go on when the libraries answer, else say once what to install.
	if command -v cc >/dev/null 2>&1 && pkg-config --exists yaml-0.1 lua5.4 harfbuzz harfbuzz-subset fribidi libseccomp libcmark-gfm 2>/dev/null; then
		exit 0
	fi
	echo "hence needs the following; install it with this system's package manager, then run make again"
	printf '%s\n' "$wanted" | awk 'NF { name = $1; $1 = ""; printf "  %-44s (Debian: %s)\n", substr($0, 2), name }'
	exit 1
fi

have=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' 2>/dev/null | awk '$2 == "installed" { print $1 }')
missing=$(names | while read -r name; do
	printf '%s\n' "$have" | grep -qx "$name" || echo "$name"
done)
[ -z "$missing" ] && exit 0

# shellcheck disable=SC2086
set -- $missing
echo "installing $*"
if [ "$(id -u)" = 0 ]; then
	root=
elif command -v sudo >/dev/null 2>&1; then
	root='sudo '
else
	echo "this needs root: run  apt-get install $*  as root, then make again" >&2
	exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { ${root}apt-get update -q && ${root}env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } > "$log" 2>&1; then
	tail -n 20 "$log" >&2
	echo "the packages could not be installed" >&2
	exit 1
fi
