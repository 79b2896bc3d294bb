#!/bin/sh
# What `hence cite` writes is what a check finds: the same digest as that of tests/rules/stale-citation.
set -eu
hence=${HENCE:-out/bin/hence}
base=tests/rules/stale-citation
got=$("$hence" cite --base $base linux/mm/pages.c:3-6)
want=$(sed -n 's/.*digest: \([0-9a-f]*\)}.*/\1/p' $base/good.md)
echo "$got" | grep -q "lines: 3-6, digest: $want}" || { echo "cite writes $got, the worksheet has $want"; exit 1; }
! "$hence" cite --base $base linux/mm/pages.c:10-99 2>/dev/null || { echo "lines that are not there were cited"; exit 1; }
! "$hence" cite --base $base pages.c 2>/dev/null || { echo "no lines were named, and some were cited"; exit 1; }
