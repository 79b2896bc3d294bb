#!/usr/bin/env python3
"""A plain worksheet rewritten for another machine, and back: the derivation holds there, and the bytes are the first ones again."""
import difflib
from harness import SEED_LAPTOP, TOP, expect, main, run, write

ROOTS = TOP / "tests/facts/roots"
SHEET = """# Memory of one machine

| Property | Value | Source Command |
|---|---|---|
| RAM | 15776276 kB | `grep MemTotal /proc/meminfo` |
| Page size | 4096 bytes | `getconf PAGE_SIZE` |

01. AXIOM: The machine has 15776276 kB of RAM. Source: `grep MemTotal /proc/meminfo` → output: `MemTotal: 15776276 kB`
02. DEFINITION: kB = 1024 bytes. MB = 1024 kB.
03. CALCULATION: From lines 01 and 02: 15776276 × 1024 = 16154906624 bytes.
04. AXIOM: A page has 4096 bytes.   Source: `getconf PAGE_SIZE` → output: `4096`
05. CALCULATION: From lines 03 and 04: 16154906624 ÷ 4096 = 3944069 pages.
06. CALCULATION: From line 05: 3944069 = 0x3C2E85, and the last one has the number 3944069 - 1 = 3944068 = 0x3C2E84.
07. CALCULATION: From line 03: 16,154,906,624 ÷ 2^30 ≈ 15.05, and 15776276 // 1024 = 15406 MB.\r
08. VERIFY: From line 05: 3944069 × 4096 = 16154906624 ✓
09. DRAW: What is counted.

    ```
    +---------------------+
    | 3944069 pages       |
    | last page: 0x3C2E84 |
    +---------------------+
    ```

10. CONSEQUENCE: From line 05: 3944069 pages of 4096 bytes; 1024 of them are 1 in 3944069.
"""
MACHINES = ("arm64-16k", "arm64-64k", "board-2g", "container", "riscv-board", "server-four-nodes", "virtual-machine")


def test_there_and_back(tmp):
    sheet = write(tmp, "p.md", SHEET)
    expect(run("check", "-q", sheet).status in (0, 3), run("check", sheet))
    for machine in MACHINES:
        there = run("rebase", "--write", sheet, "--sysroot", ROOTS / machine)
        expect(there.status == 0 and there.out == "" and sheet.read_bytes() != SHEET.encode(), f"{machine}: {there}")
        checked = run("check", "--sysroot", ROOTS / machine, sheet)
        expect("error" not in checked.out.replace("0 errors", "") and "fact-differs" not in checked.out, f"{machine}: {checked}")
        changed = [len(a) and len(b) for a, b in zip(SHEET.splitlines(), sheet.read_bytes().decode().splitlines()) if a != b]
        expect(len(changed) >= 9 and "15776276" not in sheet.read_text() and "3944069" not in sheet.read_text(), f"{machine}: {sheet.read_text()}")
        back = run("rebase", "--write", sheet, "--sysroot", SEED_LAPTOP)
        expect(back.status == 0 and sheet.read_bytes() == SHEET.encode(), f"{machine}: {back}" + "".join(difflib.unified_diff(SHEET.splitlines(True), sheet.read_text().splitlines(True))))


def test_numbers_of_another_machine(tmp):
    sheet = write(tmp, "p.md", SHEET)
    run("rebase", "--write", sheet, "--sysroot", ROOTS / "arm64-16k")
    text = sheet.read_text()
    for part in ("7880784 × 1024 = 8069922816 bytes", "8069922816 ÷ 16384 = 492549 pages", "492549 = 0x78405", "492548 = 0x78404", "8,069,922,816 ÷ 2^30 ≈ 7.52",
                 "7880784 // 1024 = 7696 MB", "last page: 0x78404", "`MemTotal: 7880784 kB`", "| Page size | 16384 bytes |", "1024 of them are 1 in 492549"):
        expect(part in text, f"{part}: {text}")


def test_the_diff_is_shown_and_nothing_written(tmp):
    sheet = write(tmp, "p.md", SHEET)
    shown = run("rebase", sheet, "--sysroot", ROOTS / "container")
    expect(shown.status == 0 and sheet.read_bytes() == SHEET.encode(), shown)
    run("rebase", "--write", sheet, "--sysroot", ROOTS / "container")
    removed = [l[1:] for l in shown.out.splitlines() if l.startswith("-") and not l.startswith("---")]
    added = [l[1:] for l in shown.out.splitlines() if l.startswith("+") and not l.startswith("+++")]
    was, now = SHEET.splitlines(), sheet.read_text().splitlines()
    expect(removed == [a for a, b in zip(was, now) if a != b] and added == [b for a, b in zip(was, now) if a != b], shown)
    expect(run("rebase", sheet, "--sysroot", ROOTS / "container").out == "", "what is rebased already has a diff")


def test_what_does_not_follow_is_not_written(tmp):
    text = SHEET.replace("3944069 × 4096 = 16154906624 ✓", "3944069 < 5000000? YES")
    sheet = write(tmp, "p.md", text)
    refused = run("rebase", "--write", sheet, "--sysroot", ROOTS / "server-four-nodes")
    expect(refused.status == 1 and "line 08 is false there" in refused.err and sheet.read_bytes() == text.encode(), refused)
    expect(run("rebase", "--write", sheet, "--sysroot", ROOTS / "container").status == 1, "16416383 < 5000000")
    expect(run("rebase", "--write", sheet, "--sysroot", ROOTS / "board-2g").status == 0, "497103 < 5000000")


def test_what_cannot_be_rebased(tmp):
    sheet = write(tmp, "p.md", SHEET)
    for words, status, why in (((sheet,), 2, "one machine"), ((sheet, "--here", "--sysroot", SEED_LAPTOP), 2, "one machine"), (("-", "--here"), 2, "that is a file"),
                               ((TOP / "worksheets/numa-zones.md", "--here"), 2, "is annotated"), ((sheet, "--sysroot", ROOTS / "garbled"), 3, "cannot be rebased")):
        done = run("rebase", *words)
        expect(done.status == status and why in done.err and not done.out, f"{words}: {done}")
    expect(sheet.read_bytes() == SHEET.encode(), "it was written all the same")


main(globals())
