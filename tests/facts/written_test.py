#!/usr/bin/env python3
"""A plain worksheet's machine as written: taken as it stands, and compared only when a machine is named."""
import json, os, pathlib, re, subprocess, sys, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
SHEET = "tests/facts/written/laptop.md"
faults = []


def found(*words):
    done = subprocess.run([HENCE, "check", "--format", "json", *words, SHEET], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    return sorted(d["rule"] for d in json.loads(done.stdout)["diagnostics"] if d["rule"].startswith("fact-"))


def expect(what, got, want):
    if got != want:
        faults.append(f"{what}: {got}, not {want}")


root = lambda name: ("--sysroot", f"tests/facts/roots/{name}")
expect("as written", found(), [])
expect("its own machine", found(*root("seed-laptop")), [])
expect("another machine", found(*root("server-four-nodes")), ["fact-differs"] * 4)
expect("other pages", found(*root("arm64-16k")), ["fact-differs"] * 4)
expect("no nodes", found(*root("riscv-board")), ["fact-differs"] + ["fact-missing"] * 3)
with tempfile.TemporaryDirectory() as folder:
    record = str(pathlib.Path(folder, "facts.yaml"))
    subprocess.run([HENCE, "facts", "-o", record, SHEET], check=False, timeout=60)
    expect("its own facts file", found("--facts", record), [])
    text = pathlib.Path(record).read_text()
    pathlib.Path(record).write_text(text.replace('value: "4096"', 'value: "8192"', 1))
    expect("a facts file with another page", found("--facts", record), ["fact-differs"])
# What another machine says, recorded under the plain worksheet's names, gives what asking that machine gives.
with tempfile.TemporaryDirectory() as folder:
    for name in sorted(p.name for p in pathlib.Path("tests/facts/roots").iterdir() if p.is_dir()):
        record, again = str(pathlib.Path(folder, "facts.yaml")), str(pathlib.Path(folder, "again.yaml"))
        subprocess.run([HENCE, "facts", *root(name), "-o", record, SHEET], check=False, timeout=60)
        if name != "garbled":   # it refuses what a facts file only lacks
            expect(f"recorded on {name}", found("--facts", record), found(*root(name)))
        subprocess.run([HENCE, "facts", "--facts", record, "-o", again, SHEET], check=False, timeout=60)
        one, two = (re.sub(r"    (raw|source|why|status): .*\n", "", pathlib.Path(p).read_text()) for p in (record, again))
        if one != two:
            faults.append(f"a facts file of a facts file, on {name}: {one}\n{two}")
print("\n".join(faults) or "compared with five machines")
sys.exit(1 if faults else 0)
