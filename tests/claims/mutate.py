"""Mutants of true equations: one digit of the result or of an operand changed so that the equation becomes false (by fractions)."""
import json, os, random, re, subprocess, tempfile, pathlib
import arith

HENCE = os.environ.get("HENCE", "out/bin/hence")
WRONG = {"wrong-calculation", "wrong-answer", "wrong-rounding", "size-mismatch", "count-mismatch", "rounded-as-exact"}


def errors(text):
    with tempfile.NamedTemporaryFile("w", suffix=".md", delete=False) as f:
        f.write(text)
    done = subprocess.run([HENCE, "check", "--format", "json", f.name], capture_output=True)
    pathlib.Path(f.name).unlink()
    found = {}
    for d in json.loads(done.stdout)["diagnostics"]:
        if d["rule"] in WRONG:
            found[d["text_line"]] = found.get(d["text_line"], 0) + 1
    return found


def equation_in(text):
    """The arithmetic of a claim: 'Result: 2^4 = 16 pages' is 2^4 = 16."""
    text = re.sub(r"^[A-Za-z ]+: *", "", text)
    text = re.sub(r"[A-Za-z ,.✓]+$", "", text)
    pair = arith.equation(text)
    return text if pair and pair[0] == pair[1] and re.search(r"[-+×*÷/^&|%]|<<|>>", text) else None


def change(rng, side, left):
    """One digit of one number of the side changed; the value must differ from left's."""
    spots = [i for i, c in enumerate(side) if c.isdigit() and not side[:i].endswith("0x") and not (c == "0" and side[i + 1:i + 2] == "x")]
    for _ in range(20):
        i = rng.choice(spots)
        # a number does not begin with a zero: that is how labels are written
        digits = "123456789" if i == 0 or not side[i - 1].isalnum() else "0123456789"
        new = side[:i] + rng.choice([d for d in digits if d != side[i]]) + side[i + 1:]
        value = arith.value(new)
        if value is not None and value != left and abs(value - left) not in (2 ** 8, 2 ** 16, 2 ** 32, 2 ** 64):
            return new
    return None


def run(text, claims, seed, count, what):
    """claims: (text line, column from 0, text). Returns caught, made, missed."""
    rng, lines, base = random.Random(seed), text.split("\n"), errors(text)
    usable = [(l, c + t.index(equation_in(t)), equation_in(t)) for l, c, t in claims if equation_in(t)]
    caught, made, missed = 0, 0, []
    while usable and made < count:
        line, column, eq = rng.choice(usable)
        left, right = eq.split("=")
        side, other = (right, left) if what == "result" else (left, right)
        new = change(rng, side, arith.value(other))
        if new is None:
            usable = [u for u in usable if u != (line, column, eq)]
            continue
        changed = left + "=" + new if what == "result" else new + "=" + right
        old = lines[line - 1]
        if old[column:column + len(eq)] != eq:
            raise SystemExit(f"line {line}: {eq!r} does not stand at column {column}")
        mutant = "\n".join(lines[:line - 1] + [old[:column] + changed + old[column + len(eq):]] + lines[line:])
        made += 1
        if errors(mutant).get(line, 0) > base.get(line, 0):
            caught += 1
        else:
            missed.append(f"{line}: {changed}")
    return caught, made, missed
