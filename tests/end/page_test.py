#!/usr/bin/env python3
"""A page that render wrote is checked again from itself: it holds as its worksheet does, and an edit of it is found."""
import json, pathlib, re
from harness import SEED_LAPTOP, TOP, expect, main, run

ZONES = TOP / "worksheets/numa-zones.md"


def render(tmp, sheet, *options):
    run("render", "--to", "html", "-o", tmp, *options, sheet)
    return tmp / (pathlib.Path(sheet).stem + ".html")


def test_plain_page(tmp):
    plain = tmp / "plain.md"
    plain.write_text("# Sums </script>\n\n1. CALCULATION: 6 × 7 = 42 and \"é\" → 2 + 2 = 4\t\\u0041\r\n\n2. VERIFY: 3 + 4 = 8\n")
    page = render(tmp, plain)
    again = run("check", page)
    expect(again.status == 1 and "plain.md:5:" in again.out, "a false line in a page's worksheet is not found again: " + again.out + again.err)
    expect("byte for byte" in again.out, "a page as written is not recognised: " + again.out + again.err)


def test_edited_page(tmp):
    page = render(tmp, ZONES, "--sysroot", SEED_LAPTOP)
    text = page.read_text()
    again = run("check", page)
    expect(again.status == 0 and "byte for byte" in again.out, "the worksheet's page: " + again.out + again.err)
    expect(json.loads(run("check", "--format", "json", page).out) == json.loads(run("check", "--format", "json", "--sysroot", SEED_LAPTOP, ZONES).out),
           "the page's worksheet gives another report")
    for was, now in (("16154906624", "16154906625"), ("<h1>", "<h1>Not "), (" ✓</span>", " ✗</span>")):
        at = text.find(was, text.find("<header>"))
        if at < 0:
            continue
        edited = tmp / "edited.html"
        edited.write_text(text[:at] + now + text[at + len(was):])
        again = run("check", edited)
        expect(again.status == 1 and "differs from what its worksheet gives, at line" in again.err, f"{was} → {now} is not found: {again.status} {again.err}")

    changed = tmp / "changed.html"
    changed.write_text(re.sub(r'(?<=raw: )(\\")MemTotal: *\d+', r'\1MemTotal: 1', text))
    expect(changed.read_text() == text or run("check", changed).status == 1, "a changed fact is not found")


def test_options_of_a_page(tmp):
    page = render(tmp, ZONES, "--sysroot", SEED_LAPTOP, "--set", "page=16384", "--rule", "jump=off")
    again = run("check", page)
    expect("byte for byte" in again.out, "the options of the page are lost: " + again.out + again.err)
    expect("options of your own" in run("check", "--strict", page).out, "own options are compared")
    expect("options of your own" in run("check", "--here", page).out, "another machine is compared")


def test_hostile_page(tmp):
    page = render(tmp, ZONES, "--sysroot", SEED_LAPTOP)
    text = page.read_text()
    hostile = text.replace('"options": "', '"options": "--trust\\n--limit=file-bytes=1\\n--trust=x\\n')
    page.write_text(hostile)
    again = run("check", page)
    expect(again.status == 0 and "not ours" in again.out and not (tmp / "x").exists(), f"a page's own --trust: {again.status} {again.out} {again.err}")
    for cut in (text[:4000], text[:text.find('"worksheet"')], text.replace('"worksheet": "', '"worksheet": "\\x'), "<!DOCTYPE html>\n<p>1 + 1 = 3\n"):
        page.write_text(cut)
        again = run("check", page)
        expect(again.status == 2 and "carries no worksheet" in again.err, f"a broken page: {again.status} {again.err}")

    look = tmp / "look"
    look.mkdir()
    (look / "page.css").write_text("body { color: #123456 }\n")
    expect("around the text is not ours" in run("check", render(tmp, ZONES, "--sysroot", SEED_LAPTOP, "--template", look)).out, "a page with a look of its own")


main(globals())
