#!/usr/bin/env python3
"""What is too long, too wide or too deep for a page: nothing leaves the margins or covers anything; a table's head is repeated; a drawing is cut between boxes."""
import sys, tempfile
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from paper import *

needs("pdftotext", "qpdf")
folder = pathlib.Path(tempfile.mkdtemp())
rows = "\n".join(f"| item {i} | {'x' * (i % 30)} value{i} | a somewhat longer explanation of what item {i} is for, and where it stands | 0x{i * 7919:08X} | yes |" for i in range(120))
box = """+----------+        +-----------+
| PROCESS  |------->| PAGE %3d  |
| number   |        | of memory |
+----------+        +-----------+
     |                    |
     v                    v
"""
light = """┌──────────┐        ┌───────────┐
│ process  ├───────▶│ page %3d  │
└────┬─────┘        └─────┬─────┘
     │                    │
"""
SHEET = f"""---
title: A long title that goes on over more than one line because its author could not decide what to leave out of it
subtitle: And a long subtitle, which says the same thing again in other words, and then once more for those who did not hear
author: [Somebody Else, Another Person]
toc: true
abstract: An abstract of some length. It says what follows and why, in three sentences. It does not say how.
---

# Part one, with a very long heading that needs more than one row on the page because it says everything at once

## Second level right under the first

### Third level right under that

1. AXIOM: A thing with `a_very_long_identifier_that_does_not_fit_in_a_row_of_text_because_it_is_longer_than_that_and_goes_on_without_end` in it.
2. TABLE: A long table.

| Item | Value | Explanation | Address | Good |
|:--|--:|---|---|:-:|
{rows}

3. DRAW: A long drawing.

```
{"".join(box % i for i in range(30))}```

4. DRAW: Another.

```
{"".join(light % i for i in range(50))}```

5. NOTE: A list.

   - one
     - two
       - three with `code` and more text that runs on and on until it must be broken over two rows at least, as here
         1. four
         2. five
   - > a quote in a list with **bold** and *italic* text

100. SKIP: A paragraph.

     A second paragraph with a [link to a place](https://example.org/a/very/long/address?and=on&and=on#end) and https://example.org/a/very/long/address/{'and/on/' * 12} in it.

     ```c
     int main(void) {{ return printf("a very long line of code that certainly does not fit into the width of one page, however small it is set by the renderer"); }}
     ```

1000. LAST: soft\u00adhyphen and non\u2011breaking and zero\u200bwidth and a mark that ends it. 1 + 1 = 3. Final ✓
"""
(folder / "pages.md").write_text(SHEET)
for more in ((), ("--letter",)):
    pdf = render(folder / "pages.md", folder, *more, to="pdf")
    pages = boxes(pdf)
    covered = overlaps(pages) + ink_outside(pdf)
    assert not covered, covered
    objects, led = Objects(pdf), 0
    for _, link in objects.links():
        if "/Dest" in link and not link["/Contents"].startswith("Line "):
            assert stands_at(pages, objects.place(link["/Dest"]), link["/Contents"]), link
            led += 1
    assert led >= 3, f"{led} entries of the contents lead anywhere"
    text = squeezed(body(pdf, "-raw", LETTER[1] if more else A4[1]))
    for words in ("LAST: softhyphen and non\u2011breaking and zerowidth and a mark", "a_very_long_identifier_that_does_not_fit_in_a_row_of_text_because_it_is_longer_than_that_and_goes_on_without_end",
                  "three with code and more text that runs on and on until it must be broken over two rows at least, as here", "https://example.org/a/very/long/address/" + "and/on/" * 12,
                  'however small it is set by the renderer"); }'):
        assert squeezed(words) in text, words
    for i in range(120):
        assert text.count(squeezed(f"item {i} {'x' * (i % 30)} value{i} a somewhat longer explanation of what item {i} is for, and where it stands 0x{i * 7919:08X} yes")) == 1, f"row {i}"
    cuts = 0
    for number in range(1, len(pages) + 1):
        shown = [row.strip() for row in body_of(pdf, number).splitlines() if row.strip()]
        assert not shown or not shown[0].startswith("item "), f"page {number} has no head"
        if shown and shown[0].endswith(", continued"):
            cuts += 1
            assert re.match(r"(\+---|┌──|\||│ )", shown[1]) and not re.search(r"\w", shown[1].replace("v", "")), f"page {number} begins within a box: {shown[1]}"
    assert cuts >= 3, cuts
print(f"{len(pages)} pages")
