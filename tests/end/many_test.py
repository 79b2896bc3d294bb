#!/usr/bin/env python3
"""Many worksheets at once: the same output and status as one after the other, and an index of their pages."""
import re
from harness import FALSE, GOOD, expect, main, run, write


def sheets(tmp):
    files = [write(tmp, f"s{i}.md", f"# Sheet {i}\n\n" + (FALSE if i == 3 else GOOD)) for i in range(7)]
    return files + [tmp / "missing.md"]


def test_jobs_change_nothing(tmp):
    files = sheets(tmp)
    one = run("check", *files)
    for jobs in (["-j", "1"], ["-j3"], ["--jobs=64"]):
        many = run("check", *jobs, *files)
        expect((many.out, many.err, many.status) == (one.out, one.err, one.status), f"{jobs}: {many}")
    expect(one.status == 2 and "missing.md" in one.err and "145" in one.out, one)


def test_jobs_are_a_number(tmp):
    for jobs in ("0", "65", "x", "", "-1"):
        done = run("check", "--jobs", jobs, write(tmp, "a.md", GOOD))
        expect(done.status == 2 and "a number from 1 to 64" in done.err, done)


def test_index(tmp):
    files = sheets(tmp)[:-1]
    pages = []
    for jobs in ("1", "4"):
        out = tmp / jobs
        done = run("render", "--to", "html,json", "-j", jobs, "-o", out, *files)
        expect(done.status == 1, done)
        pages.append((out / "index.html").read_text())
        for link in re.findall(r'href="\./([^"]+)"', pages[-1]):
            expect((out / link).exists(), link)
    expect(pages[0] == pages[1], "the index depends on -j")
    rows = re.findall(r"<tr><th scope.*?</tr>", pages[0], re.S)
    expect(len(rows) == 7 and [("does not hold" in row) for row in rows] == [i == 3 for i in range(7)], rows)
    run("render", "--to", "html", "-o", tmp / "lost", files[0], tmp / "missing.md", files[3])
    lost = (tmp / "lost/index.html").read_text()
    expect("missing.md</th><td class=\"verdict false\" colspan=\"10\">✗ could not be read" in lost and "<p class=\"by\">3 worksheets</p>" in lost, "a worksheet that was not read is not in the index")
    expect(pages[0].count("<script") == 0 and "http://" not in pages[0] and "https://" not in pages[0], "the index asks for something")


def test_one_name_twice(tmp):
    for folder in ("a", "b"):
        (tmp / folder).mkdir()
    one, two = write(tmp, "a/x.md", GOOD), write(tmp, "b/x.md", FALSE)
    done = run("render", "--to", "html", "-o", tmp / "o", one, two)
    expect(done.status == 2 and "b/x.md would write the same documents as" in done.err and not (tmp / "o").exists(), done)
    expect(run("render", "--to", "html", "-o", tmp / "o", one, one).status == 0, "the same worksheet twice")


def test_index_is_not_forced(tmp):
    run("render", "--to", "html", "-o", tmp / "one", write(tmp, "a.md", GOOD))
    expect(not (tmp / "one/index.html").exists(), "an index of one worksheet")
    run("render", "--to", "html", "-o", tmp / "own", write(tmp, "index.md", "# Mine\n\n" + GOOD), write(tmp, "a b%.md", GOOD))
    expect("Mine" in (tmp / "own/index.html").read_text(), "a worksheet's page was overwritten")
    run("render", "--to", "json", "-o", tmp / "none", tmp / "index.md", tmp / "a b%.md")
    expect(not (tmp / "none/index.html").exists(), "an index without pages")
    run("render", "--to", "html", "-o", tmp / "odd", write(tmp, "c.md", GOOD), tmp / "a b%.md")
    expect('href="./a%20b%25.html"' in (tmp / "odd/index.html").read_text(), "an odd name")


main(globals())
