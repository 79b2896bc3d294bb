#!/usr/bin/env python3
"""A second opinion, written apart from the engine: reads only JSON reports, recomputes what it can with its own small
parser and exact fractions, and says which verdicts it contradicts.

usage: tests/recheck.py REPORT.json...    exit status 1 when a verdict is contradicted
"""
import itertools, json, re, sys
from fractions import Fraction

NUMBER = r"0[xX][0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*|0b[01]+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+"
TOKEN = re.compile(rf"\s*(?:({NUMBER})|(\*\*|<<|>>|//|<=|>=|==|!=|~=|[-+×*·÷/−^%&|()=≠<≤>≥≈~?✓✗])|([^\W\d]\w*))")
RELATIONS = {"=": "=", "==": "=", "≠": "!", "!=": "!", "~=": "!", "<": "<", "≤": "≤", "<=": "≤", ">": ">", "≥": "≥", ">=": "≥", "≈": "≈", "~": "≈"}
LEVELS = [["|"], ["&"], ["<<", ">>"], ["+", "-", "−"], ["×", "*", "·", "÷", "/", "//", "%"]]
POWERS = {"K": 1, "M": 2, "G": 3, "T": 4, "P": 5}
TIMES = {"s": "1", "ms": "1/1000", "µs": "1/1000000", "ns": "1/1000000000", "min": "60", "h": "3600", "day": "86400", "days": "86400", "week": "604800", "weeks": "604800"}
MOST_BITS = 20000
YES, NO = {"YES", "yes", "Yes", "✓", "true"}, {"NO", "no", "No", "✗", "false"}


class Beyond(Exception):
    """Not in this parser's little language."""


class Impossible(Exception):
    """No value, under this reading."""


def factors(word):
    """What one of the unit may be, in bytes (or in itself, for what is counted)."""
    lower = word.lower()
    if lower in ("byte", "bytes", "b"):
        return [1]
    if lower in ("bit", "bits"):
        return [Fraction(1, 8)]
    if word in TIMES:
        return [Fraction(TIMES[word])]
    m = re.fullmatch(r"([kKMGTP])(i?)(B|b|bytes?)", word)
    if m:
        n = POWERS[m[1].upper()]
        return [1024 ** n] if m[2] else [1024 ** n, 1000 ** n]
    return None


def number(text):
    text = text.replace(",", "").replace("_", "")
    return Fraction(int(text, 0)) if text[:2].lower() in ("0x", "0b") else Fraction(text)


class Reader:
    """Evaluates one side: `units` gives the factor chosen for each ambiguous unit, `names` what a name is worth."""

    def __init__(self, tokens, units, names):
        self.tokens, self.at, self.units, self.names, self.measured = tokens, 0, units, names, False

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else (None, None)

    def level(self, n=0):
        if n == len(LEVELS):
            return self.unary()
        left = self.level(n + 1)
        while self.peek()[0] == "op" and self.peek()[1] in LEVELS[n]:
            op = self.tokens[self.at][1]
            self.at += 1
            left = apply(op, left, self.level(n + 1))
        return left

    def unary(self):
        if self.peek() in (("op", "-"), ("op", "−")):
            self.at += 1
            return -self.unary()
        base = self.atom()
        if self.peek() in (("op", "^"), ("op", "**")):
            self.at += 1
            base = apply("^", base, self.unary())
            return self.unit(base)
        return base

    def atom(self):
        kind, text = self.peek()
        self.at += 1
        if kind == "number":
            return self.unit(number(text))
        if (kind, text) == ("op", "("):
            value = self.level()
            if self.peek() != ("op", ")"):
                raise Beyond
            self.at += 1
            return self.unit(value)
        if kind == "word" and text in self.names:
            return self.names[text]
        raise Beyond

    def unit(self, value):
        if self.peek() in (("op", "^"), ("op", "**")) or self.peek()[0] != "word":
            return value
        word = self.peek()[1]
        if word in YES | NO or len(word) == 1 and word.lower() not in "b":
            raise Beyond
        self.at += 1
        if factors(word):
            self.measured = True
            return value * self.units[word]
        if self.peek()[0] == "word":            # more than a noun: prose
            raise Beyond
        return value


def whole(x):
    if x.denominator != 1:
        raise Impossible
    return x.numerator


def apply(op, a, b):
    if op == "+":
        return a + b
    if op in "-−":
        return a - b
    if op in ("×", "*", "·"):
        return a * b
    if op in ("÷", "/", "//", "%"):
        if b == 0:
            raise Impossible
        return a / b if op in "÷/" else Fraction(a // b) if op == "//" else a % b
    if op == "^":
        n = whole(b)
        size = max(a.numerator.bit_length(), a.denominator.bit_length())
        if abs(n) * size > MOST_BITS:
            raise Beyond
        if a == 0 and n < 0:
            raise Impossible
        return a ** n
    a, b = whole(a), whole(b)
    if op in ("<<", ">>"):
        if b < 0 or (op == "<<" and b > MOST_BITS):
            raise Beyond
        return Fraction(a << b if op == "<<" else a >> b)
    return Fraction(a & b if op == "&" else a | b)


def tokens(text):
    out, at = [], 0
    text = text.rstrip()
    if re.search(r"\d/\d+ ?[A-Za-z]", text):         # 3/4 KiB: a fraction of a unit is no division by one
        raise Beyond
    while at < len(text):
        m = TOKEN.match(text, at)
        if not m:
            raise Beyond
        out.append(("number", m[1]) if m[1] else ("op", m[2]) if m[2] else ("word", m[3]))
        at = m.end()
    return out


def sides(text):
    """[side, relation, side, ...] and the answer that follows a question, or None."""
    all_tokens, parts, current, answer = tokens(text), [], [], None
    while all_tokens and (all_tokens[-1][1] in YES | NO):
        answer = all_tokens.pop()[1] in YES
    if all_tokens and all_tokens[-1] == ("op", "?"):
        all_tokens.pop()
    for t in all_tokens:
        if t[0] == "op" and t[1] in RELATIONS:
            parts += [current, RELATIONS[t[1]]]
            current = []
        elif t[1] in ("?", "✓", "✗"):
            raise Beyond
        else:
            current.append(t)
    parts.append(current)
    if len(parts) < 3 or any(not p for p in parts[::2]):
        raise Beyond
    return parts, answer


def near(exact, shown_tokens, factor_of):
    """Does the side that is shown agree with the exact value in all its digits, cut or rounded?"""
    if not shown_tokens or shown_tokens[0][0] != "number" or len(shown_tokens) > 2:
        raise Beyond
    text = shown_tokens[0][1]
    if text[:2].lower() in ("0x", "0b"):
        raise Beyond
    shown = number(text)
    unit = factor_of(shown_tokens[1][1]) if len(shown_tokens) == 2 else 1
    digits = text.replace(",", "")
    step = Fraction(1, 10 ** (len(digits.split(".")[1]) if "." in digits else 0))
    if "." not in digits:
        step = Fraction(10 ** (len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0))
    return abs(exact / unit - shown) < step


def converted(side, shown, units, names):
    """8192 bits ÷ 8 = 1024 bytes: divided by what one unit has of the other, a number is in that other. Its value so read, or None."""
    if len(side) < 4 or side[0][0] != "number" or side[1][1] not in units or side[2][1] not in ("÷", "/") or len(shown) != 2 or shown[1][1] not in units:
        return None
    reader = Reader(side[3:], units, names)
    ratio = reader.level()
    own, other = units[side[1][1]], units[shown[1][1]]
    return number(side[0][1]) / ratio * other if reader.at == len(side) - 3 and own and ratio == Fraction(other) / own else None


def readings(text, names=()):
    """Under each admissible meaning of the units: does the relation hold, and does it nearly?"""
    parts, answer = sides(text)
    words = sorted({t[1] for side in parts[::2] for t in side if t[0] == "word" and factors(t[1])})
    for choice in itertools.product(*(factors(w) for w in words)):
        units = dict(zip(words, choice))
        values, measured = [], []
        for side in parts[::2]:
            reader = Reader(side, units, names or {})
            values.append(reader.level())
            measured.append(reader.measured)
            if reader.at != len(side):
                raise Beyond
        # A bare number beside a measured one takes its unit, whatever that is: another reading, not this parser's.
        if len(set(measured)) > 1:
            loose = True
        else:
            loose = False
        exact, roughly = True, True
        for i, relation in enumerate(parts[1::2]):
            a, b = values[i], values[i + 1]
            as_converted = converted(parts[2 * i], parts[2 * i + 2], units, names or {}) if relation in "=≈" else None
            a = a if as_converted is None else as_converted
            if relation == "≈":
                roughly = roughly and near(a, parts[2 * i + 2], lambda w: units.get(w, 1))
                continue
            fine = {"=": a == b, "!": a != b, "<": a < b, "≤": a <= b, ">": a > b, "≥": a >= b}[relation]
            exact = exact and fine
            if not fine:
                roughly = relation == "=" and roughly and near(a, parts[2 * i + 2], lambda w: units.get(w, 1))
        if answer is not None:
            exact = exact == answer
        yield exact, roughly, loose


def contradicts(claim):
    """None: not covered. "": agreed. Else the reason."""
    verdict, text = claim["verdict"], claim["text"]
    if verdict == "undecided" or len(text) > 2000:
        return None
    try:
        found = list(readings(text))
    except (Beyond, Impossible, RecursionError):
        return None
    if any(loose for _, _, loose in found):
        return None
    right, rough = any(e for e, _, _ in found), any(r for _, r, _ in found)
    if "≈" in text or "~" in text:
        return None if verdict == "holds" and not rough else "" if (verdict == "holds") == rough else None
    if verdict == "holds":
        # what is written first-last may be a range: its length, not its difference
        return "" if right else None if re.search(r"0x\w+\s*[-–]\s*0x", text) else "it does not hold"
    if verdict == "false":
        # where one meaning of a unit makes it true and another false, what the prose defines decides: that is not read here
        return "" if not right else None if claim.get("computed") and not all(e for e, _, _ in found) else "it holds"
    return "it holds exactly" if right else "" if rough else None


def scale(unit, defined):
    """The factor of `byte/page`, `kB`, ...: bytes are 1, what is counted is 1, kB and the like as the worksheet defines them."""
    if not unit:
        return Fraction(1)
    total = Fraction(1)
    for i, word in enumerate(re.split(r"[/*·]", unit)):
        name = word.strip()
        if not re.fullmatch(r"\w+", name):
            raise Beyond
        f = defined.get(name) or factors(name) or [1]
        if len(f) > 1:
            raise Beyond
        total = total / f[0] if i and "/" in unit else total * f[0]
    return total


def values(report):
    """Each value that an expression of names, numbers and operators gives: (place, reason or "" or None)."""
    known, defined = {}, {}
    for fact in report["facts"]:
        if fact.get("value") is not None and re.fullmatch(r"-?\d+(/\d+)?", str(fact["value"])):
            known[fact["name"]] = (Fraction(fact["value"]), fact.get("unit") or "")
    for line in report["lines"]:
        for v in line["values"]:
            name, expression, text = v.get("name"), v.get("expression"), v.get("value")
            if expression is None or text is None or not re.fullmatch(r"-?\d+(/\d+)?", str(text)):
                continue
            unit = v.get("unit") or ""
            mine = Fraction(text)
            verdict = None
            try:
                names = {n: x * scale(u, defined) for n, (x, u) in known.items()}
                # floors and bits depend on the unit they are taken in: only where every factor is one
                if re.search(r"//|%|<<|>>|[&|]", expression) and any(scale(u, defined) != 1 for n, (_, u) in known.items() if re.search(rf"\b{n}\b", expression)):
                    raise Beyond
                found = [t for t in tokens(re.sub(r"[:]to\(\s*\w+\s*\)", "", expression))]
                # unit words stand alone in expressions: 1024 * byte
                names.update({w: f[0] for w in {t[1] for t in found if t[0] == "word"} if w not in names and (f := defined.get(w) or (factors(w) if len(factors(w) or []) == 1 else None))})
                if any(t[0] == "word" and t[1] not in names for t in found) or any(t[0] == "op" and t[1] in RELATIONS for t in found):
                    raise Beyond
                reader = Reader(found, {}, names)
                got = reader.level()
                if reader.at != len(found):
                    raise Beyond
                verdict = "" if got == mine * scale(unit, defined) else f"{expression} is {got}, not {mine} {unit}"
            except (Beyond, Impossible):
                pass
            yield f"text line {v['text_line']}, column {v['column']}", verdict
            if v.get("kind") == "define":
                known.setdefault(name, (mine, unit))        # the first definition counts
                if factors(name) or unit:
                    try:
                        defined[name] = [mine * scale(unit, defined)] if unit and factors(name) else defined.get(name)
                    except Beyond:
                        pass
                    if not defined.get(name):
                        defined.pop(name, None)


def shape(report):
    """What must agree within any report: counts, line verdicts, what rests on what."""
    claims = report["claims"] + [c for l in report["lines"] for c in l["claims"]]
    s = report["summary"]
    for key, verdict in (("hold", "holds"), ("rounded", "rounded"), ("false", "false"), ("undecided", "undecided")):
        n = sum(c["verdict"] == verdict for c in claims)
        if s[key] != n:
            yield f"summary.{key} is {s[key]}, and there are {n}"
    if s["claims"] != len(claims) or s["lines"] != len(report["lines"]) or s["unrecognised"] != len(report["unrecognised"]):
        yield "summary counts other claims, lines or unrecognised text than the report has"
    for key, severity in (("errors", "error"), ("warnings", "warning"), ("notes", "note")):
        n = sum(d["severity"] == severity and not d.get("waived") and not d.get("waiver") for d in report["diagnostics"])
        if s[key] != n:
            yield f"summary.{key} is {s[key]}, and there are {n}"
    by_number = {l["line"]: l for l in reversed(report["lines"])}
    for l in report["lines"]:
        if l["verdict"] in ("holds", "rounded") and l["role"] != "false":
            if any(c["verdict"] == "false" for c in l["claims"]):
                yield f"line {l['line']} {l['verdict']} with a false claim in it"
            for n in l["rests_on"]:
                below = by_number.get(n)
                if below and below["verdict"] == "false" and below["role"] != "false":
                    yield f"line {l['line']} {l['verdict']}, and rests on line {n}, which is false"
        if l["verdict"] == "holds" and any(c["verdict"] == "undecided" for c in l["claims"]) and l["role"] in ("calculation", "check"):
            yield f"line {l['line']} ({l['role']}) holds with a claim undecided"


def recheck(report):
    """(claims covered, claims, values covered, values, contradictions)"""
    wrong, covered, count, values_covered, values_count = [], 0, 0, 0, 0
    for claim in report["claims"] + [c for l in report["lines"] for c in l["claims"]]:
        count += 1
        said = contradicts(claim)
        covered += said is not None
        if said:
            wrong.append(f"text line {claim['text_line']}: {claim['text']}: called {claim['verdict']}, and {said}")
    for place, said in values(report):
        values_count += 1
        values_covered += said is not None
        if said:
            wrong.append(f"{place}: {said}")
    return covered, count, values_covered, values_count, wrong + list(shape(report))


def main():
    status = 0
    for name in sys.argv[1:]:
        with open(name) as f:
            c, n, vc, vn, wrong = recheck(json.load(f))
        print(f"{name}: {c} of {n} claims and {vc} of {vn} values recomputed, {len(wrong)} contradicted")
        for w in wrong:
            print(f"  {w}")
        status |= bool(wrong)
    return status


if __name__ == "__main__":
    sys.exit(main())
