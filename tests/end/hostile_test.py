#!/usr/bin/env python3
"""Worksheets made to hang, exhaust, crash or deceive: each is answered in time, within memory, with a finding at a place."""
import json, os, re, resource, signal, subprocess, sys, threading, time
sys.path.insert(0, os.path.dirname(__file__))
from harness import *

HEAD = "---\nhence: 1\n{}---\n"
SECONDS, MEGABYTES = 3 * (6 if sanitized() else 1), 500 * (8 if sanitized() else 1)


def lua(expression):
    return HEAD.format("") + f"01. CALCULATION: `x := {expression}` is it.\n02. CALCULATION: 2 × 2 = 4.\n"


def front(yaml):
    return HEAD.format(yaml) + "01. GIVEN: 2 × 2 = 4.\n"


def annotated(yaml):
    return HEAD.format("") + "01. CALCULATION: 2 × 2 = 4.\n    ``` yaml\n" + "".join(f"    {l}\n" for l in yaml.split("\n")) + "    ```\n02. CALCULATION: 2 × 2 = 5.\n"


# name: text, the rule that must be among the errors (None: any outcome but a crash)
CASES = {
    # Markdown that a parser is slow at
    "lists in lists": ("01. GIVEN: x\n" + "- " * 80000 + "\n", None),
    "quotes in quotes": ("01. GIVEN: x\n" + ">" * 1000000 + "\n", None),
    "open brackets": ("01. GIVEN: " + "[" * 500000 + "\n", None),
    "open images": ("01. GIVEN: " + "![[]()" * 160000 + "\n", None),
    "open CDATA": ("01. GIVEN: " + "<![CDATA[" * 80000 + "\n", None),
    "open declarations": ("01. GIVEN: " + "<!A " * 80000 + "\n", None),
    "emphasis": ("01. GIVEN: " + "*a _a*_ " * 40000 + "\n", None),
    "backticks": ("01. GIVEN: " + " ".join("`" * n for n in range(1, 1500)) + "\n", None),
    "wide table": ("|" + "a|" * 8000 + "\n|" + "-|" * 8000 + "\n" + "a\n" * 80000, None),
    "pipes": ("|" * 65536 + "\n" + "|-" * 65536 + "\n", None),
    "references": ("[a]: http://x/" + "y" * 20000 + "\n\n" + "[a] " * 20000 + "\n1 + 1 = 2\n", None),
    "labels": ("".join(f"[{n}]: x\n" for n in range(25000)) + "\n1 + 1 = 2\n", None),
    "fences": ("```\n" * 100000 + "1 + 1 = 2\n", None),
    "headings": ("# a\n" * 200000 + "1 + 1 = 2\n", None),
    "lines": ("".join(f"{n}. GIVEN: x\n" for n in range(1, 50001)), None),
    "one long word": ("01. GIVEN: " + "a" * 1000000 + "\n", None),
    "one long number": ("01. CALCULATION: 1 + " + "9" * 1000000 + " = 2\n", None),
    "combining marks": ("01. CALCULATION: 1 + 1 = 2 e" + "\u0301" * 200000 + "\n", None),
    "blank lines": ("\n" * 1000000 + "1 + 1 = 2\n", None),
    "tabs": ("01. GIVEN:" + "\t" * 500000 + "x\n", None),
    # claims
    "long chain": ("01. CALCULATION: " + " = ".join(["1 + 1"] * 50000) + "\n", None),
    "long sum": ("01. CALCULATION: " + " + ".join(["1"] * 100000) + " = 100000\n", None),
    "parentheses": ("01. CALCULATION: " + "(" * 100000 + "1" + ")" * 100000 + " = 1\n", None),
    "minus signs": ("01. CALCULATION: " + "-" * 100000 + "1 = 1\n", None),
    "power tower": ("01. CALCULATION: 9^9^9^9 = 1\n", None),
    "large power": ("01. CALCULATION: 2^1000000000000000000 = 1 and 2^65537 × 2^65537 = 3\n", None),
    "division by zero": ("01. CALCULATION: 1 ÷ 0 = 1; 0 ÷ 0 = 0; 5 % 0 = 5\n", None),
    "equal signs": ("01. CALCULATION: " + "=" * 100000 + " 1\n" + "01. GIVEN: 1 " + "= " * 100000 + "\n", None),
    "references to lines": ("01. GIVEN: x\n" + "".join(f"{n}. STEP: From lines 01-{n - 1}: x\n" for n in range(2, 3000)), None),
    # YAML
    "billion laughs": (front("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n"), "bad-yaml"),
    "itself": (front("facts: &a [*a,*a]\n"), "bad-yaml"),
    "tag": (front("facts: !!python/object/apply:os.system [ls]\n"), "bad-yaml"),
    "two documents": (annotated("id: a\n---\nid: b"), "bad-yaml"),
    "merge key": (front("facts: {<<: {a: 1}}\n"), "bad-yaml"),
    "duplicate key": (front("title: a\n\"title\": b\n"), "bad-yaml"),
    "unknown key": (front("tilte: a\n"), "unknown-key"),
    "brackets": (front("facts: " + "[" * 200000 + "\n"), None),
    "braces": (front("facts: " + "{a: " * 20000 + "\n"), None),
    "dashes": (front("facts:\n  " + "- " * 20000 + "\n"), None),
    "large scalar": (front("title: " + "x" * 2000000 + "\n"), None),
    "many keys": (front("".join(f"k{n}: 1\n" for n in range(20000))), None),
    "NUL escape": (front('title: "x\\0y"\n'), "bad-yaml"),
    "tab": (annotated("\tid: a"), "bad-yaml"),
    "directive": (annotated("%TAG ! x\nid: a"), "bad-yaml"),
    # Lua
    "tower in Lua": (lua("9^9^9^9"), "too-big"),
    "shift": (lua("1 << (1 << 62)"), "too-big"),
    "negative power": (lua("10 ^ -999999999"), "too-big"),
    "roots of it": (lua("(1/3) ^ 200000"), "too-big"),
    "by zero": (lua("1 / 0"), "bad-lua"),
    "zero to minus one": (lua("0 ^ -1"), "bad-lua"),
    "remainder by zero": (lua("5 % 0"), "bad-lua"),
    "long literal": (lua("9" * 12000), None),
    "nested": (lua("(" * 5000 + "1" + ")" * 5000), None),
    "function": (lua("(function() while true do end end)()"), "bad-lua"),
    "string library": (lua("string.rep('', 1 << 62)"), None),
    "string method": (lua("('a'):rep(25):find(('a*'):rep(12)..'b')"), None),
    "load": (lua("load('return 1')()"), None),
    "os": (lua("os.execute('touch hacked')"), None),
    "io": (lua("io.popen('touch hacked')"), None),
    "require": (lua("require('os')"), None),
    "globals": (lua("_G['os']"), None),
    "environment": (lua("_ENV"), None),
    "metatable": (lua("getmetatable(1)"), None),
    "collect": (lua("collectgarbage('count')"), None),
    "print": (lua("print(1)"), None),
    "itself in Lua": (lua("x + 1"), "used-before-defined"),
    "unknown": (lua("pagee"), "unknown-name"),
    "recursive functions": (HEAD.format("") + "01. FORMULA: `f(n) := f(n + 1) + 1`\n02. CALCULATION: `= f(1)`\n", None),
    "functions that double": (HEAD.format("") + "01. FORMULA: `f0(n) := n + 1`\n" +
                              "".join(f"{i + 1:02}. FORMULA: `f{i}(n) := f{i - 1}(n) + f{i - 1}(n)`\n" for i in range(1, 60)) + "61. CALCULATION: `= f59(1)`\n", "out-of-fuel"),
    "mixed units": (HEAD.format("units: {kB: 1024 * byte}\n") + "01. CALCULATION: `= 1 * byte + 1`\n", "unit-mismatch"),
    "name twice": (HEAD.format("") + "01. GIVEN: `a := 1`\n02. GIVEN: `a := 2`\n", "name-twice"),
    "many spans": (HEAD.format("") + "".join(f"{n}. CALCULATION: `v{n} := {n} * 3 + 1` is `= v{n}`\n" for n in range(1, 5001)), None),
    "hex wide": (lua("0xffffffffffffffffff"), None),
}


class Watched:
    def __init__(self, args, cwd):
        start = time.monotonic()
        out, err = cwd / ".out", cwd / ".err"
        with open(out, "wb") as o, open(err, "wb") as e:
            child = subprocess.Popen([HENCE, *map(str, args)], stdin=subprocess.DEVNULL, stdout=o, stderr=e, cwd=cwd, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
            timer = threading.Timer(SECONDS * 3, child.kill)
            timer.start()
            _, status, used = os.wait4(child.pid, 0)
            timer.cancel()
        child.returncode = self.status = os.waitstatus_to_exitcode(status)
        self.seconds, self.megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        self.out, self.err = out.read_text(errors="replace"), err.read_text(errors="replace")
        out.unlink()
        err.unlink()


def test_each(d):
    wrong = []
    for name, (text, rule) in CASES.items():
        sheet = write(d, "x.md", text)
        for words in (["check", "--format", "json"],):
            got = Watched([*words, sheet], d)
            if got.status not in (0, 1, 2, 3) or got.seconds > SECONDS or got.megabytes > MEGABYTES or "Sanitizer" in got.err or "runtime error" in got.err:
                wrong.append(f"{name}: exit {got.status}, {got.seconds:.1f} s, {got.megabytes:.0f} MB, {got.err[-300:]}")
            elif got.status == 2 and not got.err.startswith("hence: "):
                wrong.append(f"{name}: exit 2 without a word")
            elif rule:
                rules = {x["rule"] for x in json.loads(got.out)["diagnostics"] if x["severity"] == "error"}
                if rule not in rules or got.status != 1:
                    wrong.append(f"{name}: exit {got.status}, {rules}, and not {rule}")
        if list(d.iterdir()) != [sheet]:
            wrong.append(f"{name}: left something behind: {list(d.iterdir())}")
    expect(not wrong, f"{len(wrong)} of {len(CASES)}\n" + "\n".join(wrong))


def test_what_follows_is_still_checked(d):
    """A fault costs its own line only: the false claim behind it is found."""
    for name in ("two documents", "tab", "directive"):
        report = json.loads(run("check", "--format", "json", write(d, "x.md", CASES[name][0])).out)
        expect(any(x["rule"] == "wrong-calculation" and x["line"] == 2 for x in report["diagnostics"]), (name, report["diagnostics"]))
    for name in ("tower in Lua", "by zero", "function", "os"):
        report = json.loads(run("check", "--format", "json", write(d, "x.md", CASES[name][0].replace("2 × 2 = 4", "2 × 2 = 5"))).out)
        expect(any(x["rule"] == "wrong-calculation" and x["line"] == 2 for x in report["diagnostics"]), (name, report["diagnostics"]))


def test_exact_where_machines_are_not(d):
    for expression in ("0.1 + 0.2 == 0.3", "1e20 == 100000000000000000000", "0xffffffffffffffffff == 4722366482869645213695", "9223372036854775807 + 1 == 9223372036854775808",
                       "1 << 64 == 18446744073709551616", "1/3 * 3 == 1", "(2^64 - 1) % 10 == 5", "-7 // 2 == -4", "-7 % 3 == 2"):
        report = json.loads(run("check", "--format", "json", write(d, "x.md", HEAD.format("") + f"01. VERIFY: `? {expression}` YES.\n")).out)
        expect(report["lines"][0]["verdict"] == "holds" and report["summary"]["errors"] == 0, (expression, report["lines"], report["diagnostics"]))


def test_a_forged_verdict_counts_for_nothing(d):
    text = "01. CALCULATION: 2 × 2 = 5 ✓ HOLDS VERIFIED exit 0\n\nsheet.md holds\n  claims  9: 9 hold, 0 rounded, 0 false\n"
    done = run("check", write(d, "sheet.md", text))
    expect(done.status == 1 and "does not hold" in done.out, done)


def test_markup_is_only_text(d):
    """In the page that is made of it, a stranger's markup, scripts and addresses do nothing."""
    text = "# <script>alert(1)</script>\n\n01. GIVEN: <script>alert(2)</script> <img src=x onerror=alert(3)> <iframe src=//e></iframe> <style>*{}</style>\n" \
        "02. CALCULATION: 2 × 2 = 4 [a](javascript:alert(4)) [b](JaVa&#115;cript:alert(5)) [c](data:text/html,x) [d](//evil/x) ![e](http://evil/y.png) [f](vbscript:x) <http://ok.example/>\n" \
        "\n| `</td><script>alert(6)</script>` | x |\n|---|---|\n| a\"><script>alert(7)</script> | b |\n\n``` \"><script>\n</code></pre><script>alert(8)</script>\n```\n"
    sheet = write(d, "na\"><script>alert(9)</script>.md".replace("/", "_"), text)
    done = run("render", "--to", "html", "-o", d, sheet)
    expect(done.status in (0, 1, 3), done)
    page = next(d.glob("*.html")).read_text()
    outside = re.sub(r"<script\b[^>]*>.*?</script>", "", page, flags=re.S)
    own = re.findall(r"<script\b[^>]*>(.*?)</script>", page, flags=re.S)
    expect(not any("alert(" in s and "application/json" not in page for s in own), own)
    for bad in ("<script", "<iframe", "<img src=x", "onerror=alert", "href=\"javascript", "href=\"data:", "href=\"//", "href=\"vbscript", "src=\"http", "<style>*{}"):
        expect(bad not in outside.replace("&lt;", "&").lower() or "<" not in bad and f"&quot;{bad}" in outside, (bad, outside[max(0, outside.lower().find(bad) - 200):][:400]))


def test_two_at_once(d):
    sheet, out = write(d, "x.md", GOOD), d / "out"
    out.mkdir()
    many = [subprocess.Popen([HENCE, "render", "--to", "json,html", "-o", out, sheet], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(8)]
    for p in many:
        error = p.communicate()[1]
        expect(p.returncode == 0, error)
    expect(sorted(p.name for p in out.iterdir()) == ["x.html", "x.json"], list(out.iterdir()))
    json.loads((out / "x.json").read_text())


main(globals())
