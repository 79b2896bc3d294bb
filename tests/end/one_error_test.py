#!/usr/bin/env python3
"""One slip in a worksheet that holds gives one error: with file, line, column and caret, and exit status 1."""
import os, pathlib, re, subprocess, sys, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
SHEET = pathlib.Path("worksheets/numa-zones.md").read_text()
ROOT = "tests/facts/roots/seed-laptop"
SLIPS = [
    ("a literal in a sentence", "From line 20: 2^20 = 1048576.", "From line 20: 2^20 = 1048577.", "wrong-calculation"),
    ("a step in a chain", "256×2 = 512 → 512×2 = 1024", "256×2 = 514 → 512×2 = 1024", "wrong-calculation"),
    ("a number in from:", "from: [2, 3]", "from: [2, 1]", "wrong-carry"),
    ("a number in from: that is no line", "from: [2, 3]", "from: [2, 93]", "missing-line"),
    ("a number in from: from below", "from: [2, 3]", "from: [2, 33]", "forward-reference"),
    ("a reference in the text", "From lines 05 and 06: `= total`", "From lines 05 and 96: `= total`", "missing-line"),
    ("the unit of a fact", "ram:       {property: RAM, unit: kB", "ram:       {property: RAM, unit: MB", "unit-mismatch"),
    ("the unit of the page", "unit: byte/page", "unit: kB/page", "unit-mismatch"),
    ("an answer", "`? pfn < dma_end` NO", "`? pfn < dma_end` YES", "wrong-answer"),
    ("a name", "`= total` //", "`= totl` //", "unknown-name"),
    ("a key", "sysconf: PAGESIZE", "sysconff: PAGESIZE", "unknown-key"),
]
failed = 0
for what, old, new, rule in SLIPS:
    assert SHEET.count(old) >= 1, f"the worksheet has no {old!r}"
    with tempfile.NamedTemporaryFile("w", suffix=".md", delete=False) as f:
        f.write(SHEET.replace(old, new, 1))
    done = subprocess.run([HENCE, "check", "--sysroot", ROOT, f.name], capture_output=True, text=True)
    pathlib.Path(f.name).unlink()
    errors = re.findall(rf"^{re.escape(f.name)}:(\d+):(\d+): error: .*\[([a-z-]+)\]$", done.stdout, re.M)
    caret = re.search(r"^ +\| +\^", done.stdout, re.M)
    good = len(errors) == 1 and errors[0][2] == rule and caret and done.returncode == 1
    print("ok  " if good else "FAIL", what, errors, "exit", done.returncode)
    if not good:
        failed += 1
        print(done.stdout[:3000])
sys.exit(1 if failed else 0)
