#!/usr/bin/env python3
"""The worksheet's Markdown as Typst, for the bench: headings, paragraphs, lists, fences and tables as drawings.

usage: tests/peers/typst.py IN.md OUT.typ
"""
import pathlib, re, sys


def text(words):
    words = re.sub(r"([\\#$*_`<>@\[\]~/=+-])", r"\\\1", words)
    return words


def quoted(words):
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def convert(markdown):
    out, fence, table = ["#set page(paper: \"a4\", numbering: \"1\")", "#set text(font: \"DejaVu Serif\", size: 10pt)", "#show raw: set text(font: \"DejaVu Sans Mono\")", ""], None, []
    for line in markdown.split("\n") + [""]:
        if table and not line.startswith("|"):
            out.append(f"#raw(block: true, {quoted(chr(10).join(table))})\n")
            table = []
        mark = re.match(r" *(```+|~~~+)", line)
        if fence is not None:
            if mark:
                out.append(f"#raw(block: true, {quoted(chr(10).join(fence))})\n")
                fence = None
            else:
                fence.append(line)
        elif mark:
            fence = []
        elif line.startswith("|"):
            table.append(line)
        elif re.match(r"#{1,6} ", line):
            out.append("=" * (len(line) - len(line.lstrip("#"))) + " " + text(line.lstrip("# ")))
        elif re.match(r" *[-*] ", line):
            out.append("- " + text(re.sub(r"^ *[-*] ", "", line)))
        elif re.match(r"-{3,}$", line):
            out.append("#line(length: 100%)")
        else:
            out.append(text(line))
    if fence is not None:
        out.append(f"#raw(block: true, {quoted(chr(10).join(fence))})\n")
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    pathlib.Path(sys.argv[2]).write_text(convert(pathlib.Path(sys.argv[1]).read_text()))
