#!/usr/bin/env python3
"""A paragraph of one sentence said thousands of times, a line of numbers, a long table, drawing and list: each is read in time that
grows with its length. Where a rule or construct looks at the whole for each of its parts, this takes minutes and the run ends it."""
import os, pathlib, subprocess, sys, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
BYTES = 100_000 if "sanitize" not in HENCE else 20_000
LIMITS = [f"--limit=paragraph-{what}=10000000" for what in ("bytes", "marks")]

SENTENCES = [
    "The tray has 12 cups, thus each cup of 300 ml is washed once.",
    "From line 1: cups = 12. Result: 12 cups.",
    "Result: other guests wait.",
    "It has 12 cups. Source: `count cups` → output: `12 cups`.",
    "Each tray has cups. Source: `list trays` → \"cups: 12\".",
    "SHOWN (lines 60-90):",
    "FILE: tray.h lines 70-71",
    "DEFINITION: LOW_ROWS = ROW 0 to ROW 99.",
    "ROW 12 is in LOW_ROWS. ROW 120 is not in HIGH_ROWS.",
    "Bit 6: D = Dirty (set when it is used)",
    "level = order (0 to 10 or 11)",
    "FORMULA: tray_of(cup) = (cup->flags >> TRAY_SHIFT) & TRAY_MASK.",
    "2 × 3 = 6 cups, so 6 × 4 = 24. Is 300 < 256? NO.",
    "More cups (12 vs 8), 48 is 3 times 16; 10× slower (90 ns vs 9 ns).",
    "three trays: a, b and c (not 4), likely because TRAY_SIZE is more than that",
    "( 1 +",
]
KINDS = ["CONSEQUENCE", "EXPLANATION", "CALCULATION", "AXIOM", "DRAW"]


def sheets():
    head = "# Long\n\n1. DEFINITION: cups = 12.\n2. "
    for i, sentence in enumerate(SENTENCES):
        times = BYTES // len(sentence)
        yield f"sentence {i}", head + KINDS[i % len(KINDS)] + ": " + " ".join([sentence] * times) + "\n"
        yield f"drawing {i}", head + KINDS[i % len(KINDS)] + ": as drawn\n\n```\n" + "\n".join([sentence] * times) + "\n```\n"
    count = BYTES // 10
    yield "numbers", head + "GIVEN: " + " ".join(map(str, range(count))) + "\n"
    yield "a chain", head + "EXAMPLE: " + "1 = " * count + "1\n"
    yield "names", head + "GIVEN: " + " ".join(f"n{i} = {i}. n{i} + 1 = {i + 1}." for i in range(count // 2)) + "\n"
    yield "a table", head + "TABLE: below\n\n| a | b |\n|---|---|\n" + "".join(f"| {i} | {2 * i} bytes |\n" for i in range(count)) + "\n"
    yield "fields", head + "DRAW: below\n\n```\n" + "".join(f"+{8 * i} : field{i} (8 bytes)\n" for i in range(count)) + "```\n"
    yield "a list", head + "TABLE: below\n" + "".join(f"   - bits {i}-{i + 1}: a{i}\n" for i in range(count)) + "\n"


with tempfile.TemporaryDirectory() as folder:
    for name, text in sheets():
        path = pathlib.Path(folder) / "long.md"
        path.write_text(text)
        done = subprocess.run([HENCE, "check", *LIMITS, str(path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode not in (0, 1, 3):
            sys.exit(f"{name}: exit {done.returncode}\n" + done.stdout.decode(errors="replace")[:2000])
