#!/usr/bin/env python3
"""The HTML page: well formed, every id once, every link leads somewhere, nothing asked of the network, nothing of the author's run or lost."""
import html.parser, os, pathlib, re, subprocess, sys, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
SEED = pathlib.Path("../shared/seed/numa-zone-layout.md")
ROOT = "tests/facts/roots/seed-laptop"
VOID = {"meta", "br", "hr", "img", "input", "link", "wbr"}


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.ids, self.links, self.outside, self.stack, self.faults, self.words, self.scripts, self.tags = [], [], [], [], [], [], [], set()
        self.feed(text)
        self.close()
        if self.stack:
            self.faults.append(f"never closed: {self.stack}")

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.add(tag)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        for name, value in attrs.items():
            if name.startswith("on"):
                self.faults.append(f"a handler: {tag} {name}")
            if name in ("src", "srcset", "data", "poster", "background", "action", "xlink:href"):
                self.outside.append((tag, name, value))
            if name == "href" and tag == "a":
                self.links.append(value)
            elif name == "href":
                self.outside.append((tag, name, value))
        if tag == "script":
            self.scripts.append(attrs.get("type"))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.stack or self.stack[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.stack[-3:]} at {self.getpos()}")
            if tag in self.stack:
                while self.stack.pop() != tag:
                    pass
        else:
            self.stack.pop()

    def handle_data(self, data):
        if not self.stack or self.stack[-1] not in ("script", "style"):
            self.words.append(data)


def render(sheet, *args):
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run([HENCE, "render", "--to", "html", "-o", out, *args, str(sheet)], capture_output=True, text=True)
        assert done.returncode in (0, 1, 3), done.stderr
        return (pathlib.Path(out) / (sheet.stem + ".html")).read_text()


def check(sheet, *args):
    text = render(sheet, *args)
    page = Page(text)
    assert not page.faults, (sheet, page.faults[:5])
    assert len(page.ids) == len(set(page.ids)), (sheet, [i for i in page.ids if page.ids.count(i) > 1][:5])
    assert not page.outside, (sheet, page.outside[:5])
    for link in page.links:
        assert link.startswith(("#", "http://", "https://", "mailto:")) or ":" not in link, (sheet, link)
        assert not link.startswith("#") or link[1:] in page.ids, (sheet, f"{link} leads nowhere")
    assert page.scripts == ["application/json", "application/json", None], page.scripts
    assert text == render(sheet, *args), "not the same bytes twice"
    return text, page


def squeeze(x):
    return re.sub(r"[\s`*|\\_]+", "", x)


def nothing_lost(sheet, page):
    """Every word of a plain worksheet is on its page."""
    shown, lost = squeeze("".join(page.words)), []
    for n, line in enumerate(sheet.read_text().splitlines(), 1):
        line = re.sub(r"^(\d+\. |#+ |[-*+] |\s*```.*|[|:\- ]+$)", "", line)
        if squeeze(line) and squeeze(line) not in shown and any(squeeze(w) not in shown for w in line.split()):
            lost.append((n, line[:60]))
    assert not lost, lost[:5]


text, page = check(pathlib.Path("worksheets/numa-zones.md"), "--sysroot", ROOT)
assert {"main", "nav", "header", "footer", "h1", "h2"} <= page.tags
assert "L70" in page.ids and "violation-check" in page.ids

tip = re.search(r'total := ram:to\(byte\)</span>.*?</span></span>', text, re.S)[0]
assert '<span class="k">used by</span> <span class="d"><a class="ref" href="#L9">09</a></span>' in tip, tip

assert {"svg", "path", "rect"} <= page.tags and "derivation" in page.ids, "the derivation is not drawn"

sheet = pathlib.Path("tests/render/formats.md")
text, page = check(sheet, "--sysroot", ROOT)
assert '<mark class="claim false">12 × 2 = 25</mark>' in text and '<mark class="claim false">7 + 7 = 15</mark>' in text
assert "12 × 2" not in re.sub(r'<mark class="claim false">.*?</mark>', "", text[text.index('id="L2"'):text.index('id="L3"')].split('class="finding')[0]), "a claim stands twice"
drawn = re.search(r"<pre[^>]*>(.*?)</pre>", text, re.S)[1]
assert html.unescape(re.sub(r"<[^>]+>", "", drawn)) == "|          |          |         24 buckets\n", "a drawing lost its columns"
assert re.search(r'  <a class="value" href="#L2" title="two, in bucket">24</a> buckets', drawn), drawn

text, page = check(pathlib.Path("tests/render/hostile.md"), "--sysroot", ROOT)
body = text[text.index("<body>"):text.index('<script type="application/json"')]
assert "<script" not in body and "<iframe" not in body and "<img" not in body and "javascript:" not in "".join(page.links), "raw HTML came through"
assert 'class="earned yes"' not in body.split('id="L3"')[1], "a verdict of the author's making looks like ours"
assert text.count("</script>") == 3

# what was not checked is said on top; where all is prose there is no pass
with tempfile.TemporaryDirectory() as folder:
    sheet = pathlib.Path(folder) / "s.md"
    sheet.write_text("1. EXPLANATION: Some words.\n")
    text, page = check(sheet)
    assert '<p class="overall prose">– There is nothing in it to verify</p>' in text and "not-checked" not in text
    sheet.write_text("1. CALCULATION: 1 socket = 1 node. Also 2 + 2 = 4.\n")
    text, page = check(sheet)
    assert re.search(r"<p class=\"jump\"><a href=\"#not-checked\">Not checked: 0 not understood, 1 undecided<", text)

if SEED.exists():
    text, page = check(SEED)
    nothing_lost(SEED, page)
    print("looked at", SEED.name, "too")
