#!/usr/bin/env python3
"""Where pages end, in several sizes of type: no heading and no label alone at the foot, no note at the top of the next page, nothing lost."""
import sys, tempfile
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from paper import *

needs("pdftotext")
SEED = TOP / "../shared/seed/numa-zone-layout.md"
DRAWN = "\n".join(f"+-------{i % 10}-------+\n|   box of {i:4}  |\n+---------------+" for i in range(5))
MADE = "".join(f"## Part {n}\n\n{4 * n + 1}. QUESTION: What is it that makes page {n} as it is?\n{4 * n + 2}. WHERE IT STANDS:\n{4 * n + 3}. DRAW (number {n}):\n\n```\n{DRAWN}\n{n} + {n} = {2 * n + (n % 3 == 0)}\n```\n\n"
               f"{4 * n + 4}. TABLE: What it consists of.\n\n| Column {n} | Size |\n|---|--:|\n" + "".join(f"| cell {n} {i} | {i + 1} |\n" for i in range(6)) + "\n"
               for n in range(40))
VARIETY = [(8, 11.2, 9, ("--letter",)), (8.7, 13.92, 6.5, ("--letter",)), (9.2, 11.5, 9, ()), (11, 15.4, 7, ())]
folder = pathlib.Path(tempfile.mkdtemp())
(folder / "made.md").write_text(MADE)
failures = []
for sheet in [folder / "made.md", *([SEED.resolve()] if SEED.exists() else [])]:
    source = blocks(sheet.read_text())
    headings = {squeezed(words) for kind, words in source if kind == "heading"}
    for text, leading, code, more in VARIETY:
        (folder / "print.yaml").write_text(f"sizes:\n  text: {text}\n  leading: {leading}\n  code: {code}\n")
        pdf = render(sheet, folder, "--template", str(folder), *more, to="pdf")
        pages, height = boxes(pdf), LETTER[1] if more else A4[1]
        name = f"{sheet.stem} at {text}/{leading}"
        failures += [f"{name}: {x}" for x in overlaps(pages) + ink_outside(pdf)]
        stream, at = squeezed(body(pdf, "-raw", height)), 0
        for kind, words in source:
            want = (f"{kind}." if kind.isdigit() else "") + squeezed(words)
            place = stream.find(want, at)
            at = at if place < 0 else place + len(want)
            failures += [f"{name}: {kind} {words[:60]} is not there"] if place < 0 else []
        for number in range(1, len(pages) + 1):
            rows = [row.strip() for row in body_of(pdf, number, height).splitlines() if row.strip()]
            if not rows:
                failures.append(f"{name}: page {number} is empty")
            elif squeezed(rows[-1]) in headings or re.match(r"[?✓✗≈]? *\d+\. +[A-Z ]+(\(.*\))?:$", rows[-1]):
                failures.append(f"{name}: page {number} ends in {rows[-1]}")
            elif re.match(r"(cell|Column) \d+ ", rows[0]):
                failures.append(f"{name}: page {number} begins with a small table's {rows[0]}")
            elif re.match(r"[?✗≈] +(undecided: |false: )|✗ .*\[[a-z-]+\]$", rows[0]) and number < len(pages) - 9:
                failures.append(f"{name}: page {number} begins with {rows[0]}")
print("\n".join(failures[:20]) or "all fine")
sys.exit(1 if failures else 0)
