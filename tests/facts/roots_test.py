#!/usr/bin/env python3
"""Every recorded machine answers tests/facts/machine.md as tests/facts/roots/NAME.facts says; what it answers survives a
facts file; and files that are huge, unreadable, a pipe or a folder are an answer each, not a crash.

usage: tests/facts/roots_test.py [--regen]      from the top folder"""
import difflib, os, pathlib, subprocess, sys, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
ROOTS = pathlib.Path("tests/facts/roots")
SHEET = "tests/facts/machine.md"
faults = []


def hence(*words):
    done = subprocess.run([HENCE, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    if done.returncode < 0 or done.returncode == 2:
        faults.append(f"{words}: exit {done.returncode} {done.stderr.decode(errors='replace')}")
    return done.stdout


def expect(name, got, want):
    if got != want:
        lines = difflib.unified_diff(want.decode(errors="replace").splitlines(), got.decode(errors="replace").splitlines(), "wanted", "got", lineterm="")
        faults.append(f"{name}:\n" + "\n".join(lines))


roots = sorted(p for p in ROOTS.iterdir() if p.is_dir())
assert len(roots) >= 9, roots
with tempfile.TemporaryDirectory() as folder:
    for root in roots:
        readme = (root / "README").read_text()
        if not readme.startswith(("Composed", "Recorded")):
            faults.append(f"{root}/README says neither Composed nor Recorded")
        dump = hence("check", "--sysroot", root, "--dump", "facts", SHEET)
        golden = ROOTS / f"{root.name}.facts"
        if "--regen" in sys.argv:
            golden.write_bytes(dump)
        expect(golden, dump, golden.read_bytes())
        one, two = pathlib.Path(folder, "one.yaml"), pathlib.Path(folder, "two.yaml")
        hence("facts", "--sysroot", root, "-o", one, SHEET)
        hence("facts", "--facts", one, "-o", two, SHEET)
        expect(f"{root.name}: a facts file of a facts file", two.read_bytes(), one.read_bytes())
        expect(f"{root.name}: facts from a facts file", hence("check", "--facts", one, "--dump", "facts", SHEET), dump)

    # The course's first worksheet on every machine: it holds, or says what it could not decide and why.
    for root in roots:
        done = subprocess.run([HENCE, "check", "--sysroot", root, "worksheets/numa-zones.md"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        if done.returncode != (3 if root.name in ("garbled", "riscv-board") else 0):
            faults.append(f"numa-zones.md on {root.name}: exit {done.returncode}")

    bad = pathlib.Path(folder, "bad")
    (bad / "proc").mkdir(parents=True)
    (bad / "proc/cpuinfo").write_bytes(b"x" * (5 << 20))
    (bad / "proc/meminfo").mkdir()
    os.mkfifo(bad / "proc/zoneinfo")
    (bad / "sysconf").write_text("PAGESIZE 4096\n")
    node = bad / "sys/devices/system/node"
    node.mkdir(parents=True)
    (node / "online").write_text("0\n")
    (node / "online").chmod(0)
    got = hence("check", "--sysroot", bad, "--dump", "facts", SHEET).decode()
    lines = dict(line.split(" ", 1) for line in got.splitlines())
    wanted = {"ram:": "a directory", "ids:": "larger than", "normal:": "not a regular file", "l1:": "no such file"}
    if os.geteuid() != 0:
        wanted["nodes:"] = "not permitted"
    for name, words in wanted.items():
        if words not in lines.get(name, ""):
            faults.append(f"{name} says '{lines.get(name)}', not '{words}'")

    # An answer to another question, or in another unit, is not taken from a facts file.
    sheet = pathlib.Path(folder, "sheet.md")
    write = lambda unit, match: sheet.write_text(f"---\nhence: 1\nfacts:\n  ram: {{unit: {unit}, read: /proc/meminfo, match: '{match}'}}\n---\n\n01. AXIOM: `= ram`.\n")
    write("kB", "MemTotal: *(\\d+)")
    one = pathlib.Path(folder, "one.yaml")
    hence("facts", "--sysroot", ROOTS / "seed-laptop", "-o", one, sheet)
    for unit, match, words in [("kB", "MemTotal: *(\\d+)", "ram = 15776276 kB"), ("kB", "MemFree: *(\\d+)", "recorded another question"),
                               ("MiB", "MemTotal: *(\\d+)", "records it in kB")]:
        write(unit, match)
        got = hence("check", "--facts", one, "--dump", "facts", sheet).decode()
        if words not in got:
            faults.append(f"a facts file asked for {unit} {match}: {got}")

    # A setting keeps the unit, and may not be a word or the name of no fact.
    write("kB", "MemTotal: *(\\d+)")
    for setting, words in [("ram=1024", "ram = 1024 kB [set"), ("ram=much", "not a number")]:
        got = hence("check", "--sysroot", ROOTS / "seed-laptop", "--set", setting, "--dump", "facts", sheet).decode()
        if words not in got:
            faults.append(f"--set {setting}: {got}")
    if b"unknown-name" not in hence("check", "--set", "rom=5", sheet) or b"did you mean ram" not in hence("check", "--set", "rom=5", sheet):
        faults.append("--set of no fact's name is not told")

print("\n".join(faults) or f"{len(roots)} machines")
sys.exit(1 if faults else 0)
