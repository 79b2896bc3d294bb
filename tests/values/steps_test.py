#!/usr/bin/env python3
"""Every step of tests/values/steps.md is a claim that the checker of claims decides, and finds true."""
import json, os, pathlib, re, subprocess, sys, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
dump = subprocess.run([HENCE, "check", "--dump", "values", "tests/values/steps.md"], capture_output=True, text=True).stdout
steps = re.findall(r"^  step (.*)$", dump, re.M)
with tempfile.TemporaryDirectory() as d:
    sheet = pathlib.Path(d) / "steps.md"
    sheet.write_text("".join(f"{i + 1}. CALCULATION: {s}.\n" for i, s in enumerate(steps)))
    done = subprocess.run([HENCE, "check", "--format", "json", str(sheet)], capture_output=True, text=True)
report = json.loads(done.stdout)
wrong = 0
for line, step in zip(report["lines"], steps):
    verdicts = [c["verdict"] for c in line["claims"]]
    if not verdicts or set(verdicts) != {"holds"}:
        print(f"{verdicts}: {step}")
        wrong += 1
print(f"{len(steps)} steps, {wrong} not found true")
sys.exit(wrong != 0 or len(steps) < 50)
