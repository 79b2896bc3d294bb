#!/usr/bin/env python3
"""A long plain worksheet with known truth: no false alarm, its one wrong number found, most of its arithmetic decided."""
import json, os, re, subprocess, sys
sys.path.insert(0, os.path.dirname(__file__))
from harness import *

SEED = TOP / "../shared/seed"
if not (SEED / "score").exists():
    print("the long worksheet and its truth are not here")
    sys.exit(77)


def test_score(d):
    done = run("check", "--format", "json", SEED / "numa-zone-layout.md")
    expect(done.status == 1, done)
    report = json.loads(done.out)
    expect(len(report["lines"]) == 343, len(report["lines"]))
    errors = [x for x in report["diagnostics"] if x["severity"] == "error" and x["rule"] == "wrong-calculation" and x["line"] == 22]
    expect(len(errors) == 1 and "3943936" in (errors[0]["message"] + str(errors[0]["expected"])), errors)
    path = write(d, "r.json", done.out)
    said = subprocess.run([sys.executable, SEED / "score", path], capture_output=True, text=True).stdout
    alarms = re.search(r"(?i)false alarms?\D*(\d+)", said)
    expect(alarms and int(alarms[1]) == 0, said)
    pure = re.search(r"(?m)^pure\s+(\d+)\s+(\d+)\s+(\d+)", said)
    expect(pure and int(pure[3]) >= 100, said)


main(globals())
