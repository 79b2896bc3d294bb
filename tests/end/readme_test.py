#!/usr/bin/env python3
"""The README's worksheet gives the README's report, and every command and flag it names exists."""
import os, pathlib, re, subprocess, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
text = pathlib.Path("README.md").read_text()
part = text[text.index("## A worksheet"):text.index("## The commands")]
blocks = [re.sub(r"^    ", "", b, flags=re.M).strip("\n") for b in re.findall(r"(?:^(?:    .*)?\n)+", part, re.M) if b.strip()]
sheet, report = blocks[0], blocks[1]
hence, root = pathlib.Path(HENCE).resolve(), pathlib.Path("tests/facts/roots/seed-laptop").resolve()
with tempfile.TemporaryDirectory() as folder:
    (pathlib.Path(folder) / "pages.md").write_text(sheet + "\n")
    done = subprocess.run([hence, "check", "--sysroot", root, "pages.md"], cwd=folder, capture_output=True, text=True)
got = "\n".join(line.rstrip() for line in done.stdout.strip("\n").split("\n"))
assert got == report, f"the README shows\n{report}\nbut hence says\n{got}"
assert done.returncode == 1

help_text = subprocess.run([hence, "--help"], capture_output=True, text=True).stdout
for flag in set(re.findall(r"(--[a-z][a-z-]+)", text[text.index("## The commands"):])):
    assert flag in help_text, f"{flag} is in the README and not in --help"
for command in set(re.findall(r"^    hence ([a-z]+)", text, re.M)):
    assert re.search(rf"hence {command}\b", help_text), f"there is no command {command}"
