"""Evaluates plain equations with Python's fractions, independently of hence: `a op b = c` of numbers and operators alone."""
import re
from fractions import Fraction

TOKEN = re.compile(r"\s*(0x[0-9A-Fa-f]+|\d+(?:\.\d+)?|<<|>>|[-+×*·÷/%^&|()])")
SIGN = {"×": "*", "·": "*", "÷": "/", "−": "-"}
LEVEL = {"|": 1, "&": 2, "<<": 3, ">>": 3, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5, "^": 7}


def tokens(text):
    out, at = [], 0
    text = text.strip()
    while at < len(text):
        m = TOKEN.match(text, at)
        if not m:
            return None
        out.append(SIGN.get(m[1], m[1]))
        at = m.end()
    return out


def primary(t):
    x = t.pop(0)
    if x == "(":
        v = expression(t, 0)
        if t.pop(0) != ")":
            raise ValueError
        return v
    if x == "-":
        return -expression(t, 6)
    return Fraction(int(x, 16)) if x.startswith("0x") else Fraction(x)


def expression(t, least):
    v = primary(t)
    while t and t[0] in LEVEL and LEVEL[t[0]] >= least:
        op = t.pop(0)
        w = expression(t, LEVEL[op] + (op != "^"))
        whole = lambda: (int(v), int(w))
        if op in ("<<", ">>", "&", "|", "%") and (v.denominator, w.denominator) != (1, 1):
            raise ValueError
        if op == "<<" and w > 200 or op == "^" and abs(w) > 200:
            raise ValueError
        v = {"+": lambda: v + w, "-": lambda: v - w, "*": lambda: v * w, "/": lambda: v / w, "%": lambda: Fraction(whole()[0] % whole()[1]),
             "^": lambda: v ** int(w), "<<": lambda: Fraction(whole()[0] << whole()[1]), ">>": lambda: Fraction(whole()[0] >> whole()[1]),
             "&": lambda: Fraction(whole()[0] & whole()[1]), "|": lambda: Fraction(whole()[0] | whole()[1])}[op]()
    return v


def value(text):
    """A Fraction, or None where the text is not arithmetic alone."""
    t = tokens(text)
    if not t:
        return None
    try:
        v = expression(t, 0)
        return v if not t else None
    except (ValueError, IndexError, ZeroDivisionError):
        return None


def equation(text):
    """(left, right) of a text with one equals sign where both sides are arithmetic; counted nouns and units make it None."""
    sides = text.split("=")
    if len(sides) != 2:
        return None
    a, b = value(sides[0]), value(sides[1])
    return None if a is None or b is None else (a, b)
