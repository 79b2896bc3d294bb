#!/usr/bin/env python3
"""The second opinion on every worksheet at hand; and the second opinion itself held against reports made wrong."""
import copy, json, os, pathlib, subprocess, sys
sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
sys.path.insert(0, os.path.dirname(__file__))
from harness import *
import recheck

SEED = TOP / "../shared/seed/numa-zone-layout.md"


def reports():
    sheets = sorted(TOP.glob("worksheets/*.md")) + sorted(p for p in TOP.glob("tests/**/*.md") if "roots" not in p.parts)
    sheets += [TOP / "tests/end/arithmetic.md"] * (TOP / "tests/end/arithmetic.md").exists() + [SEED] * SEED.exists()
    for sheet in sheets:
        done = run("check", "--format", "json", "--sysroot" if "worksheets" in sheet.parts else "--no-exec", *([SEED_LAPTOP] if "worksheets" in sheet.parts else []), sheet)
        if done.out:
            yield sheet, json.loads(done.out)


def test_all(d):
    covered = claims = values = 0
    wrong = []
    for sheet, report in reports():
        c, n, v, _, found = recheck.recheck(report)
        covered, claims, values = covered + c, claims + n, values + v
        wrong += [f"{sheet.relative_to(TOP) if TOP in sheet.parents else sheet.name}: {w}" for w in found]
    expect(not wrong, f"{len(wrong)} contradicted\n" + "\n".join(wrong[:20]))
    expect(covered >= 50 and values >= 50, f"only {covered} of {claims} claims and {values} values were recomputed")


def test_it_sees_what_is_wrong(d):
    """Every verdict and value it covers, turned into its opposite, must be contradicted."""
    for sheet, report in reports():
        if "worksheets" not in sheet.parts:
            continue
        for i, line in enumerate(report["lines"]):
            for k, claim in enumerate(line["claims"]):
                if claim["verdict"] in ("holds", "false") and recheck.contradicts(claim) == "":
                    claim["verdict"] = {"holds": "false", "false": "holds"}[claim["verdict"]]
                    if "≈" not in claim["text"]:
                        expect(recheck.contradicts(claim), claim)
                    claim["verdict"] = {"holds": "false", "false": "holds"}[claim["verdict"]]
        fine = len(recheck.recheck(report)[4])
        turned = copy.deepcopy(report)
        turned["summary"]["hold"] += 1
        expect(len(recheck.recheck(turned)[4]) == fine + 1, "a count that is off by one")
        seen = 0
        for place, said in list(recheck.values(report)):
            seen += said == ""
        for i, line in enumerate(report["lines"]):
            for k, v in enumerate(line["values"]):
                if v.get("kind") == "define" and str(v["value"]).isdigit() and int(v["value"]) > 1:
                    turned = copy.deepcopy(report)
                    turned["lines"][i]["values"][k]["value"] = str(int(v["value"]) + 1)
                    agreed = sum(said == "" for _, said in recheck.values(turned))
                    expect(agreed < seen or recheck.recheck(turned)[4] or not covered(report, v), v)


def covered(report, value):
    return any(said == "" for place, said in recheck.values(report) if place == f"text line {value['text_line']}, column {value['column']}")


main(globals())
