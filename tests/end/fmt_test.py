#!/usr/bin/env python3
"""What findings propose is put in, in the author's spelling, and nothing else changes by a byte; blanks at line ends go."""
import shutil, subprocess
from harness import expect, main, run, write

SUMS = """# Sums

1. CALCULATION: 1,200 × 3 = 3,601 bytes.  \t
2. CALCULATION: 0x10 + 0x0f = 0x20.
3. CALCULATION: 10 ÷ 3 = 3.34.
4. CALCULATION: 2^10 = 1025 bytes, or 1 KiB.
5. CALCULATION: 2 × 3 = 7 and 7 × 2 = 15.
"""
FIXED = SUMS.replace("3,601", "3,600").replace("0x20", "0x1F").replace("1025", "1024").replace("= 7 and", "= 6 and").replace("= 15", "= 14")


def test_fixes(tmp):
    sheet = write(tmp, "s.md", SUMS)
    shown = run("fmt", "--fix", sheet)
    expect(sheet.read_text() == SUMS, "a diff writes nothing")
    expect(shown.out.count("\n+1") == 1 and shown.status == 1, f"3.34 for 10/3 can be mended in several ways: {shown}")
    if shutil.which("patch"):
        subprocess.run(["patch", "-s", str(sheet)], input=shown.out.encode(), check=True)
        expect(sheet.read_text() == FIXED, sheet.read_text())
        write(tmp, "s.md", SUMS)
    done = run("fmt", "--fix", "--write", sheet)
    expect(sheet.read_text() == FIXED and done.out == "" and done.status == 1, f"{done} {sheet.read_text()}")
    again = run("fmt", "--fix", sheet)
    expect(again.out == "" and again.status == 1, f"3.34 stays: {again}")
    write(tmp, "s.md", SUMS.replace("= 3.34", "≈ 3.33"))
    expect(run("fmt", "--fix", "--write", sheet).status == 0 and "0 errors" in run("check", sheet).out, "all is mended")


def test_only_some(tmp):
    sheet = write(tmp, "s.md", SUMS)
    run("fmt", "--fix", "--skip", "wrong-calculation", "--write", sheet)
    expect(sheet.read_text() == SUMS, "what is not looked for is not mended")


def test_a_line_is_put_in(tmp):
    """Two lines that Markdown would join: the fix is a blank line, and the diff says so."""
    sheet = write(tmp, "s.md", "---\nhence: 1\n---\n1. DEFINITION: A box has 4 sides.\n\n    2. A list in a line\n\n2. CALCULATION: 4 × 2 = 9.\n")
    shown = run("fmt", "--fix", sheet)
    expect("+2. CALCULATION: 4 × 2 = 8." in shown.out and shown.out.count("@@ -") == 1, shown)


def test_tidies(tmp):
    text = "# T  \n\nTwo blanks  \nbreak a line,    \nfive do too.\t\n\n```\na   \nb\n```   \n\n1. VERIFY: 1 + 1 = 2 ✓ \r\n\n\n"
    want = "# T  \n\nTwo blanks  \nbreak a line,  \nfive do too.\n\n```\na   \nb\n```\n\n1. VERIFY: 1 + 1 = 2 ✓\r\n"
    sheet = write(tmp, "t.md", text)
    done = run("fmt", "--write", sheet)
    expect(sheet.read_bytes().decode() == want and done.status == 0, repr(sheet.read_bytes().decode()))
    expect(run("fmt", sheet).out == "", "tidy already")
    sheet = write(tmp, "u.md", "1. VERIFY: 1 + 1 = 2 ✓")
    shown = run("fmt", sheet)
    expect("\\ No newline at end of file" in shown.out, shown)
    run("fmt", "--write", sheet)
    expect(sheet.read_bytes().endswith("✓\n".encode()), sheet.read_bytes())


def test_what_cannot_be_fixed(tmp):
    for words, why in ((("nowhere.md",), "cannot"), (("-",), "standard input"), ((tmp,), "")):
        done = run("fmt", "--fix", *words)
        expect(done.status == 2 and why in done.err, f"{words}: {done}")


main(globals())
