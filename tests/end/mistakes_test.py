#!/usr/bin/env python3
"""One mistake put into a good worksheet gives one error, at its place, with caret and exit status 1; and nothing else."""
import json, os, re, sys
sys.path.insert(0, os.path.dirname(__file__))
from harness import *

ZONES = (TOP / "worksheets/numa-zones.md").read_text()
MACHINE = ["--sysroot", SEED_LAPTOP]


def one_error(d, text, before, after, rules, where=None):
    """`before`, which stands once in the text, becomes `after`: one error of one of the rules, on that line of the text."""
    expect(text.count(before) == 1, f"{before!r} stands {text.count(before)} times")
    sheet = write(d, "changed.md", text.replace(before, after))
    expect(run("check", *MACHINE, write(d, "good.md", text)).status == 0, "it was not good before")
    done = run("check", "--format", "json", *MACHINE, sheet)
    errors = [x for x in json.loads(done.out)["diagnostics"] if x["severity"] == "error"]
    expect(done.status == 1 and len(errors) == 1 and errors[0]["rule"] in rules, (before, after, done.status, [(x["rule"], x["text_line"], x["message"]) for x in errors]))
    line = text[:text.index(before)].count("\n") + 1
    expect(where or errors[0]["text_line"] == line, (before, line, errors[0]))
    said = run("check", *MACHINE, sheet)
    place = f"{sheet}:{errors[0]['text_line']}:{errors[0]['column']}: error: "
    lines = said.out.split("\n")
    at = next((i for i, l in enumerate(lines) if l.startswith(place)), None)
    expect(said.status == 1 and at is not None and f"[{errors[0]['rule']}]" in lines[at] and "^" in lines[at + 2], said)
    expect(said.out.count(": error: ") == 1, said)


def test_a_wrong_literal_in_a_sentence(d):
    one_error(d, ZONES, "256×2 = 512", "256×2 = 513", {"wrong-calculation"})


def test_every_wrong_literal(d):
    """Each number of each claim that holds, one at a time: none goes by unseen, and each is seen once."""
    report = json.loads(run("check", "--format", "json", *MACHINE, write(d, "good.md", ZONES)).out)
    lines = ZONES.split("\n")
    tried, unseen, several = 0, [], []
    for line in report["lines"]:
        for c in line["claims"]:
            if line["role"] == "false" or not re.fullmatch(r"[\d^×÷ +-]+= \d+", c["text"]) or c["text"] not in lines[c["text_line"] - 1]:
                continue                        # only what stands in the text as it is, no live values
            for m in re.finditer(r"\d+", c["text"]):
                other = c["text"][:m.start()] + str(int(m[0]) + 1) + c["text"][m.end():]
                new = lines[:]
                start = c["column"] - 1
                old = new[c["text_line"] - 1]
                new[c["text_line"] - 1] = old[:start] + other + old[start + len(c["text"]):]
                done = run("check", "--format", "json", *MACHINE, write(d, "changed.md", "\n".join(new)))
                errors = [x for x in json.loads(done.out)["diagnostics"] if x["severity"] == "error" and x["text_line"] == c["text_line"]]
                tried += 1
                if done.status != 1 or not errors:
                    unseen.append(other)
                elif len(errors) > 2:
                    several.append(f"{other}: {len(errors)} errors")
    expect(tried >= 20, f"only {tried} literals tried")
    expect(not unseen and not several, (unseen, several))


def test_a_wrong_number_in_from(d):
    m = re.search(r"(?m)^    from: \[5, 6\]\n", ZONES)
    at = ZONES.index(m[0])
    before = ZONES[at - 60:at] + m[0]
    one_error(d, ZONES, before, before.replace("[5, 6]", "[5, 99]"), {"missing-line"}, where="the annotation")


def test_a_wrong_unit_in_a_fact(d):
    one_error(d, ZONES, "Size of node 0, unit: kB,", "Size of node 0, unit: byte,", {"unit-mismatch"}, where="the line that shows it")
    one_error(d, ZONES, "Huge page, unit: kB,", "Huge page, unit: byte,", {"unit-mismatch"}, where="the line that shows it")


def test_a_wrong_answer(d):
    m = re.search(r"`\? [^`]*` YES", ZONES)
    before = ZONES[ZONES.rindex("\n", 0, m.start()) + 1:m.end()]
    one_error(d, ZONES, before, before[:-3] + "NO", {"wrong-answer"})


def test_plain(d):
    one_error(d, GOOD, "144", "145", {"wrong-calculation"})
    one_error(d, GOOD, "From line 01", "From line 07", {"missing-line"})


main(globals())
