#!/usr/bin/env python3
"""Every sign that worksheets use is drawn in every kind of text; every figure and image has its words, and none covers another."""
import sys, tempfile
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from paper import *

needs("pdftotext", "qpdf")
folder = pathlib.Path(tempfile.mkdtemp())
SIGNS = "→ ✓ ✗ × ÷ − ≈ ≤ ≥ ≠ ∴ ┌─┬┐│├┼┤└┴┘ ↔ ⁰¹²"
SHEET = f"""---
title: Signs
toc: true
---

## Head {SIGNS}

1. NOTE: prose {SIGNS} **bold {SIGNS}** *italic {SIGNS}* ***both {SIGNS}*** `code {SIGNS}` **`strong {SIGNS}`** [link {SIGNS}](https://example.org/).

| Column {SIGNS} | b |
|---|---|
| cell {SIGNS} | `mono {SIGNS}` |

> quote {SIGNS}

- item {SIGNS}

```
fence {SIGNS}
```

```c
program {SIGNS}
```
"""
(folder / "signs.md").write_text(SHEET)
pdf = render(folder / "signs.md", folder, to="pdf")
text = squeezed(body(pdf))
for kind in "Head prose bold italic both code strong link Column cell mono quote item fence program".split():
    assert squeezed(f"{kind} {SIGNS}") in text, f"{kind}: {text}"
assert "U+" not in text
if shutil.which("mutool"):
    glyphs = re.findall(r'<g unicode="([^"]*)" glyph="(\w+)"', out("mutool", "trace", pdf))
    assert len(glyphs) > 400 and all(glyph not in ("0", ".notdef") for _, glyph in glyphs), "a sign is a box"
else:
    print("no mutool: the numbers of the glyphs are not looked at")

count = kinds = 0
for sheet in sorted((TOP / "tests/figure").glob("*.md")):
    source = sheet.read_text()
    if sheet.name.startswith("bad-") or "figure:" not in source:
        continue
    pdf = render(sheet, folder, to="pdf")
    figures = Objects(pdf).elements("/Figure")
    wordless = [f for f in figures if len(str(f.get("/Alt", "")).strip()) < 8]
    assert not wordless, f"{sheet.name}: {wordless}"
    covered = overlaps(boxes(pdf)) + ink_outside(pdf)
    assert not covered, f"{sheet.name}: {covered}"
    count += len(figures)
assert count >= 24, f"{count} figures"

(folder / "numa-zones.png").write_bytes((TOP / "tests/render/numa-zones.png").read_bytes())
(folder / "image.md").write_text("---\nhence: 1\ntitle: Image\n---\n\n![Three zones, one above another](numa-zones.png)\n\n1. DEFINITION: a = `a := 1`.\n\n   ![](numa-zones.png)\n")
figures = Objects(render(folder / "image.md", folder, to="pdf")).elements("/Figure")
words = sorted(str(f.get("/Alt", "")) for f in figures)
assert "Three zones, one above another" in words and len(words) == 2 and all(words), words

# the copies of a worksheet for its readers
for edition in ("student", "instructor", "key"):
    done = subprocess.run([HENCE, "handout", str(TOP / "worksheets/numa-zones.md"), "--edition", edition, "--to", "pdf", "-o", str(folder), *LAPTOP], capture_output=True, text=True)
    assert done.returncode == 0, done
    pdf = folder / f"numa-zones-{edition}.pdf"
    covered, figures = overlaps(boxes(pdf)), Objects(pdf).elements("/Figure")
    assert not covered, f"{edition}: {covered}"
    assert len(figures) == (0 if edition == "key" else 3) and all(len(str(f.get("/Alt", ""))) > 20 for f in figures), f"{edition}: {figures}"
    text = out("pdftotext", "-raw", pdf, "-")
    assert not re.search(r"\[\d+:$", text, re.M) and not re.search(r"^[✓✗]$", text, re.M), f"{edition}: a blank or a mark stands apart"
print(f"{count} figures")
