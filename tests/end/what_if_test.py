#!/usr/bin/env python3
"""With another page size, the lines whose values change are exactly those that rests_on leads back to the page size."""
import json, os, subprocess, sys

HENCE = os.environ.get("HENCE", "out/bin/hence")
SHEET = "worksheets/numa-zones.md"
ROOT = "tests/facts/roots/seed-laptop"


def report(*extra):
    out = subprocess.run([HENCE, "check", "--format", "json", "--sysroot", ROOT, *extra, SHEET], capture_output=True, text=True)
    assert out.returncode in (0, 3), (out.returncode, out.stderr)
    return json.loads(out.stdout)


def shown(line):
    """What a reader sees computed on the line: its values, the claims with the values in place, and what its figure shows."""
    return [[(v.get("name"), v["value"], v.get("unit")) for v in line["values"]], [c["text"] for c in line["claims"]], line.get("figure", {}).get("alt"), line["verdict"] == "not-applicable"]


before, after = report(), report("--set", "page=16384")
lines = {x["line"]: x for x in before["lines"]}
changed = {n for n, x in lines.items() if shown(x) != shown(next(y for y in after["lines"] if y["line"] == n))}

first = next(n for n, x in sorted(lines.items()) if any(v.get("name") == "page" for v in x["values"]))
leads = {first}
for n in sorted(lines):         # a line rests only on lines above it
    if any(m in leads for m in lines[n]["rests_on"]):
        leads.add(n)
with_values = {n for n in leads if lines[n]["values"] or any(c["text"] for c in lines[n]["claims"])}

print("page enters on line", first, "- lines that change:", len(changed))
if changed != with_values:
    sys.exit(f"change but do not lead back: {sorted(changed - with_values)}; lead back but do not change: {sorted(with_values - changed)}")
assert len(changed) >= 15, "the page size hardly matters: the test proves nothing"
