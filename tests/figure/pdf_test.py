#!/usr/bin/env python3
"""Figures in the PDF: vectors with text that can be searched, each tagged as a figure with its words, links to lines, the same bytes twice."""
import os, pathlib, re, shutil, subprocess, sys, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
HERE = pathlib.Path(__file__).resolve().parent
for tool in ("qpdf", "pdftotext"):
    if not shutil.which(tool):
        print(f"no {tool}")
        sys.exit(77)


def pdf(folder, name, home=HERE):
    subprocess.run([HENCE, "render", "-q", "--to", "pdf", "-o", folder, str(pathlib.Path(home, f"{name}.md"))], stdout=subprocess.DEVNULL, timeout=60)
    path = pathlib.Path(folder, f"{name}.pdf")
    subprocess.run(["qpdf", "--check", path], check=True, stdout=subprocess.DEVNULL)
    words = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, stdout=subprocess.PIPE).stdout.decode()
    plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"], check=True, stdout=subprocess.PIPE).stdout.decode("latin-1")
    return path.read_bytes(), words, plain


with tempfile.TemporaryDirectory() as folder:
    once, words, plain = pdf(folder, "kernel")
    again, _, _ = pdf(folder, "kernel")
    assert once == again, "not the same bytes twice"
    for word in ("PCD", "page 4194303", "0xFFFFEA0010000000", "and 3 more", "free_area[3]", "16384 MiB", "memory bus"):
        assert word in words, f"{word} is not in the text:\n{words}"
    figures = [o for o in re.findall(r"\n\d+ 0 obj\n(.*?)\nendobj", plain, re.S) if re.search(r"/S /Figure\b", o)]
    assert len(figures) == 7 and all("/Alt" in f for f in figures), f"{len(figures)} figures"
    _, words, plain = pdf(folder, "graph")
    assert plain.count("/Subtype /Link") >= 7 and "where" in words
    _, words, plain = pdf(folder, "table")
    assert plain.count("/S /Table\n") == 2 or len(re.findall(r"/S /Table\b", plain)) == 2, "a table is tagged as one"
    # what is too high for one page goes on over several, cut between boxes
    fields = ", ".join(f"{{name: field{i}, size: 8}}" for i in range(90))
    many = ", ".join(f"{{name: step {i}}}" for i in range(60))
    arrows = ", ".join(f"{{from: step {i}, to: step {i + 1}}}" for i in range(59))
    one = "{name: all, down: true, boxes: [" + many + "]}"
    for name, figure in (("struct", f"struct: {{fields: [{fields}]}}"), ("boxes", f"boxes: {{down: true, boxes: [{many}], arrows: [{arrows}]}}"), ("one", f"boxes: {{boxes: [{one}]}}")):
        pathlib.Path(folder, f"high-{name}.md").write_text(f"---\nhence: 1\ntitle: High\n---\n1. DRAW: It.\n   ``` yaml\n   figure: {{{figure}}}\n   ```\n")
        _, words, plain = pdf(folder, f"high-{name}", folder)
        last = "field89" if name == "struct" else "step 59"
        assert words.count(last) == 1 and len(re.findall(r"/Type /Page\b", plain)) > 1, f"{name}: {last} is not there, once"
        assert ("1, continued" in words) == (name != "one"), f"{name}: nothing says that it goes on"
print("6 documents")
