#!/usr/bin/env python3
"""Mutants of the plain worksheets: a few of each, seeded; mutants_slow.py makes hundreds."""
import json, pathlib, sys

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here))
import mutate

truth = json.loads((here / "plain" / "truth.json").read_text())
total = {"result": [0, 0], "operand": [0, 0]}
each = int(sys.argv[1]) if len(sys.argv) > 1 else 8
for name, known in sorted(truth.items()):
    text = (here / f"plain/{name}").read_text()
    lines = text.split("\n")
    claims = [(line, lines[line - 1].index(t), t) for line, t, v in known if v == "holds" and t in lines[line - 1]]
    for what, sum_ in total.items():
        caught, made, missed = mutate.run(text, claims, 1, each, what)
        sum_[0] += caught
        sum_[1] += made
        for m in missed:
            print(f"{name}: not caught: {what}: {m}")
for what, (caught, made) in total.items():
    print(f"{what}: {caught} of {made}")
sys.exit(any(made < 6 * each or caught < (0.99 if what == "result" else 0.97) * made for what, (caught, made) in total.items()))
