#!/usr/bin/env python3
"""`hence audit FILE --mutate` on worksheets of which one knows by hand what no finding guards; the machine is asked once; on the worksheet
of zones it takes seconds and leaves the file alone."""
import os, pathlib, re, subprocess, sys, tempfile

HENCE = os.path.abspath(os.environ.get("HENCE", "out/bin/hence"))
ROOT = str(pathlib.Path("tests/facts/roots/seed-laptop").resolve())

# Guarded: the premise and its quotation hold each other, the product its three numbers, "From line" what is carried.
# Not: a number that only the text says (line 03), what is false already (line 05: no finding comes that was not there), and a reference
# whose line gives nothing that is asked for (line 06).
PLAIN = """# Pages of 4096 bytes

01. AXIOM: A page has 4096 bytes. Source: `getconf PAGE_SIZE` → output: `4096`.
02. CALCULATION: From line 01: 4096 × 3 = 12288.
03. EXPLANATION: A week has 7 days.
04. CONSEQUENCE: From line 02: 12288 bytes are three pages.
05. CALCULATION: 2 + 2 = 5.
06. EXPLANATION: This was said in line 03.
"""
PLAIN_SAID = """plain.md: each number and each reference changed by one, one at a time
  numbers     10: 6 guarded, 4 not (40.0 %)
  references  3: 2 guarded, 1 not (33.3 %)

No error or warning would tell:
  plain.md:5:29: line 03: number 7 → 8
  plain.md:7:18: line 05: number 2 → 3
  plain.md:7:22: line 05: number 2 → 3
  plain.md:7:26: line 05: number 5 → 6
  plain.md:8:40: line 06: reference 03 → 04
"""
# A definition that nothing states exactly is free, one that a claim and a check hold is not. 4096 // 1001 is 4, too; line 04 rests on
# any line above it, as its from: says, but not on itself.
LIVE = """---
hence: 1
facts:
  page: {property: Page size, unit: byte/page, sysconf: PAGESIZE}
---

01. AXIOM: A page has `= page` bytes.
02. DEFINITION: A free number is `free1 := 10 // 3`.
03. DEFINITION: A guarded number is `held := 0xFF`, and 0xFF = 255.
04. CHECK: `? held == 255` YES, and `? free1 < 99` YES.
    ``` yaml
    from: [2, 3]
    ```
05. CHECK: `? num(page) // 1000 == 4` YES.
    ``` yaml
    from: [1]
    ```
"""
LIVE_SAID = """live.md: each number and each reference changed by one, one at a time
  numbers     9: 5 guarded, 4 not (44.4 %)
  references  3: 2 guarded, 1 not (33.3 %)

No error or warning would tell:
  live.md:8:44: line 02: number 10 → 11
  live.md:8:50: line 02: number 3 → 4
  live.md:10:48: line 04: number 99 → 98
  live.md:12:12: line 04: reference 2 → 3
  live.md:14:28: line 05: number 1000 → 1001
"""


def audit(folder, name, text, *args):
    (folder / name).write_text(text)
    done = subprocess.run([HENCE, "audit", name, "--mutate", *args], cwd=folder, capture_output=True, text=True, timeout=120)
    assert (folder / name).read_text() == text
    return done.returncode, done.stdout


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    got = audit(folder, "plain.md", PLAIN)
    assert got == (1, PLAIN_SAID), got
    got = audit(folder, "live.md", LIVE, "--sysroot", ROOT)
    assert got == (0, LIVE_SAID), got
    got = audit(folder, "empty.md", "01. EXPLANATION: nothing to change\n")
    assert got[1].count(" 0: 0 guarded, 0 not (0.0 %)") == 2 and "nothing: each change is found" in got[1], got

    # a machine that answers otherwise each time is asked once
    (folder / "count.md").write_text("""---
hence: 1
facts:
  n: {property: Asked, shell: 'echo $(date +%s%N)', match: '(\\d+)'}
---

01. AXIOM: It says `= n`.
02. CHECK: `? n > 5` YES.
""")
    done = subprocess.run([HENCE, "audit", "count.md", "--mutate", "--trust"], cwd=folder, capture_output=True, text=True, timeout=60)
    assert "number 5 → 6" in done.stdout, done

done = subprocess.run([HENCE, "audit", "worksheets/numa-zones.md", "--mutate", "--sysroot", ROOT], capture_output=True, text=True, timeout=120)
found = re.search(r"numbers +(\d+): (\d+) guarded.*\n +references +(\d+): (\d+) guarded", done.stdout)
assert found and int(found[1]) > 100 and int(found[2]) > int(found[1]) // 2 and int(found[3]) > 100, done.stdout[:500]
print(done.stdout.split("\n\n")[0])
