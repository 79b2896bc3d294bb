#!/usr/bin/env python3
"""Expressions that ask for too much: each ends in its finding, at its place, within 1 s and 160 MiB."""
import json, os, pathlib, resource, subprocess, sys, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
SLOW = 20 if "sanitize" in HENCE else 1         # sanitizers are slow and large
SECONDS, BYTES = 1.0 * SLOW, (160 << 20) * SLOW
HEAD = "---\nhence: 1\n---\n\n"


def line(n, text, yaml=""):
    return f"{n:02}. CALCULATION: {text}\n{yaml}"


def one(expression, yaml=""):
    return line(1, f"`= {expression}`", yaml)


def chain(first, rule, n, last):
    return line(1, f"`{first}`") + "".join(line(i, f"`{rule.format(i, i - 1)}`") for i in range(2, n + 1)) + line(n + 1, f"`= {last.format(n)}`")


STEPS = "    ``` yaml\n    steps: true\n    ```\n"
CASES = [
    # finding, column or None, worksheet, arguments
    ("too-big", 21, one("2^(2^40)"), []),
    ("too-big", 23, one("9^9^9^9"), []),
    ("too-big", 21, one("2^1e18"), []),
    ("too-big", 21, one("1 << (1 << 62)"), []),
    ("too-big", 21, one("10^-999999999"), []),
    ("too-big", 21, one("(1/3)^20000"), []),
    ("too-big", 25, one("1 + 2^70000 + 1"), []),
    ("too-big", None, chain("a1 := 3", "a{0} := a{1} * a{1}", 60, "a{0}"), []),
    ("too-big", None, one("1" * 20000), []),
    ("too-big", 21, one("1" * 16000), ["--limit", "number-bits=1000"]),
    ("too-big", 21, one("1e60000"), []),
    ("bad-lua", 21, one("1e99999999999999999999"), []),
    ("too-big", None, one("(" * 5000 + "1" + ")" * 5000), []),
    ("too-big", None, one("{" * 5000 + "}" * 5000), []),
    ("too-big", None, one("not " * 3000 + "true"), []),
    ("too-big", None, one("- " * 5000 + "1"), []),
    ("too-big", None, one("2" + "^2" * 5000), []),
    ("too-big", 21, one("1" + "+1" * 5000), []),
    ("too-big", None, one("1" + " .. 1" * 3000), []),
    ("too-big", None, chain('t1 := "0123456789"', "t{0} := t{1} .. t{1}", 40, "t{0}"), []),
    ("out-of-fuel", None, chain("f1(x) := x + x", "f{0}(x) := f{1}(x) + f{1}(x)", 40, "f{0}(1)"), []),
    ("too-big", None, chain("f1(x) := 1 / x", "f{0}(x) := f{1}(2 * x) + f{1}(2 * x + 1)", 40, "f{0}(1)"), []),
    ("too-big", None, chain("f1(x) := {x, x, x}", "f{0}(x) := {{f{1}(x), f{1}(x)}}", 30, "f{0}(1)"), []),
    ("too-big", None, chain("g1(x) := x", "g{0}(x) := g{1}(x)", 90, "g{0}(1)"), []),
    (None, None, chain("g1(x) := x", "g{0}(x) := g{1}(x" + "+1" * 400 + ")", 60, "g{0}(1)"), []),
    ("too-big", None, chain("g1(x) := x", "g{0}(x) := g{1}(x)" + "+1" * 400, 60, "g{0}(1)"), []),
    ("too-big", None, chain("l1 := {1, 2, 3, 4}", "l{0} := {{l{1}, l{1}, l{1}}}", 60, "#l{0}"), []),
    ("out-of-fuel", 21, one("powmod(3, 2^60000 - 1, 2^60000 - 3)"), ["--limit", "number-bits=65536"]),
    ("out-of-fuel", 21, one("digits(2^65000, 2)"), ["--limit", "fuel=100000", "--limit", "number-bits=65536"]),
    ("too-big", 22, one("#digits(2^4000, 2)"), ["--limit", "lua-bytes=150000"]),
    ("too-big", 21, one("lcm(4, 6)"), ["--limit", "lua-bytes=1000"]),
    ("out-of-fuel", None, one("1 + 1 + 1"), ["--limit", "fuel=3"]),
    ("too-big", 21, one("2^64"), ["--limit", "number-bits=64"]),
    ("too-big", None, one("((((((1))))))"), ["--limit", "expression-depth=5"]),
    ("too-big", 21, one("1 + 1 + 1 + 1"), ["--limit", "expression-bytes=10"]),
    # these hold, and must not cost more for all that
    (None, None, one("0 << 2^40"), []),
    (None, None, one("1 >> 2^40"), []),
    (None, None, one("(-1)^(10^30)"), []),
    (None, None, one("2^60000 * 3^3000", STEPS), ["--limit", "number-bits=65536"]),
    (None, None, one("powmod(7, 2^62 - 1, 2^2000 - 1)", STEPS), []),
    (None, None, one("(2^9000 + 1) // (2^40 - 1)", STEPS), []),
    (None, None, one("round(2^-60000, 1000)"), ["--limit", "number-bits=65536"]),
    (None, None, one("hex(1, 4096)"), []),
]


def run(text, arguments):
    with tempfile.TemporaryDirectory() as folder:
        sheet = pathlib.Path(folder) / "x.md"
        sheet.write_text(HEAD + text)
        bound = lambda: resource.setrlimit(resource.RLIMIT_CPU, (10 * SLOW, 10 * SLOW))
        child = subprocess.Popen([HENCE, "check", "--format", "json", *arguments, str(sheet)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=bound)
        out = child.stdout.read()
        err = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
        return out, err, os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


failed = 0
for finding, column, text, arguments in CASES:
    out, err, status, seconds, size = run(text, arguments)
    name = (text[:60] + "..." if len(text) > 60 else text).replace("\n", " ")
    try:
        found = [d for d in json.loads(out)["diagnostics"] if d["rule"] in ("too-big", "out-of-fuel", "bad-lua")]
    except ValueError:
        print(f"{name}: exit {status}: {err.decode()[:300]}")
        failed += 1
        continue
    ids = [d["rule"] for d in found]
    places = [d["column"] for d in found]
    if ids != ([finding] if finding else []) or (column and places != [column]):
        print(f"{name}: wanted {finding} at {column}, got {list(zip(ids, places))[:5]}")
        failed += 1
    if seconds > SECONDS or size > BYTES:
        print(f"{name}: {seconds:.2f} s, {size >> 20} MiB")
        failed += 1
print(f"{len(CASES)} cases, {failed} failed")
sys.exit(failed != 0)
