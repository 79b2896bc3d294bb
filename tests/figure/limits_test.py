#!/usr/bin/env python3
"""A figure that is too long or too large is a finding at its place, and nothing else."""
import json, os, pathlib, subprocess, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")


def found(figure):
    text = "---\nhence: 1\ntitle: Large\n---\n1. DRAW: A figure.\n   ``` yaml\n   figure: {" + figure + "}\n   ```\n"
    with tempfile.TemporaryDirectory() as folder:
        sheet = pathlib.Path(folder, "large.md")
        sheet.write_text(text)
        done = subprocess.run([HENCE, "check", "--format", "json", sheet], stdout=subprocess.PIPE, timeout=60)
        return sorted({d["rule"] for d in json.loads(done.stdout)["diagnostics"]})


def items(n, text):
    return ", ".join(text.format(i) for i in range(n))


def boxes(depth):
    return "{name: a, boxes: [" * depth + "{name: b}" + "]}" * depth


def sheet(body):
    with tempfile.TemporaryDirectory() as folder:
        sheet = pathlib.Path(folder, "large.md")
        sheet.write_text("---\nhence: 1\ntitle: Large\n---\n" + body)
        done = subprocess.run([HENCE, "check", "-v", sheet], stdout=subprocess.PIPE, timeout=60)
        return done.stdout.decode()


long = "word " * 35
cases = [
    ("bars: {items: [" + items(256, "{{name: b{}, value: 1}}") + "]}", []),
    ("bars: {items: [" + items(257, "{{name: b{}, value: 1}}") + "]}", ["too-big"]),
    ("bits: {fields: [" + items(128, "{{name: b{}, width: 8}}") + "]}", []),
    ("bits: {width: 1025, fields: [{name: a, width: 1025}]}", ["bad-yaml"]),
    ("struct: {fields: [" + items(200, "{{name: f{}, size: 1}}") + "]}", []),
    ("struct: {fields: [" + items(250, "{{name: f{}, size: 1, note: " + long + "}}") + "]}", ["too-big"]),
    ("bars: {items: [{name: " + "n" * 201 + ", value: 1}]}", ["too-big"]),
    ("memory: {strips: [" + items(17, "{{ranges: [{{name: r, to: 1}}]}}") + "]}", ["bad-yaml"]),
    ("memory: {aligned: true, strips: [" + items(3, "{{ranges: [" + items(100, "{{{{name: r, size: 1}}}}") + "]}}") + "]}", ["too-big"]),
    ("table: {columns: [" + items(17, "{{name: c{}, values: [1]}}") + "]}", ["too-big"]),
    ("table: {columns: [{name: c, values: [" + items(129, "{}") + "]}]}", ["too-big"]),
    ("walk: {address: 0, offset: 12, levels: [" + items(9, "{{name: l{}, bits: 1}}") + "]}", ["too-big"]),
    ("walk: {address: 0, offset: 63, levels: [" + items(2, "{{name: l{}, bits: 33}}") + "]}", ["too-big"]),
    ("boxes: {boxes: [" + boxes(5) + "]}", []),
    ("boxes: {boxes: [" + items(200, "{{name: b{}}}") + "]}", []),
    ("boxes: {boxes: [{name: a, text: [" + items(12, "r{}") + "]}]}", ["too-big"]),
    ("boxes: {boxes: [" + items(100, "{{name: b{0}, boxes: [{{name: c{0}}}, {{name: d{0}}}]}}") + "]}", ["too-big"]),
]
for figure, want in cases:
    got = found(figure)
    assert got == want, f"{figure[:70]}... gives {got}, and {want} was expected"
many = "".join(f"{i}. DRAW: A figure.\n   ``` yaml\n   figure: {{bars: {{items: [{{name: b, value: 1}}]}}}}\n   ```\n" for i in range(1, 258))
assert "at most: this and those below are not read [too-big]" in sheet(many)
deep = "1. DEFINITION: A number = `n1 := 1`.\n" + "".join(f"{i}. CALCULATION: From line {i - 1}: `n{i} := n{i - 1} + 1`.\n" for i in range(2, 60))
last = "60. DRAW: A figure.\n   ``` yaml\n   figure: {graph: {of: 59}}\n   ```\n"
assert "it shows 59 lines, and a figure shows 48 at most" in " ".join(sheet(deep + last).split())
last = last.replace("of: 59", "of: 59, depth: 47")
assert "n59" in sheet(deep + last).split("DRAW")[1]
print(f"{len(cases)} figures")
