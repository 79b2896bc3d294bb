#!/usr/bin/env python3
"""SARIF, JUnit, GitHub and Markdown say what the JSON says, of every worksheet at hand, whatever stands in it."""
import json, os, pathlib, re, subprocess, tempfile
import xml.etree.ElementTree as tree

HENCE = os.environ.get("HENCE", "out/bin/hence")

ROOT = ["--sysroot", "tests/facts/roots/seed-laptop"]
SHEETS = [(pathlib.Path(p), ROOT) for p in ("worksheets/numa-zones.md", "tests/render/formats.md", "tests/render/hostile.md")]
SEED = pathlib.Path("../shared/seed/numa-zone-layout.md")
SHEETS += [(SEED, [])] * SEED.exists()
LEVELS = ["error", "warning", "note"]


def check(sheet, args, format):
    done = subprocess.run([HENCE, "check", "--format", format, *args, str(sheet)], capture_output=True, text=True)
    assert done.returncode in (0, 1, 3), (sheet, done.stderr)
    return done.returncode, done.stdout


def sarif(text, report):
    log = json.loads(text)
    assert log["version"] == "2.1.0" and len(log["runs"]) == 1
    run = log["runs"][0]
    ids = [r["id"] for r in run["tool"]["driver"]["rules"]]
    assert len(ids) == len(set(ids)) and run["columnKind"] == "unicodeCodePoints"
    assert len(run["results"]) == len(report["diagnostics"])
    for result, d in zip(run["results"], report["diagnostics"]):
        assert ids[result["ruleIndex"]] == result["ruleId"] == d["rule"] and result["level"] == d["severity"] in LEVELS
        place = result["locations"][0]["physicalLocation"]
        assert (place["region"]["startLine"], place["region"]["startColumn"]) == (d["text_line"], d["column"])
        assert place["region"]["endLine"] > place["region"]["startLine"] or place["region"]["endColumn"] == d["column"] + d["length"]
        assert re.fullmatch(r"[-\w./~%]+", place["artifactLocation"]["uri"]), place
        assert d["message"] in result["message"]["text"]
        assert ("suppressions" in result) == ("waived" in d) and ("fixes" in result) == ("fix" in d)
    assert {r["ruleId"] for r in run["results"]} == set(ids)


def junit(text, report, status):
    suite = tree.fromstring(text).find("testsuite")
    cases = suite.findall("testcase")
    assert int(suite.get("tests")) == len(cases) and len(cases) - len(report["lines"]) in (0, 1)
    for case, line in zip(cases, report["lines"]):
        assert case.get("line") == str(line["text_line"])
        failed, skipped = case.find("failure") is not None, case.find("skipped") is not None
        errors = [d for d in report["diagnostics"] if d["severity"] == "error" and "waived" not in d and d["line"] == line["line"]]
        assert failed or not errors, (line["line"], "has an error and passes")
        if line["verdict"] in ("undecided", "not-applicable", "prose"):
            assert failed or skipped, (line["line"], "passes, and nothing earned it")
    assert int(suite.get("failures")) == len(suite.findall(".//failure")) and int(suite.get("skipped")) == len(suite.findall(".//skipped"))
    assert (status == 1) == (int(suite.get("failures")) > 0)


def github(text, report):
    lines = text.splitlines()
    found = [d for d in report["diagnostics"] if "waived" not in d]
    assert len(lines) == len(found) + 1, "an annotation is one line, and the counts are the last"
    for line, d in zip(lines, found):
        m = re.fullmatch(r"::(error|warning|notice) file=([^,:]*),line=(\d+),(?:col=(\d+),endColumn=(\d+)|endLine=(\d+)),title=([^,:]*)::(.+)", line)
        assert m, line
        assert m[1].replace("notice", "note") == d["severity"] and int(m[3]) == d["text_line"] and (not m[4] or int(m[4]) == d["column"])


def markdown(text, report, source):
    spans = re.compile(r"`(?:= |\? |\w+ := )[^`\n]*`")
    if source.startswith("---\nhence: 1"):
        live = sum(v["kind"] != "function" for line in report["lines"] for v in line["values"])
        assert len(spans.findall(source)) - len(spans.findall(text)) == live, (spans.findall(text), live)
        assert "\nhence: 1" not in text and not re.search(r"^ *``` *yaml", text, re.M)
        for line in report["lines"]:
            for value in line["values"]:
                shown = re.sub(r"([\\`*_\[\]<>|~&#])", r"\\\1", value["shown"])
                assert value["kind"] == "function" or value.get("value") is None or value["shown"] in text or shown in text, value
    else:
        assert text.startswith(source)
    assert text.count("## VIOLATION CHECK") >= 1


for sheet, args in SHEETS:
    status, text = check(sheet, args, "json")
    report = json.loads(text)
    for format, test in ("sarif", sarif), ("github", github):
        test(check(sheet, args, format)[1], report)
    same, text = check(sheet, args, "junit")
    assert same == status, "the format changes the exit status"
    junit(text, report, status)
    markdown(check(sheet, args, "markdown")[1], report, sheet.read_text())

with tempfile.TemporaryDirectory() as folder:
    sheet = pathlib.Path(folder) / "bytes.md"
    sheet.write_bytes("---\nhence: 1\ntitle: 'a'\n---\n\n01. CHECK\x1b[2J: `? 1 == \"\x1b[31m\u202e\"` \x1b]0;x\x07 and 1 + 1 = 3.\n"
        "    ``` yaml\n    accept: {jump: \"\u202e reason\"}\n    when: 1 == 2 or \"\x1b[7m\" == \"a\"\n    ```\n02. CHECK: `x := 1 / 0` `? x == \"\u202e\"`\n".encode())
    for format in "text", "github", "junit":
        text = subprocess.run([HENCE, "check", "-v", "--coverage", "--format", format, str(sheet)], capture_output=True, text=True).stdout
        bad = [c for c in text if (ord(c) < 0x20 and c not in "\n\t") or (c == "\u202e" and format != "junit")]
        assert text and not bad, (format, bad, text)
