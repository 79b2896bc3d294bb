#!/usr/bin/env python3
"""What `why` prints, against a tree made by hand from the worksheet of zones, and what its last line comes down to: facts, definitions and
named sources, and a calculation from nothing (line 04 doubles 1 ten times)."""
import json, os, pathlib, subprocess, sys

HENCE = os.environ.get("HENCE", "out/bin/hence")
SHEET, ROOT = "worksheets/numa-zones.md", ["--sysroot", "tests/facts/roots/seed-laptop"]
sys.exit(77) if not pathlib.Path(SHEET).exists() else None

# By hand: line 09 says "From lines 05 and 06" and reads total and page; 05 is from 02 and 03, and multiplies by the 1024 of 04; 03 is said
# in kB, the unit of 02.
TREE = """line 09: holds
├─ line 05 by reference, from, name total: holds
│  ├─ line 02 by reference, from: holds
│  ├─ line 03 by reference, from, name ram: holds
│  │  from /proc/meminfo (read)
│  │  └─ line 02 by unit kB: as above
│  └─ line 04 by number 1024: holds
└─ line 06 by reference, from, name page: holds
   from sysconf PAGESIZE (read)
"""
# The leaves of the last line: two definitions that say what a word is, the definition of kB, the page that the machine told, the two
# documents that tell a bus's address wires, and line 04.
LEAVES = {1: "definition", 2: "definition", 4: "calculation", 6: "premise", 24: "premise", 35: "premise"}
# Premises that are no leaves: the fact in kB rests on what a kB is.
PREMISES = {3: "/proc/meminfo", 6: "sysconf PAGESIZE", 24: "IBM Personal Computer AT", 35: "PCI Local Bus Specification"}


def why(what):
    done = subprocess.run([HENCE, "why", *ROOT, SHEET, what], capture_output=True, text=True)
    assert done.returncode == 0, done
    return done.stdout


def bare(text):         # without places and statements
    rows = []
    for row in text.split("\n"):
        words = row.lstrip("│├└─ ")
        if words.startswith(("line ", "from ")):
            rows.append(row.split("  worksheets/")[0].rstrip())
    return "\n".join(rows) + "\n"


for what in ("3944069", "9", "line 09", "pages"):
    assert bare(why(what)) == TREE, f"why {what}:\n{bare(why(what))}"

report = json.loads(subprocess.run([HENCE, "check", *ROOT, "--format", "json", SHEET], capture_output=True, text=True).stdout)
lines = {line["line"]: line for line in report["lines"]}
reached, todo = set(), [max(lines)]
while todo:
    number = todo.pop()
    if number not in reached:
        reached.add(number)
        todo += lines[number]["rests_on"]
leaves = {n: lines[n]["role"] for n in sorted(reached) if not lines[n]["rests_on"]}
assert leaves == LEAVES, leaves
text = why(str(max(lines)))
for n in reached:
    assert f"line {n:02}" in text, n
    if lines[n]["role"] == "premise":
        assert PREMISES[n] in text, (n, PREMISES.get(n))
print(f"{len(reached)} lines below the last")
