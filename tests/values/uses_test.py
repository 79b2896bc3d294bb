#!/usr/bin/env python3
"""Many worksheets that use each other: each is opened once, whoever uses it; a chain needs no deep stack; circles are found; the number is
bounded, and said. References into other worksheets are edges."""
import json, os, pathlib, resource, subprocess, sys, tempfile

HENCE = os.path.abspath(os.environ.get("HENCE", "out/bin/hence"))
SLOW = 20 if "sanitize" in HENCE else 1


def run(folder, *args):
    def small_stack():
        resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, 1 << 20))
    return subprocess.run([HENCE, *args], cwd=folder, capture_output=True, text=True, timeout=120, preexec_fn=None if SLOW > 1 else small_stack)


def check(folder, name="0.md"):
    done = run(folder, "check", "--format", "json", name)
    report = json.loads(done.stdout)
    return done.returncode, report, [d["message"] for d in report["diagnostics"] if d["rule"] == "missing-file"]


def sheet(folder, name, uses, line):
    uses = "uses: {" + ", ".join(f"n{k}: {k}.md" for k in uses) + "}\n" if uses else ""
    pathlib.Path(folder, f"{name}.md").write_text(f"---\nhence: 1\n{uses}---\n\n01. CALCULATION: {line}\n")


def value(report):
    return report["lines"][0]["values"][0]["value"]


def test_layers(folder):        # ten use ten others each, seven deep: ten million, were each opened for each
    for level in range(7):
        for i in range(10):
            below = [f"{level + 1}{k}" for k in range(10)] if level < 6 else []
            sheet(folder, f"{level}{i}" if level or i else "0", below, "`x := 1" + "".join(f" + n{b}.x" for b in below) + "`.")
    status, report, missing = check(folder)
    assert (status, value(report), missing) == (0, "1111111", []), (status, missing)


def test_chain(folder):
    for i in range(1000):
        sheet(folder, str(i), [i + 1] if i < 999 else [], f"`x := n{i + 1}.x + 1`." if i < 999 else "`x := 1`.")
    status, report, missing = check(folder)
    assert (status, value(report), missing) == (0, "1000", []), (status, missing)
    assert report["lines"][0]["rests_on_used"] == ["n1:01"], report["lines"][0]


def test_fan(folder):
    sheet(folder, "0", range(1, 1001), "`x := n1.x + n1000.x`.")
    for i in range(1, 1001):
        sheet(folder, str(i), [1001], f"`x := {i} * n1001.x`.")
    sheet(folder, "1001", [], "`x := 1 + 1`.")
    status, report, missing = check(folder)
    assert (status, value(report), missing) == (0, "2002", []), (status, missing)


def test_false_far_below(folder):
    for i in range(300):
        sheet(folder, str(i), [i + 1] if i < 299 else [], f"`x := n{i + 1}.x + 1`." if i < 299 else "`x := 4`, and 2 + 2 = 5.")
    status, report, missing = check(folder)
    assert status == 3 and report["lines"][0]["verdict"] == "undecided" and "is false" in report["lines"][0]["why"] and len(report["lines"][0]["why"]) < 1000, report["lines"]


def test_circles(folder):
    sheet(folder, "0", [1, 2, 5], "`x := 1`.")
    sheet(folder, "1", [2], "`x := 1`.")
    sheet(folder, "2", [3], "`x := 1`.")
    sheet(folder, "3", [1], "`x := 1`.")        # 1, 2, 3 are a circle
    sheet(folder, "5", [6], "`x := n6.x`.")
    sheet(folder, "6", [], "`x := 1`.")
    status, report, missing = check(folder)
    assert (status, missing) == (0, []), (status, missing)
    for name, used in (("1", "2.md"), ("2", "3.md"), ("3", "1.md")):
        status, report, missing = check(folder, f"{name}.md")
        assert (status, missing) == (1, [f"the worksheet {used} cannot be used: it uses this worksheet in turn"]), (name, status, missing)
    sheet(folder, "7", [7], "`x := 1`.")
    assert check(folder, "7.md")[2] == ["the worksheet 7.md cannot be used: it uses this worksheet in turn"]


def test_bounded(folder):
    sheet(folder, "0", range(1, 5001), "`x := 1`.")
    for i in range(1, 5001):
        sheet(folder, str(i), [5000 + i], "`x := 1`.")
    for i in range(5001, 10001):
        sheet(folder, str(i), [], "`x := 1`.")
    status, report, missing = check(folder)
    assert status in (0, 1) and all("more than 10000 worksheets" in m for m in missing), (status, missing[:3])


def test_edges(folder):
    pathlib.Path(folder, "base.md").write_text("---\nhence: 1\n---\n\n01. DEFINITION: Half is `half := 21`.\n02. CALCULATION: `all := 2 * half`, and 21 + 21 = 42.\n"
                                               "03. CALCULATION: 2 + 2 = 5.\n")
    pathlib.Path(folder, "user.md").write_text("""---
hence: 1
uses: {base: base.md, gone: gone.md}
---

01. CALCULATION: All of it is `= base.all`, twice `twice := 2 * base.all`.
    ``` yaml
    from: ["base:01"]
    ```
02. CALCULATION: 3 + 3 = 6.
    ``` yaml
    from: ["base:3", 1]
    ```
03. CALCULATION: 3 + 4 = 7.
    ``` yaml
    from: ["base:9", "gone:1", "nowhere:1"]
    ```
""")
    status, report, missing = check(folder, "user.md")
    said = {d["message"] for d in report["diagnostics"] if d["rule"] == "missing-line"}
    assert status == 1 and len(missing) == 1 and said == {"base.md has no line 9", "uses: names no worksheet nowhere"}, (status, missing, said)
    lines = report["lines"]
    assert [line.get("rests_on_used") for line in lines] == [["base:01", "base:02"], ["base:03"], None], lines
    assert (lines[1]["verdict"], lines[1]["why"]) == ("undecided", "rests on line 03 of base.md, which is false"), lines[1]
    graph = run(folder, "check", "--dump", "graph", "user.md").stdout
    assert "01 rests on base:02: name 6:31 base.all" in graph and "02 rests on base:03: from" in graph, graph
    why = run(folder, "why", "user.md", "2").stdout
    want = """line 02: undecided, rests on line 03 of base.md, which is false  user.md:10
CALCULATION: 3 + 3 = 6.
├─ base:03 by from: false  base.md:7
│  CALCULATION: 2 + 2 = 5.
└─ line 01 by from: holds  user.md:6
   CALCULATION: All of it is 42, twice 84.
   ├─ base:01 by from: holds  base.md:5
   │  DEFINITION: Half is 21.
   └─ base:02 by name base.all: holds  base.md:6
      CALCULATION: 42, and 21 + 21 = 42.
"""
    assert why == want, why


for name, test in list(globals().items()):
    if name.startswith("test_"):
        with tempfile.TemporaryDirectory() as folder:
            test(folder)
