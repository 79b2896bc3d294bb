#!/usr/bin/env python3
"""A fleet of hundreds is shown way by way: machines on which every line comes out alike, for the same reasons, share a column."""
import json, os, pathlib, re, subprocess, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
ROOTS = pathlib.Path("tests/facts/roots")
SHEET = "worksheets/numa-zones.md"
KINDS = ("seed-laptop", "server-four-nodes", "board-2g", "riscv-board")
EACH = 60


def hence(*words):
    done = subprocess.run([HENCE, *map(str, words)], capture_output=True, text=True, timeout=300, env={**os.environ, "XDG_STATE_HOME": "/nonexistent"})
    assert done.returncode in (0, 3), done
    return done


with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    words, names = [], []
    for kind in KINDS:
        hence("facts", "-o", tmp / f"{kind}.yaml", "--sysroot", ROOTS / kind, SHEET)
    for i in range(EACH):
        for kind in KINDS:
            path = tmp / f"{kind}-{i:02}.yaml"
            text = (tmp / f"{kind}.yaml").read_text()
            if kind == "server-four-nodes":         # each host has a little other memory
                text = re.sub(r'value: "263869000"', f'value: "{263869000 - 4 * i}"', text)
            path.write_text(text)
            names.append(str(path))
            words += ["--facts", path]
    shown = hence("compare", SHEET, *words).stdout
    assert f"on {EACH * len(KINDS)} machines" in shown and "they come out in 4 ways" in shown, shown[:600]
    assert shown.count(f"and {EACH - 1} more come out so") == 4, shown[:3000]
    assert f"ram: 15776276 kB → 263869000 kB and {EACH - 1} other values" in shown
    header = next(l for l in shown.splitlines() if l.startswith("  line  "))
    assert header.split() == ["line", "B", "C", "D"], header
    long = max(shown.replace(str(tmp), "").splitlines(), key=len)
    assert len(long) <= 180, long
    report = json.loads(hence("compare", "--format", "json", SHEET, *words).stdout)
    assert len(report["machines"]) == EACH * len(KINDS)
    by_kind = {}
    for name, machine in zip(names, report["machines"]):
        by_kind.setdefault(re.sub(r"-\d\d\.yaml$", "", os.path.basename(name)), []).append(machine)
    for kind in KINDS[1:]:
        assert len({json.dumps(m["summary"]) for m in by_kind[kind]}) == 1, kind
    page = hence("compare", "--format", "html", SHEET, *words).stdout
    assert page.count('<th scope="row">') >= EACH * len(KINDS) and "which come out in 4 ways" in page
    assert re.search(r"<th>Line</th><th>Kind</th><th>A</th><th>B</th><th>C</th><th>D</th></tr>", page)
    (tmp / "facts").mkdir()
    for name in names:
        os.rename(name, tmp / "facts" / os.path.basename(name))
    folder = hence("compare", SHEET, "--facts", tmp / "seed-laptop.yaml", "--facts", tmp / "facts").stdout
    assert f"on {EACH * len(KINDS) + 1} machines" in folder and f"and {EACH} more come out so" in folder
    empty = subprocess.run([HENCE, "compare", SHEET, "--facts", "tests"], capture_output=True, text=True)
    assert empty.returncode == 2 and "no facts file" in empty.stderr, empty
    for name in names:
        os.rename(tmp / "facts" / os.path.basename(name), name)
    # as many as are not too many stand apart, and alike ones too
    few = hence("compare", SHEET, *words[:2 * 12]).stdout
    assert "come out" not in few and " K  L" in few
    over = subprocess.run([HENCE, "compare", SHEET, *(w for _ in range(1001) for w in ("--facts", tmp / "board-2g.yaml"))], capture_output=True, text=True)
    assert over.returncode == 2 and "1000 machines at most" in over.stderr, over
