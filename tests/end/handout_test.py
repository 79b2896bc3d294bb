#!/usr/bin/env python3
"""Three editions of one worksheet: the student's copy shows no answer anywhere, and a template that would is refused."""
import re, subprocess
from harness import SEED_LAPTOP, TOP, expect, main, run, write

ZONES = TOP / "worksheets/numa-zones.md"
SHEET = """---
hence: 1
title: Boxes
lang: en
---
1. DEFINITION: A box holds `box := 4096` things.
2. EXERCISE: From line 1: `= box` × 300 = `many := box * 300` things.
   ``` yaml
   ask: {points: 3, hint: count the rows, tolerance: 1 %, space: 4}
   ```
3. CALCULATION: From line 2: that is 1228800 things, or 1,228,800, or `= hex(many)`, or 0x12c000, and twice as many are `= many * 2`.
4. EXERCISE: A quarter of line 1: `quarter := box / 4 / 2` things.
   ``` yaml
   ask: true
   ```
5. DRAW: All of them.

   ``` draw
   | `= many`         | 1228800 |
   ```

6. EXERCISE: As many as line 1: `same := box` things.
   ``` yaml
   ask: true
   ```
"""


def handout(tmp, sheet, edition, *options):
    return run("handout", sheet, "--edition", edition, "-o", tmp / "h", "--to", "html,pdf,markdown", *options)


def texts(tmp, stem):
    """All that the three documents show or hold."""
    html = (tmp / "h" / f"{stem}.html").read_text()
    pdf = tmp / "h" / f"{stem}.pdf"
    shown = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", pdf, "-"], capture_output=True, check=True).stdout.decode("latin-1")
    return {"markdown": (tmp / "h" / f"{stem}.md").read_text(), "html": html, "unmarked": re.sub(r"<[^>]*>", "", html), "pdf": shown, "info": info, "objects": plain}


def spellings(n):
    return [str(n), f"{n:,}", f"{n:,}".replace(",", " "), hex(n), "0x" + format(n, "X"), bin(n)]


def test_the_student_sees_no_answer(tmp):
    done = handout(tmp, write(tmp, "boxes.md", SHEET), "student")
    expect(done.status == 0 and "3 exercises with 3 blanks; 1 value withheld, 2 exempt" in done.out, done)
    expect("line 4, 512: it is below 1000" in done.out and "line 6, 4096: a premise has to show it" in done.out, done)
    found = texts(tmp, "boxes-student")
    expect(found["markdown"].count("\n   ___") == 4 and found["html"].count("<hr>") == 4, "rows for the working")
    for where, text in found.items():
        for number in spellings(1228800):
            expect(not re.search(rf"(?<![0-9A-Za-z]){re.escape(number)}(?![0-9A-Za-z])", text), f"{number} in {where}")
    expect(re.findall(r"\[(\d): _{8,}\]", found["markdown"]) == ["1", "2", "3"], found["markdown"])
    expect("2457600" in found["markdown"] and "Exercise 1 · 3 points · hint: count the rows" in found["unmarked"] and "[1: ____" in found["pdf"], found["pdf"])
    expect('<script type="application/json" id="report">{}</script>' in found["html"] and 'id="source">{}' in found["html"], "the page carries a report")


def test_the_others_see_them(tmp):
    sheet = write(tmp, "boxes.md", SHEET)
    expect(handout(tmp, sheet, "instructor").status == 0 and handout(tmp, sheet, "key").status == 0, "an edition")
    found = texts(tmp, "boxes-instructor")
    expect("1228800" in found["html"] and "3 points" in found["html"] and "tolerance 1 %" in found["html"] and "blank in the student" in found["html"], "the instructor's marks")
    expect("Instructor's copy" in found["pdf"] and "<b>Instructor's copy" in found["html"] and "Instructor" not in texts(tmp, "boxes-key")["pdf"], "whose copy it is")
    for words in ("Exercise 1 · 3 points · tolerance 1 % · hint: count the rows · blank in the student's copy: 1228800", "Exercise 3 · blank in the student's copy: 4096"):
        expect(words in re.sub(r"\s+", " ", found["pdf"]), f"{words}: {found['pdf']}")
    key = texts(tmp, "boxes-key")
    for where in ("markdown", "unmarked", "pdf"):
        expect("1228800" in key[where] and "blank 1" in key[where] and "(3 points)" in key[where], f"{where}: {key[where]}")


def test_a_template_that_leaks_is_refused(tmp):
    sheet = write(tmp, "boxes.md", SHEET)
    page = (TOP / "templates/page.html").read_text()
    look = tmp / "look"
    look.mkdir()
    for leak in ("<p>The answer is 1228800.</p>", "<p>12288<b>00</b></p>", "<!-- 0x12C000 -->", '<meta name="a" content="1,228,800">', "<p>1 228 800</p>"):
        write(look, "page.html", page.replace("{{body}}", leak + "{{body}}"))
        done = run("handout", sheet, "-o", tmp / "leak", "--to", "html", "--template", look)
        expect(done.status == 2 and "would show the answer of line 2" in done.err and not (tmp / "leak/boxes-student.html").exists(), f"{leak}: {done}")
    write(look, "page.html", page.replace("{{body}}", "<p>11228800 and 2457600</p>{{body}}"))
    expect(run("handout", sheet, "-o", tmp / "fine", "--to", "html", "--template", look).status == 0, "a number that only contains it")
    write(tmp, "title.md", SHEET.replace("title: Boxes", "title: How 1228800 boxes"))
    done = run("handout", tmp / "title.md", "-o", tmp / "t")
    expect(done.status == 2 and "would show the answer of line 2" in done.err, done)


def test_the_worksheet_of_zones(tmp):
    done = handout(tmp, ZONES, "student", "--sysroot", SEED_LAPTOP)
    blanks = int(re.search(r"with (\d+) blanks", done.out)[1])
    expect(done.status == 0 and blanks >= 12, done)
    found = texts(tmp, "numa-zones-student")
    expect(len(re.findall(r"\[\d+: _+\]", found["markdown"])) == blanks and len(re.findall(r"\[\d+: _+\]", found["unmarked"])) == blanks, "blanks are lost")
    for answer in (16154906624, 3944069, 15406, 16154361856, 3943936, 3944068, 2097152, 5679423488, 1386578):
        for where, text in found.items():
            expect(not re.search(rf"(?<![0-9A-Za-z]){answer}(?![0-9A-Za-z])", text), f"{answer} in {where}")
    same = run("handout", ZONES, "--sysroot", SEED_LAPTOP, "-o", tmp / "again", "--to", "html,pdf,markdown")
    for suffix in ("html", "pdf", "md"):
        expect((tmp / f"again/numa-zones-student.{suffix}").read_bytes() == (tmp / f"h/numa-zones-student.{suffix}").read_bytes(), f"{suffix}: other bytes")
    other = handout(tmp, ZONES, "key", "--sysroot", TOP / "tests/facts/roots/container")
    expect(other.status == 0 and "67241504768" in (tmp / "h/numa-zones-key.md").read_text(), "one handout for each machine")


def test_what_is_no_handout(tmp):
    for sheet, words, why in ((write(tmp, "plain.md", "1. CALCULATION: 2 + 2 = 4\n"), (), "nothing to hand out"), (ZONES, ("--edition", "teacher"), "student, instructor or key"),
                              (write(tmp, "wrong.md", SHEET.replace("1,228,800", "1,228,801").replace("that is 1228800 things", "3 × 4 = 13")), (), "does not hold")):
        done = run("handout", sheet, *words, "-o", tmp / "none")
        expect(done.status in (1, 2) and why in done.err, f"{sheet}: {done}")


main(globals())
