#!/usr/bin/env python3
"""The PDF as its readers meet it: valid, tagged, complete, the same bytes again, whatever stands in the worksheet."""
import os, pathlib, re, shutil, subprocess, sys, tempfile, time

HENCE = os.environ.get("HENCE", "out/bin/hence")
for tool in ("pdfinfo", "pdftotext", "pdffonts", "qpdf"):
    if not shutil.which(tool):
        print(f"{tool} is not installed (Debian: poppler-utils, qpdf)")
        sys.exit(77)
folder = pathlib.Path(tempfile.mkdtemp())
failures = []


def check(what, true):
    if not true:
        failures.append(what)


def make(name, text, *more, env=None):
    sheet = folder / f"{name}.md"
    sheet.write_text(text)
    (folder / f"{name}.pdf").unlink(missing_ok=True)
    done = subprocess.run([HENCE, "render", "--to", "pdf", "-o", str(folder), *more, str(sheet)], capture_output=True, text=True, timeout=120,
                          env={**os.environ, **(env or {})})
    path = folder / f"{name}.pdf"
    check(f"{name}: {done.stderr or 'no PDF'}", path.exists())
    return path


def out(*words):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True).stdout


def body(path):
    """The text between running heads and feet, without any blank."""
    return re.sub(r"[\s\u00a0]|\d+,\s*continued", "", out("pdftotext", "-raw", "-x", 0, "-y", 58, "-W", 620, "-H", 724, path, "-"))


def squeezed(text):
    return re.sub(r"[\s\u00a0]", "", text)


SIGNS = "→ ✓ ✗ × ÷ − ≈ ≤ ≥ ≠ ∴ ┌─┬┐│├┼┤└┴┘ ↔ ⁰¹²"
drawing = "\n".join(f"│ row {i:3} {'─' * 20} {SIGNS} │" for i in range(90))
sheet = f"""---
hence: 1
title: A test of "pages" (and brackets)
subtitle: What a reader meets
lang: de
author: [A. Author, B. Élève]
---

## First heading

01. DEFINITION: kB = `kB := 1024 * byte`, a unit. {SIGNS} in prose, `{SIGNS}` in code.
02. CALCULATION: From line 01: 2 kB = `two := 2 * kB:to(byte)` bytes. See [the page](https://example.org/a?b=c#d).
03. VERIFY: `? two == 2048` YES
04. DRAW: a long one.

```
{drawing}
```

05. TABLE:

| Left | Right | Middle |
|:-----|------:|:------:|
| a `x \\| y` | 12 | {'many words here ' * 30} |

06. DRAW: a wide one.

```
{'+---|56789' * 30}
```

## Second heading

- a list
  1. within a list
  2. > a quote
"""
pdf = make("whole", sheet)
info = out("pdfinfo", pdf)
check("title", 'A test of "pages" (and brackets)' in info)
check("author", "A. Author, B. Élève" in info)
check("tagged", re.search(r"Tagged: +yes", info))
check("A4", re.search(r"Page size: .*\(A4\)", info))
check("no date", "Date" not in info)
check("qpdf", "No syntax or stream encoding errors" in out("qpdf", "--check", pdf))
fonts = [line.split() for line in out("pdffonts", pdf).splitlines()[2:]]
check("fonts", len(fonts) >= 4 and all("yes" == f[-5] == f[-4] == f[-3] for f in fonts))
qdf = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", pdf, "-"], capture_output=True).stdout.decode("latin-1")
check("language", re.search(r"/Lang \(de\)", qdf))
figures = [o for o in qdf.split("endobj") if "/S /Figure" in o]
check("figures have a text alternative", len(figures) == 2 and all("/Alt" in f for f in figures))
for tag in ("Document", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure", "Link", "BlockQuote"):
    check(f"tag {tag}", f"/S /{tag}\n" in qdf)
check("link out", "(https://example.org/a?b=c#d)" in qdf)
check("outline", re.search(r"/Title \(First heading\)", qdf) and re.search(r"/Title \(Second heading\)", qdf))
check("named places", re.search(r"\(L1\)\s*\[", qdf) and re.search(r"\(L6\)\s*\[", qdf))
text = body(pdf)
check("signs", text.count(squeezed(SIGNS)) >= 92)
check("value", "2kB=2048bytes" in text)
check("long drawing", all(squeezed(line) in text for line in drawing.splitlines()))
check("wide drawing", ("+---|56789" * 30) in text.replace("↳", ""))
check("continued", "04, continued" in out("pdftotext", pdf, "-"))
check("what it comes to", text.split("lines,")[0].rstrip("0123456789").endswith("✗Thisworksheetdoesnothold"))
check("legend", "✓holds" in text and "✗" not in text.split("lines,")[1].split("✓holds")[0])
check("table cell", "ax|y" in text and text.count("manywordshere") == 30)
check("running foot", re.search(r"page 2 of \d", out("pdftotext", pdf, "-")))

listed = out("pdftotext", "-layout", make("contents", sheet.replace("lang: de", "lang: de\ntoc: true")), "-")
check("contents", re.search(r"^ *First heading +1$", listed, re.M) and re.search(r"^ *Second heading +[2-9]$", listed, re.M))

# the same bytes, wherever and whenever
first = pdf.read_bytes()
check("again", make("whole", sheet).read_bytes() == first)
elsewhere = {"LC_ALL": "C", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Tokyo", "HB_SHAPER_LIST": "fallback", "HOME": "/nonexistent"}
check("elsewhere", make("whole", sheet, env=elsewhere).read_bytes() == first)
check("letter", re.search(r"Page size: .*\(letter\)", out("pdfinfo", make("letter", sheet, "--letter"))))

# an address that tries to leave its string
bad = make("link", "01. GIVEN: [x](<https://a.b/x' rect=[0 0 595 842] uri='http://evil/>) and [y](https://a.b/)>>/URI(https://evil/).\n")
qdf = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", bad, "-"], capture_output=True).stdout.decode("latin-1")
rects = [list(map(float, r.split())) for r in re.findall(r"/Rect \[\s*([^\]]*)\]", qdf)]
check("link rectangles", rects and all(r[2] - r[0] < 200 and r[3] - r[1] < 30 for r in rects))
check("link text is encoded", "/URI (https://a.b/x%27%20rect=[0%200%20595%20842]%20uri=%27http://evil/)" in qdf)

# each number of a reference leads to its own line
refs = make("references", "---\nhence: 1\ntitle: t\n---\n\n01. GIVEN: `a := 1`.\n02. GIVEN: `b := 2`.\n"
            "03. CALCULATION: From lines 01 and 02: `= a` + `= b` = `c := a + b`.\n"
            "    ``` yaml\n    steps: true\n    ```\n04. CALCULATION: `d := 12345 * 678`.\n    ``` yaml\n    steps: true\n    ```\n")
check("steps", squeezed("12345 × 678 = 8369910") in body(refs) and squeezed("12345 × 600 = 7407000") in body(refs) and "steps:" not in body(refs))
qdf = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", refs, "-"], capture_output=True).stdout.decode("latin-1")
links = [re.search(r"/Contents \(([\w ]+)\)", o).group(1) for o in qdf.split("endobj") if "/Subtype /Link" in o]
check(f"reference links {links}", links[:2] == ["Line 01", "Line 02"])

# a rule between lines is drawn, one above a heading is not
rules = [make(f"rule-{i}", f"1. NOTE: one.\n\n{rule}\n\n{more}2. NOTE: two.\n") for i, (rule, more) in enumerate((("***", ""), ("", ""), ("***", "## Head\n\n"), ("", "## Head\n\n")))]
strokes = [subprocess.run(["qpdf", "--qdf", "--object-streams=disable", pdf, "-"], capture_output=True).stdout.count(b" re f") for pdf in rules]
check(f"rules {strokes}", strokes[0] == strokes[1] + 1 and strokes[2] == strokes[3])

# a number keeps its unit, a sentence its mark
sheet = "\n".join(f"{n}. NOTE: {'word ' * 12}{'x' * n} 16 MB and {'word ' * 9}{'x' * n} ends. ✓\n" for n in range(1, 40))
rows = out("pdftotext", "-raw", make("units", sheet), "-").splitlines()
check("units", sum(" 16 MB" in f" {row}" for row in rows) == 39 and sum(row.endswith(". ✓") for row in rows) == 39)

# text that other engines lose, hang on or draw as something else
check("Arabic", squeezed("العربية") in squeezed(out("pdftotext", make("arabic", "01. GIVEN: العربية 123.\n"), "-")))
make("arabic-long", "01. GIVEN: " + "العربية " * 14000 + ".\n")
make("marks", "01. GIVEN: a" + "\u0301" * 100000 + ".\n")
start = time.monotonic()
row = "─" * 200000
check("wide row", row in body(make("row", f"01. DRAW: x\n\n```\n{row}\n```\n")).replace("↳", ""))
make("cell", "01. GIVEN: x\n\n| a | b |\n|---|---|\n| " + "word " * 20000 + "| y |\n")
check("bounded time", time.monotonic() - start < 20)
word = "0123456789abcdef" * 2000
check("long word", word in body(make("word", f"01. GIVEN: {word}.\n")))
mixed = out("pdftotext", make("mixed", "01. GIVEN: e\u0301 and 中文 and \u202eevil and \U00013000.\n"), "-")
check("composed", "é" in mixed or "e\u0301" in mixed)
check("spelled out", "U+202E" in mixed and "U+13000" in mixed)

shutil.rmtree(folder)
print("\n".join(f"failed: {f}" for f in failures) or "all fine")
sys.exit(bool(failures))
