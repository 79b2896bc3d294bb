"""What the readers of a PDF make of one: its words, their boxes, its objects, and where its links lead."""
import html, json, os, pathlib, re, shutil, subprocess, sys

HENCE = os.environ.get("HENCE", "out/bin/hence")
TOP = pathlib.Path(__file__).resolve().parent.parent.parent
MARGINS = {"left": 54, "right": 54, "top": 66, "bottom": 62}    # templates/print.yaml
LAPTOP = ("--sysroot", str(TOP / "tests/facts/roots/seed-laptop"))  # a machine that has all the facts
A4, LETTER = (595.276, 841.89), (612, 792)
MARKS = "✓✗≈?–"


def needs(*tools):
    for tool in tools:
        if not shutil.which(tool):
            print(f"{tool} is not installed (Debian: poppler-utils, qpdf, mupdf-tools)")
            sys.exit(77)


def out(*words):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True).stdout


def squeezed(text):
    return re.sub(r"[\s\u00a0\u2002\u2003]", "", text)


def render(sheet, folder, *more, to="pdf,json,markdown", env=None):
    done = subprocess.run([HENCE, "render", "--to", to, "-o", str(folder), *more, str(sheet)], capture_output=True, text=True, timeout=120,
                          env={**os.environ, **(env or {})})
    assert done.returncode in (0, 1, 3), done.stderr
    return pathlib.Path(folder) / f"{pathlib.Path(sheet).stem}.pdf"


def body(pdf, mode="-raw", height=A4[1]):
    """The text between running heads and feet."""
    text = out("pdftotext", mode, "-x", 0, "-y", 58, "-W", 620, "-H", int(height - 58 - 58), pdf, "-")
    return re.sub(r"^ *[\w.]*,? ?continued$|^ *Rows too wide for the page go on after ↳\.$|↳", "", text, flags=re.M)


def boxes(pdf):
    """For each page its size and its words: (x, y, x, y, text)."""
    pages = []
    for line in out("pdftotext", "-bbox-layout", pdf, "-").splitlines():
        if found := re.search(r'<page width="([\d.]+)" height="([\d.]+)"', line):
            pages.append((float(found[1]), float(found[2]), []))
        elif found := re.search(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>', line):
            pages[-1][2].append((*map(float, found.groups()[:4]), html.unescape(found[5])))
    return pages


def overlaps(pages):
    """Words that stand on one another, and words outside the margins."""
    found = []
    for number, (width, height, words) in enumerate(pages, 1):
        left, right = MARGINS["left"] - 1, width - MARGINS["right"] + 1
        # a word's box is as high as its font; what is seen of it is less
        seen = sorted((y0 + (y1 - y0) * .3, y1 - (y1 - y0) * .3, x0 + .3, x1 - .3, text) for x0, y0, x1, y1, text in words)
        for i, (y0, y1, x0, x1, text) in enumerate(seen):
            if x0 < left or x1 > right or y0 < 30 or y1 > height - 22:
                found.append(f"page {number}: {text} stands outside the margins")
            for other in seen[i + 1:]:
                if other[0] >= y1:
                    break
                if other[2] < x1 and other[3] > x0:
                    found.append(f"page {number}: {text} and {other[4]} overlap")
    return found


class Objects:
    """The objects of a file as qpdf tells them."""

    def __init__(self, pdf):
        whole = json.loads(out("qpdf", "--json=1", pdf))
        self.all = whole["objects"]
        self.outlines = whole["outlines"]
        self.pages = [page["object"] for page in whole["pages"]]
        self.catalogue = next(o for o in self.all.values() if isinstance(o, dict) and o.get("/Type") == "/Catalog")
        self.names = {}
        for o in self.all.values():
            if isinstance(o, dict) and isinstance(o.get("/Names"), list):
                self.names.update(zip(o["/Names"][::2], o["/Names"][1::2]))

    def elements(self, tag):
        return [o for o in self.all.values() if isinstance(o, dict) and o.get("/S") == tag]

    def links(self):
        """Of each page: the rectangle of each link, and its place or address."""
        for number, page in enumerate(self.pages):
            for one in self.all[page].get("/Annots", []):
                link = self.all[one] if isinstance(one, str) else one
                yield number, link

    def place(self, dest):
        """(page from 0, y from its top, but for the height) of a destination, or None."""
        dest = self.names.get(dest) if isinstance(dest, str) else dest
        if not isinstance(dest, list) or dest[0] not in self.pages or dest[1] != "/XYZ":
            return None
        return self.pages.index(dest[0]), dest[3]


def stands_at(pages, place, text, reach=45):
    """Whether the text's first word stands below a place, at most so many points."""
    page, y = place
    width, height, words = pages[page]
    top = height - y
    first = squeezed(text.split()[0]) if text.split() else ""
    return any(squeezed(word).startswith(first[:12]) and top - 2 <= (y0 + y1) / 2 <= top + reach for x0, y0, x1, y1, word in words)


def unmarked(text):
    """A piece of Markdown as its readers see it."""
    parts = re.split(r"(``.+?``|`[^`]*`)", text)
    for i, part in enumerate(parts):
        if i % 2:
            parts[i] = part.strip("`").strip() if part.startswith("``") else part[1:-1]
        else:
            part = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", part)
            part = re.sub(r"\*\*([^*]+)\*\*", r"\1", part)
            part = re.sub(r"(?<![\w*])\*([^*\s]|[^*\s][^*]*[^*\s])\*(?![\w*])", r"\1", part)
            parts[i] = html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", part))
    return "".join(parts)


def blocks(text):
    """(kind, text) of each block of a worksheet in Markdown, as its readers see it; kind: a numbered line's number, heading, fence, row, prose."""
    lines, result, at = text.splitlines(), [], 0
    if lines and lines[0] == "---":
        at = lines.index("---", 1) + 1
    fence = None
    new = True
    for line in lines[at:]:
        mark = re.match(r"\s*(```+|~~~+)\s*(.*)$", line)
        if fence is not None:
            if mark and not mark[2] and mark[1].startswith(fence[0]):
                if not fence[1].startswith("yaml"):
                    result += [("fence", row) for row in fence[2] if row.strip()]
                fence = None
            else:
                fence[2].append(line)
            new = True
        elif mark:
            fence = (mark[1], mark[2].strip(), [])
        elif not line.strip() or re.fullmatch(r"\s*(---+|\*\*\*+|<!--.*-->)\s*", line):
            new = True
        elif found := re.match(r"(#+) +(.*)$", line):
            result.append(("heading", unmarked(found[2])))
            new = True
        elif line.lstrip().startswith("|") and line.rstrip().endswith("|") and line.count("|") > 2:
            if not re.fullmatch(r"[\s|:-]+", line):
                result += [("cell", unmarked(cell).replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
            new = True
        elif found := re.match(r"(\d+)\. +(.*)$", line):
            result.append((found[1], unmarked(found[2])))
            new = False
        elif found := re.match(r"\s*([-*]|\d+\.) +(.*)$", line):
            result.append(("item", unmarked(found[2])))
            new = False
        elif new:
            result.append(("prose", unmarked(line.strip())))
            new = False
        else:
            result[-1] = (result[-1][0], result[-1][1] + " " + unmarked(line.strip()))
    return result


def body_of(pdf, page, height=816):
    """The rows of one page between its head and foot."""
    return out("pdftotext", "-layout", "-f", page, "-l", page, "-x", 0, "-y", 58, "-W", 620, "-H", int(height - 116), pdf, "-")


def ink_outside(pdf):
    """Pages on which anything at all is drawn beyond the margins; no words, where there is no pdftoppm."""
    if not shutil.which("pdftoppm"):
        return []
    found, data = [], subprocess.run(["pdftoppm", "-r", "36", "-gray", str(pdf)], capture_output=True).stdout
    at = number = 0
    while at < len(data):
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data[at:at + 40])
        wide, high = int(head[1]), int(head[2])
        pixels = data[at + head.end():at + head.end() + wide * high]
        at, number = at + head.end() + wide * high, number + 1
        left, right = MARGINS["left"] // 2 - 2, wide - MARGINS["right"] // 2 + 2
        rows = [pixels[y * wide:(y + 1) * wide] for y in range(high)]
        if any(min(row[:left] + row[right:]) < 250 for row in rows) or any(min(row) < 250 for row in rows[:14] + rows[high - 10:]):
            found.append(f"page {number}: something is drawn beyond the margins")
    return found
