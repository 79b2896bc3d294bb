#!/usr/bin/env python3
"""Plain worksheets with planted faults of plain/: every claim of plain/truth.json has its verdict, and nothing else is called false."""
import json, os, pathlib, subprocess, sys

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here))
import arith

HENCE = os.environ.get("HENCE", "out/bin/hence")
truth = json.loads((here / "plain" / "truth.json").read_text())
bad, seen, planted, computed = [], 0, 0, 0
for name, known in truth.items():
    done = subprocess.run([HENCE, "check", "--format", "json", str(here / f"plain/{name}")], capture_output=True)
    report = json.loads(done.stdout)
    claims = report["claims"] + [c for l in report["lines"] for c in l.get("claims", [])]
    got = {(c["text_line"], c["text"]): c["verdict"] for c in claims}
    for line, text, verdict in known:
        seen += 1
        planted += verdict == "false"
        if got.get((line, text)) != verdict:
            bad.append(f"{name}:{line}: {text}: {verdict} expected, {got.get((line, text), 'not recognised')} found")
        pair = arith.equation(text)
        if pair:
            computed += 1
            if (pair[0] == pair[1]) != (verdict == "holds"):
                bad.append(f"{name}:{line}: {text}: the truth file says {verdict}")
    false = {(line, text) for line, text, verdict in known if verdict == "false"}
    bad += [f"{name}:{line}: called false: {text}" for (line, text), v in got.items() if v == "false" and (line, text) not in false]
    lines = {line for line, _, v in known if v == "false"}
    arithmetic = {"wrong-calculation", "wrong-answer", "wrong-rounding", "size-mismatch", "field-overlap", "count-mismatch"}
    reported = {d["text_line"] for d in report["diagnostics"] if d["rule"] in arithmetic}
    bad += [f"{name}:{line}: a false claim without a finding" for line in lines - reported]
    bad += [f"{name}:{line}: a finding without a fault" for line in reported - lines]
print("\n".join(bad))
print(f"{seen} claims of {len(truth)} worksheets, {planted} planted faults, {computed} evaluated twice")
sys.exit(bool(bad) or seen < 100 or planted < 15 or computed < 60)
