#!/usr/bin/env python3
"""Large worksheets come out right, on a small stack and within their memory: 10,000 lines, and chains of 100,000 lines by names and by
references; a line that is drawn with one sign 400,000 times. How long they take is `make bench`'s, but that each ends is seen here."""
import json, os, pathlib, resource, subprocess, sys, tempfile

HENCE = os.path.abspath(os.environ.get("HENCE", "out/bin/hence"))
if "sanitize" in HENCE:
    print("the sanitizers take ten times the memory")
    sys.exit(77)
HEAD = "---\nhence: 1\n---\n\n"


def many(n):
    return HEAD + "01. DEFINITION: `x1 := 4096`.\n" + "".join(f"{i:02}. CALCULATION: From line {i - 1:02}: `= x1` × {i} = `x{i} := x1 * {i}`, and {i} × 2 = {2 * i}.\n" for i in range(2, n + 1))


def names(n):
    return HEAD + "01. DEFINITION: `x1 := 1`.\n" + "".join(f"{i:02}. CALCULATION: `x{i} := x{i - 1} + 1`.\n" for i in range(2, n + 1))


def references(n):
    return "01. CALCULATION: 1 + 1 = 2\n" + "".join(f"{i:02}. CALCULATION: From line {i - 1:02}: {i} + 1 = {i + 1}\n" for i in range(2, n + 1))


def drawn(sign):
    return f"1. DRAW: a line\n\n```\n{sign * 400000}\n```\n"


def small():
    resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, 1 << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (30, 30))       # work that grows with the square of a text ends here


def run(folder, text, *args):
    (folder / "x.md").write_text(text)
    child = subprocess.Popen([HENCE, *args], cwd=folder, stdout=subprocess.PIPE, preexec_fn=small)
    out = child.stdout.read().decode()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, out, used.ru_maxrss >> 10


wrong = []
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    # text, claims, MiB: twice what it took when this was written
    for what, text, claims, most in (("many", many(10000), 19998, 300), ("names", names(100000), 0, 1150), ("references", references(100000), 100000, 1060)):
        status, out, used = run(folder, text, "check", "-q", "x.md")
        words = " ".join(out.split())
        print(f"{what}: {used} MiB")
        if status != 0 or f"claims {claims}: {claims} hold, 0 rounded, 0 false, 0 undecided" not in words or "0 errors" not in words or used > most:
            wrong.append(f"{what}: exit {status}, {used} MiB, {words[-400:]}")
    for sign in "^-=_~#*.+|─═█":
        status, out, used = run(folder, drawn(sign), "check", "-q", "x.md")
        if status != 0 or "0 errors" not in out or used > 400:
            wrong.append(f"drawn with {sign}: exit {status}, {used} MiB, {out[-300:]}")
    status, out, used = run(folder, references(100000), "why", "x.md", "100000")
    if status != 0 or out.count("\nCALCULATION") + out.count(" CALCULATION") < 25 or "line 01 by reference" not in out:
        wrong.append(f"why: exit {status}, {out[:300]}")
print("\n".join(wrong) or "right")
sys.exit(bool(wrong))
