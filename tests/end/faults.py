"""Memory, disk and process made to fail at every point: the right answer, or exit status 2 and a reason; never a crash,
never half a document. Shared by faults_test.py (some points) and faults_slow.py (all)."""
import concurrent.futures, errno, os, shutil, signal, subprocess, sys, tempfile
sys.path.insert(0, os.path.dirname(__file__))
from harness import *

SHEET = """---
hence: 1
title: A small one
assumes: [CPU]
units: {MB: 1024 * kB}
facts:
  ram:  {property: RAM, unit: kB, read: /proc/meminfo, match: 'MemTotal: *(\\d+) kB'}
  page: {property: Page size, unit: byte/page, sysconf: PAGESIZE}
---
# Head

01. DEFINITION: kB = `kB := 1024 * byte` bytes.
02. AXIOM: RAM is `= ram` kB.
03. CALCULATION: From lines 01 and 02: `= ram` × 1024 = `total := ram:to(byte)` bytes.
    ``` yaml
    from: [1, 2]
    steps: true
    ```
04. AXIOM: A page has `= page` bytes.
05. CALCULATION: From lines 03 and 04: `= total` // `= page` = `pages := total // page` pages; `? pages > 10` YES.
06. MISTAKE: 2 × 3 = 7 and 2^10 = 1025.
07. CALCULATION: From line 04: 12 × 12 = 145, [a link](http://example.org), **bold**, 0xFF = 255.

| a | b |
|---|--:|
| 2 | 2 × 3 = 6 |

``` draw
| `= total`                       |
```

<!-- VIOLATION CHECK -->
"""
LONG = SHEET + "\nThe pages of a node stand one behind the other.\n" * 20000     # its page goes to the disk while it is made
THREADS = os.cpu_count() or 2


def shim(folder):
    library = folder / "shim.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-w", "-o", library, TOP / "tests/end/shim.c"], check=True)
    return str(library)


def with_fault(library, fault, *args, count=None, cwd=None):
    env = {"LD_PRELOAD": library, "HENCE_FAULT": fault, **({"HENCE_COUNT": str(count)} if count else {})}
    return run(*args, env=env, cwd=cwd, timeout=20)


def calls(library, function, folder, *args):
    counted = folder / "count"
    with_fault(library, f"{function}:0:0", *args, count=counted)
    return int(counted.read_text())


def some(n, most):
    """At most so many points of 1..n: all of the first, then evenly spread."""
    if not most or n <= most:
        return range(1, n + 1)
    head = most // 3
    return sorted(set(range(1, head + 1)) | {head + 1 + i * (n - head) // (most - head) for i in range(most - head)})


def each(points, work, tolerated=0):
    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        wrong = [x for x in pool.map(work, points) if x]
    if len(wrong) <= tolerated and not any("broken ['" in w for w in wrong):
        return
    expect(not wrong, f"{len(wrong)} of {len(points)} points\n" + "\n".join(wrong[:5]))


HOUSE = """rule{ id = "short", check = function(line)
    local n, words = 0, ""
    for token in each(line.tokens) do n = n + 1 words = words .. token.text end
    if n < 12 then return "has " .. n .. " words: " .. words, find(line, "\\d+") end
end }
rule{ id = "broken", check = function(line) if line.number == 5 then return line.nothing end end }
"""


def memory_check(folder, most, *words, house=False):
    sheet = write(folder, "x.md", SHEET.replace("hence: 1\n", "hence: 1\nhouse: rules.lua\n") if house else SHEET)
    write(folder, "rules.lua", HOUSE)
    library = shim(folder)
    args = ["check", *words, "--sysroot", SEED_LAPTOP, sheet]
    right = run(*args)
    expect(right.status in (0, 1, 3), right)
    n = calls(library, "malloc", folder, *args)
    expect(n > 20, f"only {n} calls seen")

    def point(k):
        got = with_fault(library, f"malloc:{k}:{errno.ENOMEM}", *args)
        fine = (got.status, got.out, got.err) == (right.status, right.out, right.err) or (got.status == 2 and "out of memory" in got.err)
        return None if fine else f"the {k}th of {n} allocations fails: {got}"
    each(some(n, most), point)


def snapshot(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def documents(folder, most, to, functions, tolerated=0, sheet=SHEET):
    """Each document is the old or the new one, whole; after an error that was seen, no temporary file is left."""
    library, text, sheet, old = shim(folder), sheet, write(folder, "x.md", sheet), folder / "old"
    old.mkdir()
    args = lambda out: ["render", "--to", to, "-o", out, "--sysroot", SEED_LAPTOP, sheet]
    expect(run(*args(old)).status == 1, run(*args(old)))
    olds = snapshot(old)
    write(folder, "x.md", text.replace("A small one", "Another"))
    new = folder / "new"
    shutil.copytree(old, new)
    expect(run(*args(new)).status == 1, "the second version")
    news = snapshot(new)
    expect(olds.keys() == news.keys() and all(olds[k] != news[k] for k in olds), "both versions are the same")

    for function, what in functions:
        work = folder / "count-out"
        shutil.copytree(old, work)
        n = calls(library, function, folder, *args(work))
        shutil.rmtree(work)
        expect(n > 0, f"no call of {function} seen")

        def point(k):
            with tempfile.TemporaryDirectory(prefix="hence-") as out:
                out = pathlib.Path(out) / "out"
                shutil.copytree(old, out)
                try:
                    got = with_fault(library, f"{function}:{k}:{what}", *args(out))
                except subprocess.TimeoutExpired:
                    got = Done(-signal.SIGALRM, "", "took too long")
                there = snapshot(out)
                strays = set(there) - set(olds)
                killed = got.status == -signal.SIGKILL
                broken = [name for name in olds if there.get(name) not in (olds[name], news[name])]
                if broken or (strays and not killed):
                    return f"{function} {k} of {n} ({what}): broken {broken}, left behind {strays}: {got}"
                if killed and what == "kill":
                    return None
                if got.status == 2 and got.err.startswith("hence: ") and got.err.count("\n") <= 3:
                    return None
                if got.status == 1 and all(there[k] == news[k] for k in news):
                    return None                 # it did not matter
                return f"{function} {k} of {n} ({what}): {got}"
        each(some(n, most), point, tolerated)
