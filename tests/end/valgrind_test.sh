#!/bin/sh
# Valgrind finds nothing to say on a good worksheet, a false one and the documents.
set -eu
hence=${HENCE:-out/bin/hence}
command -v valgrind > /dev/null || { echo "valgrind is not installed"; exit 77; }
case $hence in */sanitize/*) echo "the sanitizers watch already"; exit 77 ;; esac
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
watch() {
	status=0
	valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect "$hence" "$@" > "$out/said" 2>&1 || status=$?
	if [ $status != 0 ] && [ $status != 1 ] && [ $status != 3 ]; then
		echo "exit $status: $*"
		tail -n 40 "$out/said"
		exit 1
	fi
}
root=tests/facts/roots/seed-laptop
watch check --sysroot $root worksheets/numa-zones.md
watch check --format json --coverage tests/pipeline/corpus/plain.md
watch render --to html,json -o "$out" --sysroot $root tests/pipeline/corpus/annotated.md
