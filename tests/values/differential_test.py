#!/usr/bin/env python3
"""Random expressions against Python's int and Fraction, to 4,096 bits, with units as a vector of dimensions kept here.

The number of expressions: the argument, else 20,000. The seed is fixed.
"""
import fractions, os, random, re, subprocess, sys, tempfile
from fractions import Fraction as F

sys.set_int_max_str_digits(0)
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
PROGRAM = os.environ.get("HENCE_TESTS", "out/tests") + "/values/semantics_test"
BATCH, BITS_MOST = 2000, 16384
R = random.Random(20261123)

# unit: factor, dimensions (bit, second, CPU, node)
UNITS = {"bit": (F(1), (1, 0, 0, 0)), "byte": (F(8), (1, 0, 0, 0)), "KiB": (F(8192), (1, 0, 0, 0)), "MiB": (F(8 << 20), (1, 0, 0, 0)),
         "s": (F(1), (0, 1, 0, 0)), "ms": (F(1, 1000), (0, 1, 0, 0)), "GHz": (F(10**9), (0, -1, 0, 0)),
         "CPU": (F(1), (0, 0, 1, 0)), "node": (F(1), (0, 0, 0, 1))}
NONE = (0, 0, 0, 0)
FACTS = {"cpus": (F(12), "CPU"), "nodes": (F(1), "node")}


class Bad(Exception):
    pass


class Q:
    """A quantity: what it is in base units, its dimensions, and whether it is plain."""
    def __init__(self, x, dims=NONE):
        if max(abs(x.numerator).bit_length(), x.denominator.bit_length()) > BITS_MOST:
            raise Bad("too-big")
        self.x, self.dims = x, dims


def counts(d):
    return d != NONE and d[0] == 0 and d[1] == 0


def join(a, b):
    if a.dims == b.dims:
        return a.dims
    if b.dims == NONE and (counts(a.dims) or b.x == 0):
        return a.dims
    if a.dims == NONE and (counts(b.dims) or a.x == 0):
        return b.dims
    raise Bad("unit-mismatch")


def whole(*xs):
    if any(x.dims != NONE for x in xs):
        raise Bad("unit-mismatch")
    if any(x.x.denominator != 1 for x in xs):
        raise Bad("bad-lua")
    return [int(x.x) for x in xs]


def power(a, b):
    if b.dims != NONE:
        raise Bad("unit-mismatch")
    if b.x.denominator != 1:
        raise Bad("bad-lua")
    n = int(b.x)
    if a.x == 0 and n < 0:
        raise Bad("bad-lua")
    if abs(a.x) not in (0, 1) and max(abs(a.x.numerator).bit_length() - 1, a.x.denominator.bit_length() - 1) * abs(n) > BITS_MOST:
        raise Bad("too-big")
    dims = tuple(d * n for d in a.dims)
    if any(abs(d) > 64 for d in dims):
        raise Bad("unit-mismatch")
    return Q(a.x ** n, dims)


def apply(op, a, b):
    if op in "+-":
        return Q(a.x + b.x if op == "+" else a.x - b.x, join(a, b))
    if op in ("*", "/"):
        if op == "/" and b.x == 0:
            raise Bad("bad-lua")
        return Q(a.x * b.x if op == "*" else a.x / b.x, tuple(p + q if op == "*" else p - q for p, q in zip(a.dims, b.dims)))
    if op in ("//", "%"):
        if b.x == 0:
            raise Bad("bad-lua")
        q = a.x // b.x
        return Q(F(q) if op == "//" else a.x - q * b.x)
    if op == "^":
        return power(a, b)
    if op in ("<<", ">>"):
        i, j = whole(a, b)
        if j < 0:
            raise Bad("bad-lua")
        if op == "<<" and i and i.bit_length() + j > BITS_MOST:
            raise Bad("too-big")
        return Q(F(i << j if op == "<<" and i else i >> j if op == ">>" else 0))
    if op in ("&", "|", "~"):
        i, j = whole(a, b)
        return Q(F(i & j if op == "&" else i | j if op == "|" else i ^ j))
    join(a, b)
    x, y = a.x, b.x
    return {"<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y, "==": x == y, "~=": x != y}[op]


PRIORITY = {"|": 4, "~": 5, "&": 6, "<<": 7, ">>": 7, "+": 10, "-": 10, "*": 11, "/": 11, "//": 11, "%": 11, "^": 14}
COMPARE = ["<", "<=", ">", ">=", "==", "~="]


def integer(bits):
    return R.getrandbits(bits) if bits else 0


def leaf(units):
    """units: True with units, False without, None whole numbers only"""
    kind = R.random()
    if units is None and kind > 0.72:
        kind = 1
    if units and kind < 0.45:
        name = R.choice(list(UNITS)[:7])
        n = R.randrange(0, 1000)
        return f"({n} * {name})", Q(n * UNITS[name][0], UNITS[name][1]), 99
    if units and kind < 0.6:
        name = R.choice(list(FACTS))
        return name, Q(FACTS[name][0], UNITS[FACTS[name][1]][1]), 99
    if kind < 0.72:
        n = R.choice([0, 1, 2, 3, 7, 8, 10, 63, 64, 100, 2**31, 2**63 - 1, 2**63, 2**64 - 1, 2**64])
        return (hex(n) if R.random() < 0.3 else str(n)), Q(F(n)), 99
    if kind < 0.85 or units:
        digits = R.randrange(1, 7)
        n = R.randrange(0, 10**digits)
        text = f"{n}.{R.randrange(0, 1000):03}"
        return text, Q(F(text)), 99
    n = integer(R.choice([8, 16, 32, 63, 64, 65, 128, 512, 1024, 4096]))
    return (hex(n) if R.random() < 0.5 else str(n)), Q(F(n)), 99


def tree(depth, units, errors):
    """text, value or None after an error, priority of the text"""
    if depth == 0 or R.random() < 0.1:
        return leaf(units)
    if R.random() < 0.1:
        op = R.choice("-~") if units is None else "-"
        text, x, p = tree(depth - 1, units, errors)
        if p < 12:
            text = f"({text})"
        value = None
        if x is not None:
            try:
                value = Q(-x.x, x.dims) if op == "-" else Q(F(~whole(x)[0]))
            except Bad as e:
                errors.append(str(e))
        return f"{op} {text}" if text[0] == op else f"{op}{text}", value, 12
    op = R.choice({True: ["+", "-", "*", "/"] * 3 + ["^"], False: ["+", "-", "*", "/", "//", "%"] * 3 + ["^", "&"],
                   None: ["+", "-", "*", "//", "%"] + ["^", "<<", ">>", "&", "|", "~"]}[units])
    own = PRIORITY[op]
    a_text, a, a_p = tree(depth - 1, units, errors)
    if op in ("^", "<<", ">>"):
        n = R.randrange(-3 if op == "^" and units is not None else 0, 6 if op == "^" else 200)
        b_text, b, b_p = str(n), Q(F(n)), 99 if n >= 0 else 12
        if R.random() < 0.05:
            b_text, b = f"{n}.5", Q(F(f"{n}.5"))
    else:
        b_text, b, b_p = tree(depth - 1, units, errors)
    # left: a chain of one priority goes on without parentheses; ^ is the other way round
    if a_p < own or (op == "^" and a_p <= 14) or R.random() < 0.1:
        a_text = f"({a_text})"
    if (b_p <= own and op != "^") or (op == "^" and b_p < 12):
        b_text = f"({b_text})"
    value = None
    if a is not None and b is not None:
        try:
            value = apply(op, a, b)
        except Bad as e:
            errors.append(str(e))
    text = f"{a_text} {op} {b_text}"
    return text, value, own


def expression(i):
    units, errors = [True, False, None, None][i % 4], []
    text, value, _ = tree(R.randrange(1, 5), units, errors)
    if R.random() < 0.2:
        other, b, _ = tree(R.randrange(1, 3), units, errors)
        op = R.choice(COMPARE)
        text = f"({text}) {op} ({other})"
        try:
            value = apply(op, value, b) if value is not None and b is not None else None
        except Bad as e:
            errors.append(str(e))
            value = None
    return text, value, errors


def read_unit(words):
    factor, dims, sign = F(1), list(NONE), 1
    for mark, word, n in re.findall(r"([·/]?)([A-Za-z]+|1)(?:\^(\d+))?", words):
        if word == "1":
            continue
        p = int(n or 1) * (-1 if mark == "/" else 1)
        f, d = UNITS[word]
        factor *= f ** p
        dims = [x + y * p for x, y in zip(dims, d)]
    return factor, tuple(dims)


def agrees(got, value, errors):
    if errors:
        return any(got.startswith(e + ": ") for e in errors) if len(errors) == 1 else "finding" in got or re.match(r"(bad-lua|too-big|unit-mismatch): ", got)
    if isinstance(value, bool):
        return got == str(value).lower()
    m = re.fullmatch(r"(-?\d+(?:\.\d+)?|-?\d+/\d+)(?: ≈ [-\d.]+)?(?: (\S+))?", got)
    if not m:
        return False
    factor, dims = read_unit(m[2] or "")
    return F(m[1]) * factor == value.x and dims == value.dims


wrong = done = failing = 0
while done < COUNT:
    batch = [expression(done + i) for i in range(min(BATCH, COUNT - done))]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as f:
        f.write("".join(text + "\n" for text, _, _ in batch))
        f.flush()
        out = subprocess.run([PROGRAM, f.name], capture_output=True, text=True).stdout.splitlines()
    if len(out) != len(batch):
        print(f"{len(out)} results for {len(batch)} expressions: {out[:3]}")
        sys.exit(1)
    for (text, value, errors), got in zip(batch, out):
        failing += bool(errors)
        if not agrees(got, value, errors):
            wrong += 1
            if wrong <= 10:
                print(f"{text[:300]}\n  python {value if isinstance(value, bool) or value is None else (str(value.x)[:100], value.dims)} {errors}\n  hence  {got[:300]}")
    done += len(batch)
print(f"{done} expressions, {failing} of them with an error, {wrong} wrong")
sys.exit(wrong != 0)
