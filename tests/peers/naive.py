"""What a quick script does with claims: every `a op b = c` of a text, exactly, and nothing else. The peer that hence is timed against."""
import re, sys
from fractions import Fraction

NUMBER = r"(0x[0-9A-Fa-f]+|\d[\d,]*(?:\.\d+)?)"
CLAIM = re.compile(NUMBER + r"\s*([×*+/÷^-]|<<|>>)\s*" + NUMBER + r"\s*=\s*" + NUMBER)


def value(x):
    return Fraction(int(x, 16)) if x.startswith("0x") else Fraction(x.replace(",", ""))


def apply(a, op, b):
    if op in "×*":
        return a * b
    if op in "/÷":
        return a / b
    if op == "+":
        return a + b
    if op == "-":
        return a - b
    if op == "^":
        return a ** b if b.denominator == 1 and b < 4096 else None
    return Fraction(int(a) << int(b)) if op == "<<" else Fraction(int(a) >> int(b))


hold = wrong = 0
for line in open(sys.argv[1], encoding="utf-8"):
    for m in CLAIM.finditer(line):
        try:
            good = apply(value(m[1]), m[2], value(m[3])) == value(m[4])
        except (ZeroDivisionError, ValueError):
            continue
        hold, wrong = hold + good, wrong + (not good)
print(hold, wrong)
