#!/usr/bin/env python3
"""Every word of a worksheet is in its PDF once, in order, where nothing else stands, and in its HTML; every link leads to the line it names."""
import re, sys, tempfile
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from paper import *

needs("pdfinfo", "pdftotext", "pdffonts", "qpdf")
SEED = TOP / "../shared/seed/numa-zone-layout.md"
SHEETS = [*sorted((TOP / "worksheets").glob("*.md")), TOP / "tests/pipeline/corpus/annotated.md", TOP / "tests/pipeline/corpus/plain.md"]
folder = pathlib.Path(tempfile.mkdtemp())
failures = []


def check(what, true):
    if not true:
        failures.append(what)


def words_in_order(name, text, found, skip, marks):
    """Each block's words stand together, in the order of the source; what is between them is returned. marks: what may stand between words."""
    stream, at, between = re.sub(marks, "", squeezed(found)), 0, []
    for kind, words in blocks(text):
        want = re.sub(marks, "", squeezed(words))
        if kind in skip:
            continue
        if kind == "cell" and "-layout" in name:
            # the rows of cells that stand side by side mix
            missing = [word for word in re.split(r"[\s/_]+", words) if squeezed(word) not in stream[at:at + 3000]]
            check(f"{name}: {missing} of a cell {words!r} is not on the page", not missing)
            continue
        if kind.isdigit():
            want = f"{kind}.{want}"
        place = stream.find(want, at)
        if place < 0:
            check(f"{name}: {kind} {words[:300]!r} is not on the page after {stream[at - 60:at]!r}", False)
            continue
        between.append(stream[at:place])
        at = place + len(want)
    return between + [stream[at:]]


def allowed(report):
    """What the page says beside the text, squeezed, as a pattern."""
    said = {"continued"}
    for line in report["lines"]:
        verdict = line["verdict"].replace("-applicable", "does not apply here") if "applicable" in line["verdict"] else line["verdict"]
        said |= {f"{mark}{verdict}: {line['why']}" for mark in MARKS} if line.get("why") else set()
        said |= {step for value in line["values"] for step in value.get("steps", [])}
    said = sorted(map(squeezed, said), key=len, reverse=True)
    return "|".join([*map(re.escape, said), r"✗[^✗]{9,200}?\.\[[a-z-]+\]", r"given[\d,]*(?:and\d+more)?", f"[{MARKS}•]", r"^\d+\."])


def complete(sheet, source, name, height, *more):
    place = folder / name
    place.mkdir()
    live = "hence: 1" in sheet.read_text()
    pdf = render(sheet, place, *more, *(LAPTOP if live else ()), to="pdf,html,json,markdown")
    report = json.loads((place / f"{sheet.stem}.json").read_text())
    shown = (place / f"{sheet.stem}.markdown").read_text() if source is None else source
    title = report.get("title") or re.search(r"^# (.*)$", shown, re.M)[1]
    shown = shown.replace(f"# {title}\n", "", 1)
    if source is None:
        shown = shown[:shown.rindex("\n## VIOLATION CHECK")]
    for mode in ("-raw", "-layout"):
        # an annotated sheet's figures are drawn, its checks earn marks, and = stands for :=
        between = words_in_order(f"{name} {mode}", shown, body(pdf, mode, height), {"fence"} if live and "figure:" in sheet.read_text() else (), "[✓✗]|:(?==)" if live else "$^")
        for piece in between[1:-1] if not live and mode == "-raw" else ():
            check(f"{name} {mode}: {piece!r} stands on the page and not in the text", not re.sub(allowed(report), "", piece))
    if not more:
        page = re.search(r"<body.*</main>", (place / f"{sheet.stem}.html").read_text(), re.S)[0]
        page = re.sub(r"<(script|style|svg|nav|head)\b.*?</\1>", "", page, flags=re.S)
        page = re.sub(r'<span class="quiet-word">[^<]*</span>', "", page)
        page = re.sub(r'<span class="tip".*?</span></span></span>', "", page)
        page = re.sub(r'<div class="gutter"><a[^>]*>(.*?)</a>.*?</div>', r"\1.", page)
        words_in_order(f"{name} html", shown, html.unescape(re.sub(r"<[^>]*>", "", page)), {"fence"} if live and "figure:" in sheet.read_text() else (), "[✓✗]|:(?==)" if live else "$^")
    pages = boxes(pdf)
    failures.extend(f"{name}: {x}" for x in [*overlaps(pages)[:20], *ink_outside(pdf)])
    objects = Objects(pdf)
    check(f"{name}: language", objects.catalogue.get("/Lang") == "en")
    info = out("pdfinfo", pdf)
    check(f"{name}: tagged", re.search(r"Tagged: +yes", info))
    check(f"{name}: title", re.search(r"Title: +" + re.escape(title) + "\n", info))
    check(f"{name}: qpdf --check", "No syntax or stream encoding errors" in out("qpdf", "--check", pdf))
    fonts = [line.split() for line in out("pdffonts", pdf).splitlines()[2:]]
    check(f"{name}: fonts are embedded", len(fonts) > 2 and all(f[-5] == "yes" for f in fonts))
    figures = objects.elements("/Figure")
    check(f"{name}: a figure has no words", all(str(f.get("/Alt", "")).strip() for f in figures))
    ids = {f"L{line['id']}": line for line in report["lines"]}
    said = {"Line " + re.sub(r"^L", "", key): key for key in ids}
    said |= {f"Line {line['line']:02}": key for key, line in ids.items()} | {f"Line {line['line']}": key for key, line in ids.items()}
    for page, link in objects.links():
        if "/Dest" not in link:
            continue
        key = said.get(link["/Contents"])
        check(f"{name}: link {link}", objects.place(link["/Dest"]) and key and link["/Dest"] == objects.names.get(key))
    for where in objects.names.items():
        line, at = ids.get(where[0]), objects.place(where[0])
        check(f"{name}: place {where}", at is not None)
        if line and at:
            check(f"{name}: {where} has no number", stands_at(pages, at, f"{line['line']:02}.", 20) or stands_at(pages, at, f"{line['line']}.", 20))

    def entries(all):
        for one in all:
            at = objects.place(one["dest"])
            check(f"{name}: entry {one['title']}", at and (at[1] > pages[at[0]][1] - 2 or stands_at(pages, at, one["title"])))
            yield one["title"]
            yield from entries(one["kids"])
    titles = list(entries(objects.outlines))
    check(f"{name}: headings", all(squeezed(words) in map(squeezed, titles) for kind, words in blocks(shown) if kind == "heading"))
    print(f"{name}: {len(pages)} pages, {len(figures)} figures, {len(objects.names)} places, {len(titles)} entries")


for size, (more, (_, height)) in {"a4": ((), A4), "letter": (("--letter",), LETTER)}.items():
    for sheet in SHEETS:
        complete(sheet, None, f"{sheet.stem}-{size}", height, *more)
    if SEED.exists():
        complete(SEED.resolve(), SEED.read_text(), f"seed-{size}", height, *more)
for failure in failures:
    print(failure)
sys.exit(1 if failures else 0)
