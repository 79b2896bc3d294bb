#!/usr/bin/env python3
"""Drawings on a terminal without Unicode, figures in the JSON report, and their pages in the manual."""
import json, os, pathlib, pty, re, subprocess, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
HERE = pathlib.Path(__file__).resolve().parent


def run(*words):
    return subprocess.run([HENCE, *words], stdout=subprocess.PIPE, timeout=60).stdout.decode()


def terminal(**env):
    """What a terminal is sent; it keeps no more than a page, so it is read while the program runs."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen([HENCE, "check", "-v", str(HERE / "boxes.md")], stdout=theirs, stdin=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", **env})
    os.close(theirs)
    text = b""
    while True:
        try:
            some = os.read(ours, 65536)
        except OSError:
            some = b""
        if not some:
            break
        text += some
    done.wait()
    os.close(ours)
    return text.decode().replace("\r\n", "\n")


plain, drawn = terminal(LC_ALL="C"), terminal(LC_ALL="C.UTF-8")
assert "┌" in drawn and "┌" not in plain and "+------" in plain and "<+--" in plain, plain
shape = lambda text: [len(row) for row in text.split("\n") if re.match("       +[┌│└+|]", row)]
assert shape(plain) == shape(drawn), "the two have different shapes"

report = json.loads(run("check", "--format", "json", str(HERE / "bits.md")))
figure = report["lines"][1]["figure"]
assert figure["kind"] == "bits" and figure["drawn"] and figure["checks"] == 7, figure
assert figure["values"][1] | {"reads": ["word"], "value": "9961962375743602721"} == figure["values"][1], figure["values"][1]
assert {"name"} <= {e["kind"] for e in report["lines"][1]["edges"] if e["to"] == 1}
assert "node, bits 63 to 54, holds 553" in figure["alt"]
graph = json.loads(run("check", "--format", "json", str(HERE / "graph.md")))["lines"]
assert graph[8]["figure"]["alt"].endswith("Line 7 rests on 1, 5, 6."), graph[8]["figure"]

manual = run("explain", "figures")
kinds = sorted(p.stem for p in (HERE.parents[1] / "engine/figure/kind").glob("*.c"))
assert len(kinds) == 8
for kind in kinds:
    page = run("explain", kind)
    assert page.startswith(f"{kind}: ") and page in manual and re.search(rf"^    figure:.*?\b{kind}: ", page.replace("\n      ", " ").replace(f"{kind}:\n", f"{kind}: "), re.M | re.S), page
    for key in re.findall(r'^\t\{ "[a-z ]+", "([a-z]+)"', (HERE.parents[1] / f"engine/figure/kind/{kind}.c").read_text(), re.M):
        assert re.search(rf"^    {key} ", page, re.M), f"{kind}: {key} is not in its page"
        # every key of a kind stands in a worksheet that is tested
        sheets = "".join(p.read_text() for p in HERE.glob("*.md") if kind in p.name)
        assert re.search(rf"\b{key}:", sheets), f"{kind}: {key} is tested nowhere"
readme = (HERE.parents[1] / "README.md").read_text()
yaml, drawing = re.search(r"^(    figure:\n.*?)\n\n", readme, re.M | re.S)[1], re.search(r"^( +0 MiB ┌.*?)\n\n", readme, re.M | re.S)[1]
head = "---\nhence: 1\nunits: {MiB: 1048576 byte, GiB: 1024 MiB}\n---\n1. DEFINITION: `dma := 16 * MiB` MiB, `dma32 := 4 * GiB` GiB.\n2. DRAW: It.\n    ``` yaml\n"
with tempfile.TemporaryDirectory() as folder:
    sheet = pathlib.Path(folder, "readme.md")
    sheet.write_text(head + yaml + "\n    ```\n")
    assert drawing in run("check", "-v", str(sheet)).replace("\n   ", "\n"), "the README shows another drawing"
print(f"{len(kinds)} kinds")
