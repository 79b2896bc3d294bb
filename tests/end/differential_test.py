#!/usr/bin/env python3
"""Random equations, true and false, against Python's fractions: in prose, and as expressions in an annotated worksheet.
A false alarm on a true line, or a false line that holds, is the worst that can be. HENCE_ROUNDS raises the number."""
import json, os, random, sys
from fractions import Fraction
sys.path.insert(0, os.path.dirname(__file__))
from harness import *

ROUNDS = int(os.environ.get("HENCE_ROUNDS", "1"))
LINES = 400


class Made:
    """A random expression: its text, its value, how tightly it binds, and whether it is a whole number."""

    def __init__(self, text, value, level):
        self.text, self.value, self.level = text, value, level


def show(r, x, prose):
    n = int(x)
    how = r.randrange(10)
    if how == 0 and 0 <= n:
        return hex(n)
    if how == 1 and n >= 1000 and prose:
        return f"{n:,}"
    return str(n)


def leaf(r, prose):
    kind = r.randrange(6)
    if kind == 0:
        n, places = r.randrange(1, 10**5), r.randrange(1, 4)
        return Made(f"{n // 10**places}.{n % 10**places:0{places}}", Fraction(n, 10**places), 9)
    n = r.choice([r.randrange(2, 20), r.randrange(2, 5000), 2 ** r.randrange(1, 40), r.randrange(10**6, 10**13)])
    return Made(show(r, n, prose), Fraction(n), 9)


def wrap(m, least):
    return m.text if m.level >= least else f"({m.text})"


def grow(r, depth, prose):
    if depth == 0 or r.random() < 0.2:
        return leaf(r, prose)
    op = r.choice(["+", "-", "*", "/", "^", "//", "%", "<<", ">>"] if not prose else ["+", "-", "−", "×", "*", "·", "÷", "^", "×", "+"])
    a, b = grow(r, depth - 1, prose), grow(r, depth - 1, prose)
    if op == "^":
        n = r.randrange(2, 7)
        a = leaf(r, prose)
        if abs(a.value) > 10**6:
            a = Made("3", Fraction(3), 9)
        return Made(f"{wrap(a, 9)}^{n}", a.value ** n, 8)
    if op in ("<<", ">>"):
        a, n = Made(show(r, v := r.randrange(1, 10**9), False), Fraction(v), 9), r.randrange(0, 20)
        return Made(f"{a.text} {op} {n}", Fraction(int(a.value) << n if op == "<<" else int(a.value) >> n), 3)
    level = 6 if op in "×*·÷///%" else 5
    if level == 6 and op in ("÷", "/", "//", "%"):
        if b.value == 0:
            return a
        value = a.value / b.value if op in "÷/" else Fraction(a.value // b.value) if op == "//" else a.value % b.value
    elif level == 6:
        value = a.value * b.value
    else:
        value = a.value + b.value if op == "+" else a.value - b.value
    if value.denominator.bit_length() > 200 or abs(value.numerator).bit_length() > 300:
        return leaf(r, prose)
    return Made(f"{wrap(a, level)} {op} {wrap(b, level + 1)}", value, level)


def decimal(x):
    """Exact as a decimal, or None."""
    d = x.denominator
    while d % 2 == 0:
        d //= 2
    while d % 5 == 0:
        d //= 5
    if d != 1:
        return None
    places = 0
    while (x * 10**places).denominator != 1:
        places += 1
    n = abs(int(x * 10**places))
    text = str(n).rjust(places + 1, "0")
    return ("-" if x < 0 else "") + (text[:-places] + "." + text[-places:] if places else text)


def wrong_by(r, x):
    """Another number of the same look: never what a rounding would give."""
    d = r.choice([1, 2, -1, 10, 100, 7])
    return x + d * max(1, abs(int(x)) // 1000)


def prose_line(r):
    while True:
        left = grow(r, r.randrange(1, 4), True)
        if left.level == 9 or decimal(left.value) is None or left.value < 0 or len(decimal(left.value)) > 60:
            continue
        true = r.random() < 0.6
        right = left.value if true else wrong_by(r, left.value)
        text = decimal(right)
        if text is None or right < 0 or (not true and right == left.value):
            continue
        return f"{left.text} = {text}", true


def test_prose(d):
    for round in range(ROUNDS):
        r = random.Random(f"prose {round}")
        wanted = [prose_line(r) for _ in range(LINES)]
        sheet = write(d, "x.md", "".join(f"{i + 1}. CALCULATION: So {text}.\n" for i, (text, _) in enumerate(wanted)))
        report = json.loads(run("check", "--format", "json", sheet).out)
        wrong, decided = [], 0
        for line, (text, true) in zip(report["lines"], wanted):
            said = {c["verdict"] for c in line["claims"]}
            decided += bool(said & {"holds", "false"})
            if (true and "false" in said) or (not true and (said & {"holds", "rounded"})) or (true and "rounded" in said):
                wrong.append(f"{text}: {'true' if true else 'false'}, called {said}")
        expect(not wrong, f"{len(wrong)} wrong\n" + "\n".join(wrong[:10]))
        expect(decided >= 0.95 * LINES, f"only {decided} of {LINES} plain equations were decided:\n" +
               "\n".join(t for l, (t, _) in zip(report["lines"], wanted) if not {c["verdict"] for c in l["claims"]} & {"holds", "false"})[:1500])


def test_expressions(d):
    for round in range(ROUNDS):
        r = random.Random(f"lua {round}")
        wanted = [grow(r, r.randrange(1, 5), False) for _ in range(LINES)]
        sheet = write(d, "x.md", "---\nhence: 1\n---\n" + "".join(f"{i + 1}. CALCULATION: `v{i} := {m.text}`\n" for i, m in enumerate(wanted)))
        done = run("check", "--format", "json", sheet)
        report = json.loads(done.out)
        wrong = []
        for line, m in zip(report["lines"], wanted):
            got = [v["value"] for v in line["values"]]
            if len(got) != 1 or Fraction(got[0]) != m.value:
                wrong.append(f"{m.text}: {m.value}, got {got}")
        expect(len(report["lines"]) == LINES and not wrong, f"{len(wrong)} wrong\n" + "\n".join(wrong[:10]) + str([x["message"] for x in report["diagnostics"] if x["severity"] == "error"][:3]))


def test_checks(d):
    for round in range(ROUNDS):
        r = random.Random(f"checks {round}")
        relations = {"==": lambda a, b: a == b, "~=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}
        rows, wanted = [], []
        for i in range(LINES):
            a = grow(r, 3, False)
            b = a if r.random() < 0.4 else Made(f"{wrap(a, 5)} + 1", a.value + 1, 5) if r.random() < 0.5 else grow(r, 2, False)
            word = r.choice(list(relations))
            true = relations[word](a.value, b.value)
            rows.append(f"{i + 1}. VERIFY: `? {wrap(a, 5)} {word} {wrap(b, 5)}` {'YES' if true else 'NO'}.\n")
            wanted.append(true)
        report = json.loads(run("check", "--format", "json", write(d, "x.md", "---\nhence: 1\n---\n" + "".join(rows))).out)
        errors = [f"{rows[x['line'] - 1]} {x['message']}" for x in report["diagnostics"] if x["severity"] == "error"]
        expect(not errors and len(report["lines"]) == LINES, errors[:5])
        # every answer turned round is an error on its line
        turned = [row.replace("YES", "\0").replace("NO", "YES").replace("\0", "NO") for row in rows]
        report = json.loads(run("check", "--format", "json", write(d, "x.md", "---\nhence: 1\n---\n" + "".join(turned))).out)
        lines = sorted(x["line"] for x in report["diagnostics"] if x["severity"] == "error")
        expect(lines == list(range(1, LINES + 1)), f"{LINES - len(set(lines))} wrong answers went by")


main(globals())
