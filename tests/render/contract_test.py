#!/usr/bin/env python3
"""The JSON report has the keys that other tools rely on, with their types, and what it says agrees with itself."""
import json, os, pathlib, subprocess

HENCE = os.environ.get("HENCE", "out/bin/hence")
SHEETS = [["tests/render/small.md", "--sysroot", "tests/facts/roots/seed-laptop"], ["worksheets/numa-zones.md", "--sysroot", "tests/facts/roots/seed-laptop"],
          ["README.md"]]
if pathlib.Path("../shared/seed/numa-zone-layout.md").exists():
    SHEETS.append(["../shared/seed/numa-zone-layout.md"])
NUMBER, TEXT, NULLABLE = int, str, (int, type(None))
CLAIM = {"text_line": NUMBER, "column": NUMBER, "text": TEXT, "verdict": TEXT}
SUMMARY = "lines claims hold rounded false undecided unrecognised errors warnings notes".split()


def has(where, x, shape):
    for key, kind in shape.items():
        assert key in x, f"{where}: no {key} in {x}"
        assert isinstance(x[key], kind), f"{where}: {key} is {x[key]!r}"


for words in SHEETS:
    done = subprocess.run([HENCE, "check", "--format", "json", *words], capture_output=True, text=True)
    r = json.loads(done.stdout)
    text = pathlib.Path(words[0]).read_text().splitlines()
    has("report", r, {"format": NUMBER, "hence": TEXT, "worksheet": TEXT, "machine": dict, "summary": dict, "facts": list, "lines": list, "claims": list,
                      "unrecognised": list, "diagnostics": list})
    assert r["format"] == 1
    has("machine", r["machine"], {"kernel": TEXT, "facts": TEXT})
    has("summary", r["summary"], {k: NUMBER for k in SUMMARY})
    for f in r["facts"]:
        has("fact", f, {"name": TEXT, "unit": TEXT, "raw": TEXT, "source": TEXT, "status": TEXT, "value": (str, list, type(None))})
    claims = list(r["claims"])
    for line in r["lines"]:
        has("line", line, {"line": NUMBER, "id": TEXT, "kind": TEXT, "role": TEXT, "text_line": NUMBER, "verdict": TEXT, "given": list, "rests_on": list,
                           "refs": list, "values": list, "claims": list})
        assert line["verdict"] in ("holds", "rounded", "false", "undecided", "not-applicable", "prose")
        for v in line["values"]:
            has("value", v, {"name": TEXT, "text_line": NUMBER, "column": NUMBER})
        claims += line["claims"]
    for c in claims:
        has("claim", c, CLAIM)
        assert c["verdict"] in ("holds", "rounded", "false", "undecided")
        # Outside live spans a claim's text stands at its place, letter for letter.
        source = text[c["text_line"] - 1][c["column"] - 1:]
        assert c["text"][:1] == source[:1] or "`" in source or "*" in source or "\\" in source, (c, source[:40])
    for d in r["diagnostics"]:
        has("diagnostic", d, {"rule": TEXT, "severity": TEXT, "line": NULLABLE, "text_line": NUMBER, "column": NUMBER, "length": NUMBER, "message": TEXT, "rests_on": list})
        assert d["severity"] in ("error", "warning", "note")
        assert 1 <= d["text_line"] <= len(text) + 1
    count = lambda key, value, of: sum(x[key] == value for x in of)
    s = r["summary"]
    assert s["lines"] == len(r["lines"]) and s["claims"] == len(claims) and s["unrecognised"] == len(r["unrecognised"])
    for key, verdict in (("hold", "holds"), ("rounded", "rounded"), ("false", "false"), ("undecided", "undecided")):
        assert s[key] == count("verdict", verdict, claims), (words, key)
    sarif = json.loads(subprocess.run([HENCE, "check", "--format", "sarif", *words], capture_output=True, text=True).stdout)
    run = sarif["runs"][0]
    assert sarif["version"] == "2.1.0" and [x["ruleId"] for x in run["results"]] == [d["rule"] for d in r["diagnostics"]]
    assert {x["id"] for x in run["tool"]["driver"]["rules"]} == {d["rule"] for d in r["diagnostics"]}
    for x, d in zip(run["results"], r["diagnostics"]):
        region = x["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"], x["level"]) == (d["text_line"], d["column"], d["severity"])
    live = [d for d in r["diagnostics"] if "waived" not in d]
    for key in ("error", "warning", "note"):
        assert s[key + "s"] == count("severity", key, live), (words, key)
    want = 1 if s["errors"] else 2 if not r["lines"] and not claims else None
    assert want is None and done.returncode in (0, 3) or done.returncode == want, (words, done.returncode)
