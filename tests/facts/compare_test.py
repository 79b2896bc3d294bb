#!/usr/bin/env python3
"""One worksheet on every recorded machine: the four outcomes stand where they should, each with its facts; policies keep quiet."""
import json, os, pathlib, re, subprocess, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
ROOTS = pathlib.Path("tests/facts/roots")
SHEET = "worksheets/numa-zones.md"
names = ["seed-laptop"] + sorted(p.name for p in ROOTS.iterdir() if p.is_dir() and p.name != "seed-laptop")


def hence(*words):
    done = subprocess.run([HENCE, *map(str, words)], capture_output=True, text=True, timeout=100, env={**os.environ, "XDG_STATE_HOME": "/nonexistent"})
    assert done.returncode >= 0, done
    return done


def compare(sheet, *words):
    done = hence("compare", "--format", "json", sheet, *words)
    return json.loads(done.stdout), done.returncode


roots = [w for n in names for w in ("--sysroot", ROOTS / n)]
report, status = compare(SHEET, *roots)
at = {n: m for n, m in zip(names, report["machines"])}
lines = {l["line"]: l for l in report["lines"]}
cell = lambda name, line: lines[line]["machines"][names.index(name) - 1]

# each machine's own check exits as the comparison says, and the worst of them is the exit status
for name, machine in at.items():
    assert hence("check", "-q", "--sysroot", ROOTS / name, SHEET).returncode == machine["exit"], name
assert status == 3 and {m["exit"] for m in at.values()} == {0, 3}, at

# four nodes flip the line that has one, because of that fact and no other
flips = [n for n in lines if cell("server-four-nodes", n)["outcome"] == "flips"]
assert at["server-four-nodes"]["first_flip"] == flips[0] == 17 and cell("server-four-nodes", 17)["because"] == ["nodes"], flips
assert "num(nodes) is 4" in cell("server-four-nodes", 17)["why"]
# with 2 GB there is nothing behind the first 4 GB: those lines do not apply, and nothing else flips
flips = [n for n in lines if cell("board-2g", n)["outcome"] == "flips"]
assert flips and all(cell("board-2g", n)["verdict"] == "not-applicable" and "ram" in cell("board-2g", n)["because"] for n in flips), flips
# other values, and the derivation stands
assert {"was": "16154906624", "is": "67241504768"} in cell("container", 5)["values"], cell("container", 5)
for name in ("arm64-16k", "arm64-64k", "container", "virtual-machine"):
    assert at[name]["summary"]["flips"] == at[name]["summary"]["undecided"] == 0 and at[name]["summary"]["differs"] > 5, name
# what cannot be had cannot be decided, and says why
assert at["riscv-board"]["summary"]["undecided"] and at["garbled"]["summary"]["undecided"]
assert cell("riscv-board", 16)["outcome"] == "undecided" and "nodes" in cell("riscv-board", 16)["because"], cell("riscv-board", 16)
# held against itself everything is the same
same, status = compare(SHEET, "--sysroot", ROOTS / "seed-laptop", "--sysroot", ROOTS / "seed-laptop")
summary = same["machines"][1]["summary"]
assert status == 0 and summary["same"] + summary["prose"] == len(lines), summary
# every line has one outcome a machine
for machine in list(at.values())[1:]:
    assert sum(machine["summary"].values()) == len(lines)

with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    # a recorded facts file answers as the machine did
    hence("facts", "-o", tmp / "four.yaml", "--sysroot", ROOTS / "server-four-nodes", SHEET)
    recorded, _ = compare(SHEET, "--sysroot", ROOTS / "seed-laptop", "--facts", tmp / "four.yaml")
    assert [l["machines"][0] for l in recorded["lines"]] == [cell("server-four-nodes", n) for n in lines]

    sheet = tmp / "policy.md"
    sheet.write_text("---\nhence: 1\nfacts:\n  free: {property: Free, unit: kB, read: /proc/meminfo, match: 'MemFree: *(\\d+) kB', varies: volatile, compare: %s}\n---\n"
                     "1. AXIOM: Free are `= free` kB.\n2. CALCULATION: From line 1: twice that is `= free * 2` kB.\n")
    text = sheet.read_text()
    for policy, outcome in (("exact", "differs"), ("ignore", "excused"), ("within 5 %", "excused"), ("within 4.9 %", "differs"), ("at least", "differs")):
        sheet.write_text(text % policy)
        got, _ = compare(sheet, "--sysroot", ROOTS / "seed-laptop", "--sysroot", ROOTS / "seed-laptop")
        assert got["machines"][1]["facts"][0]["outcome"] == "same"
        hence("facts", "-o", tmp / "free.yaml", "--sysroot", ROOTS / "seed-laptop", sheet)
        for n, free in ((0, 1000), (1, 950)):
            (tmp / f"{n}.yaml").write_text(re.sub(r'value: "\d+"', f'value: "{free}"', (tmp / "free.yaml").read_text()))
        got, _ = compare(sheet, "--facts", tmp / "0.yaml", "--facts", tmp / "1.yaml")
        assert got["machines"][1]["facts"][0]["outcome"] == outcome, (policy, got["machines"][1]["facts"])
        assert got["lines"][0]["machines"][0]["outcome"] == ("same" if outcome == "excused" else "differs"), policy

    # a plain worksheet: what it states is other there, and what rests on it has to be worked out anew
    plain = tmp / "plain.md"
    plain.write_text("1. AXIOM: The machine has 15776276 kB of RAM. Source: `grep MemTotal /proc/meminfo` → output: `MemTotal: 15776276 kB`\n"
                     "2. CALCULATION: From line 1: 15776276 × 1024 = 16154906624 bytes.\n3. CALCULATION: 6 × 7 = 42.\n")
    got, status = compare(plain, "--sysroot", ROOTS / "container")
    assert [l["machines"][0]["outcome"] for l in got["lines"]] == ["differs", "undecided", "same"], got["lines"]
    got, status = compare(plain, "--sysroot", ROOTS / "seed-laptop")
    assert status == 0 and {l["machines"][0]["outcome"] for l in got["lines"]} == {"same"}, got["lines"]

# what if: the lines that change are those that --set changes in check
what_if, _ = compare(SHEET, "--sysroot", ROOTS / "seed-laptop", "--set", "page=16384")
assert [m["machine"] for m in what_if["machines"]] == [str(ROOTS / "seed-laptop"), "the same with --set"]
changed = {l["line"] for l in what_if["lines"] if l["machines"][0]["outcome"] == "differs"}
assert {6, 7, 9, 44} <= changed and not changed & {1, 3, 5, 16}, changed

for words, why in ((("compare", SHEET), "wants another machine"), (("compare",), "wants one worksheet"), (("compare", SHEET, "--here", "--format", "junit"), "text, json or html"),
                   (("compare", SHEET, "--sysroot", "nowhere"), "neither a folder")):
    done = hence(*words)
    assert done.returncode == 2 and why in done.stderr, done
page = hence("compare", "--format", "html", SHEET, *roots).stdout
assert page.count("<tr id=\"L") == len(lines) and "http://" not in page and "<script" not in page
text = hence("compare", SHEET, *roots)
assert "line 17 CONSEQUENCE: holds → does not apply, because of nodes: 1 node → 4 node" in text.stdout, text
print(f"{len(names)} machines, {len(lines)} lines")
