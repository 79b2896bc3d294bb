#!/usr/bin/env python3
"""Facts of many worksheets: one file each in a folder, the same with -j and without; and what is not written."""
import os, pathlib, subprocess, sys, tempfile

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
ROOT = str(pathlib.Path("tests/facts/roots/seed-laptop").resolve())
SHEET = "---\nhence: 1\nfacts:\n  x: {{{}}}\n---\n\n01. AXIOM: `= x`.\n"
faults = []


def hence(*words, code=0):
    done = subprocess.run([HENCE, "facts", "--sysroot", ROOT, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    if done.returncode != code:
        faults.append(f"{words}: exit {done.returncode}, not {code}: {done.stdout}{done.stderr}")
    return done


with tempfile.TemporaryDirectory() as folder:
    at = pathlib.Path(folder)
    sheets = []
    for i, probe in enumerate(["meminfo: MemTotal", "sysconf: PAGESIZE", "topology: cores", "cpuinfo: TLB size, match: '(\\d+)'", "meminfo: Nothing"]):
        (at / f"s{i}.md").write_text(SHEET.format(probe))
        sheets.append(at / f"s{i}.md")
    one, two = at / "one", at / "two"
    first, second = hence("-o", one, *sheets, code=3), hence("-j", "3", "-o", two, *sheets, code=3)
    names = sorted(p.name for p in one.iterdir())
    if names != [f"s{i}.yaml" for i in range(5)] or names != sorted(p.name for p in two.iterdir()):
        faults.append(f"the folders hold {names} and {sorted(p.name for p in two.iterdir())}")
    for name in names:
        if (one / name).read_bytes() != (two / name).read_bytes():
            faults.append(f"{name} is another with -j")
        alone = hence("-o", "-", at / name.replace(".yaml", ".md"), code=3 if name == "s4.yaml" else 0).stdout
        if alone.encode() != (one / name).read_bytes():
            faults.append(f"{name} is another alone")
    shown = [hence(*words, *sheets, code=3).stdout for words in ((), ("-j", "4"))]
    if shown[0] != shown[1] or shown[0].count("\n") != 5:
        faults.append(f"on the terminal: {shown}")
    hence("-o", two, sheets[0])                 # a folder that is there takes one, too
    if 'recorded: "2027-01-31"' not in hence("--date", "2027-01-31", "-o", "-", sheets[0]).stdout:
        faults.append("the day was not written down")
    before = sheets[0].read_bytes()
    hence("-o", sheets[0], sheets[0], code=2)
    if sheets[0].read_bytes() != before:
        faults.append("a worksheet was overwritten")
    (at / "other").mkdir()
    (at / "other/s0.md").write_text(SHEET.format("meminfo: MemFree"))
    if "two worksheets of one name" not in hence("-o", two, sheets[0], at / "other/s0.md", code=2).stderr:
        faults.append("two of one name were not told")
    hence("-o", "-", *sheets, code=2)
    hence("-o", at / "s1.md" / "x", *sheets[:2], code=2)
    if "s9.md" not in hence("-j", "2", "-o", two, sheets[0], at / "s9.md", code=2).stderr:
        faults.append("a worksheet that is not there was not told")
print("\n".join(faults) or "five worksheets")
sys.exit(1 if faults else 0)
