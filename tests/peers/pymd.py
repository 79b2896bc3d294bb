#!/usr/bin/env python3
"""What a person would write in an afternoon: the live spans of a text evaluated with Python's fractions, then python-markdown.

usage: tests/peers/pymd.py FILE > page.html
"""
import pathlib, re, sys
from fractions import Fraction
import markdown

names = {}


def value(span):
    name, _, expression = span[1].rpartition(":=")
    result = eval(re.sub(r"\d+", lambda n: f"Fraction({n[0]})", expression or span[1]), {"Fraction": Fraction}, names)
    if name:
        names[name.strip()] = result
    return str(result)


text = re.sub(r"(?s)\A---\n.*?\n---\n", "", pathlib.Path(sys.argv[1]).read_text())
print(markdown.markdown(re.sub(r"`([^`\n]+)`", value, text), extensions=["tables", "fenced_code"]))
