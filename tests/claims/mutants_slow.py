#!/usr/bin/env python3
"""300 mutants of each kind, of the worksheet beside the project where there is one, and of the plain worksheets."""
import json, pathlib, subprocess, sys

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here))
import mutate

bad = subprocess.run([sys.executable, str(here / "mutants_test.py"), "50"]).returncode
beside = pathlib.Path("../shared/seed")
if not (beside / "truth.json").exists():
    beside = pathlib.Path("../../shared/seed")
if not (beside / "truth.json").exists():
    print("no worksheet with its truth beside the project: its mutants are left out")
    sys.exit(bad or 77)
text = (beside / "numa-zone-layout.md").read_text()
claims = [(c["tl"], c["col"], c["text"]) for c in json.loads((beside / "truth.json").read_text())["claims"] if c["form"] == "pure" and c["verdict"] == "true"]
for what, least in (("result", 0.99), ("operand", 0.97)):
    caught, made, missed = mutate.run(text, claims, 4, 300, what)
    print(f"{what}: {caught} of {made}")
    for m in missed:
        print("  not caught:", m)
    bad |= made < 300 or caught < least * made
sys.exit(bad)
