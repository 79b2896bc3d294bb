#!/bin/sh
# Collects what this machine says in /proc and /sys for a worksheet that is verified elsewhere; made by `hence facts --collect-script`.
# usage: sh collect.sh [--names] OUT.tar     (OUT.tar may be -). Then: hence check --sysroot OUT.tar worksheet.md
# It reads, and changes nothing. Host names, MAC addresses, serial numbers and UUIDs are left out, unless --names is given.
set -u
LC_ALL=C
export LC_ALL
names=
[ "${1-}" = --names ] && { names=yes; shift; }
[ $# = 1 ] || { echo "usage: sh collect.sh [--names] OUT.tar" >&2; exit 2; }
out=$1
base=$(mktemp -d "${TMPDIR:-/tmp}/collect-XXXXXX") || exit 2
trap 'rm -rf "$base"' EXIT
trap 'exit 2' HUP INT TERM
root=$base/root
mkdir "$root" || exit 2
: > "$base/unread"

paths='
@paths@'
conf='
@conf@'

left_out() { # left_out PATH WHY
	echo "left out: /$1 ($2)" >&2
}

names_machine() { # names_machine PATH: one of its parts does
	case /$1/ in
@names@
	esac
	return 1
}

collect() { # collect PATH: a file without its first /
	case /$1/ in
@keys@
	esac
	[ -f "/$1" ] || return 0
	if [ -z "$names" ] && names_machine "$1"; then
		grep -q '[^[:space:]]' "/$1" 2> /dev/null || return 0
		left_out "$1" "it names the machine"
		return 0
	fi
	[ -d "$root/${1%/*}" ] || mkdir -p "$root/${1%/*}"
	if ! why=$(cat "/$1" 2>&1 > "$root/$1"); then
		rm -f "$root/$1"
		case $why in
		*"No such file"* | *"No such device"*) ;;
		*ermission\ denied* | *not\ permitted*) echo "/$1 denied not permitted: the system does not let this user read it" >> "$base/unread" ;;
		*) echo "/$1 failed it cannot be read: ${why##*: }" >> "$base/unread" ;;
		esac
		return 0
	fi
	if [ "$1" = proc/cpuinfo ] && [ -z "$names" ]; then
		sed '/^Serial/d' "$root/$1" > "$base/one" && mv "$base/one" "$root/$1"
	elif [ "$1" = proc/iomem ] && [ -z "$names" ]; then
		sed '/ : Kernel /d' "$root/$1" > "$base/one" && mv "$base/one" "$root/$1"
	fi
}

set -f
for pattern in $paths; do
	set +f
	# The shell writes the stars out. A link below /proc is not followed.
	for file in /$pattern; do
		case $file in
		/proc/*) [ -h "$file" ] && continue ;;
		esac
		collect "${file#/}"
	done
done
collect "boot/config-$(uname -r)"

if [ -z "$names" ]; then
	find "$root" -type f ! -path "$root/sys/kernel/btf/*" ! -name config.gz -exec grep -lE \
		'(^|[^0-9A-Fa-f:])([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}([^0-9A-Fa-f:]|$)' {} + | while read -r file; do
		left_out "${file#"$root"/}" "it holds a MAC address"
		rm -f "$file"
	done
fi

for name in $conf; do
	value=$(getconf "$name" 2> /dev/null) || value=$(getconf "_$name" 2> /dev/null) || value=$(getconf "P$name" 2> /dev/null) || continue
	case $value in
	'' | *[!0-9]*) ;;
	*) echo "$name $value" ;;
	esac
done > "$root/sysconf"
if ! grep -q '^PAGESIZE ' "$root/sysconf"; then # no getconf: the first mapping's page says it, and the rest is counted
	kb=$(sed -n '/^KernelPageSize/{s/[^0-9]*\([0-9]*\).*/\1/p;q;}' /proc/self/smaps 2> /dev/null)
	total=$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo)
	cpus=$(find /sys/devices/system/cpu/ -maxdepth 1 -name 'cpu[0-9]*' | grep -c .)
	{
		[ -n "$kb" ] && echo "PAGESIZE $((kb * 1024))"
		[ -n "$kb" ] && [ -n "$total" ] && echo "PHYS_PAGES $((total / kb))"
		echo "NPROCESSORS_ONLN $(grep -c '^processor' /proc/cpuinfo)"
		[ "$cpus" -gt 0 ] && echo "NPROCESSORS_CONF $cpus"
	} >> "$root/sysconf"
fi
sort -o "$root/sysconf" "$root/sysconf"
stat -f -c '/ block-size %S blocks %b free %f' / > "$root/statfs" 2> /dev/null || rm -f "$root/statfs"
[ -s "$base/unread" ] && sort "$base/unread" > "$root/unread"

kind=
if grep -Eq 'docker|lxc|kubepods|containerd|libpod|crio' /proc/self/cgroup 2> /dev/null || [ -e /.dockerenv ] || [ -e /run/.containerenv ]; then
	kind=container
elif [ -e /sys/hypervisor/type ] || [ -e /sys/firmware/devicetree/base/hypervisor ] || grep -Eq '^flags[[:blank:]]*:.* hypervisor( |$)' /proc/cpuinfo; then
	kind='virtual machine'
fi
printf 'kernel %s\narch %s\nkind %s\n' "$(uname -r)" "$(uname -m)" "$kind" > "$root/machine"

cd "$root" || exit 2
find . -type f | sed 's|^\./||' | sort > "$base/list"
tar --format=ustar --owner=0 --group=0 --numeric-owner --mtime=@0 -cf "$base/tar" -T "$base/list" 2> /dev/null ||
	tar -cf "$base/tar" -T "$base/list" 2> /dev/null || tar -cf "$base/tar" . || exit 2
cd - > /dev/null || exit 2
if [ "$out" = - ]; then cat "$base/tar"; else cat "$base/tar" > "$out"; fi
