#!/usr/bin/env python3
"""The same bytes in every folder, locale, time zone, environment and order of files, and from one run to the next."""
import os, shutil, sys
sys.path.insert(0, os.path.dirname(__file__))
from harness import *

SHEETS = ["worksheets/numa-zones.md", "tests/pipeline/corpus/annotated.md", "tests/pipeline/corpus/plain.md"]
EDITIONS = ["student", "instructor", "key"]
ENVIRONMENTS = [
    {}, {"LC_ALL": "C"}, {"LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8", "LC_NUMERIC": "de_DE.UTF-8"}, {"LC_ALL": "", "TZ": "Asia/Kathmandu"},
    {"SOURCE_DATE_EPOCH": "4294967296"}, {"COLUMNS": "40", "TERM": "xterm-256color", "HOME": "/", "USER": "somebody"},
    {"FILLER": "x" * 100000, "MALLOC_PERTURB_": "165"}, {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "128"},
]


def everything(folder, root, env, umask=0o022):
    """All outputs of all the sheets, seen from a copy of the folder they are in."""
    out = {}
    for name in SHEETS:
        for words in (["--format", "text"], ["--format", "json"], ["-v", "--coverage"], ["--dump", "graph"], ["--dump", "values"]):
            done = run("check", *words, "--sysroot", root, name, cwd=folder, env=env)
            out[name, *words] = (done.status, done.out, done.err)
        docs = folder / "docs"
        docs.mkdir(exist_ok=True)
        done = run("render", "--to", "html,json,pdf,sarif,junit,github,markdown", "-o", docs, "--sysroot", root, name, cwd=folder, env=env, umask=umask)
        expect(done.status in (0, 1, 3), done)
        out.update({(name, p.name): p.read_bytes() for p in docs.iterdir()})
        shutil.rmtree(docs)
    for edition in EDITIONS:
        docs = folder / "docs"
        done = run("handout", SHEETS[0], "--edition", edition, "--letter", "-o", docs, "--sysroot", root, cwd=folder, env=env, umask=umask)
        expect(done.status == 0, done)
        out.update({(edition, p.name): p.read_bytes() for p in docs.iterdir()})
        shutil.rmtree(docs)
    return out


def copy(folder):
    for name in SHEETS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TOP / name, folder / name)
    shutil.copytree(SEED_LAPTOP, folder / "machine")
    return folder


def test_same_bytes(d):
    first = copy(d / "a")
    want = everything(first, "machine", {})
    expect(len(want) == len(SHEETS) * 12 + len(EDITIONS) * 3, len(want))
    second = copy(d / "another folder with a longer name ü")
    for i, env in enumerate(ENVIRONMENTS):
        got = everything((first, second)[i % 2], "machine", env, umask=(0o022, 0o077)[i % 2])
        for key in want:
            expect(got[key] == want[key], (env, key, got[key][:500] if isinstance(got[key], bytes) else got[key]))


def test_several_files_are_as_each_alone(d):
    copy(d)
    alone = {name: run("check", "--sysroot", "machine", name, cwd=d).out for name in SHEETS}
    for order in (SHEETS, SHEETS[::-1]):
        got = run("check", "--sysroot", "machine", *order, cwd=d).out
        expect(got.replace("\n\n", "\n") == "".join(alone[n] for n in order).replace("\n\n", "\n"), "the order of the files shows")


def test_several_documents_are_as_each_alone(d):
    """What is kept from one document for the next must not show: words, fonts cut down, characters that no font has."""
    copy(d)
    texts = {
        "plain": "1. AXIOM: A page holds 4096 bytes.\n", "digits": "1. AXIOM: A page holds 35789 bytes.\n", "again": "1. AXIOM: A page holds 4096 bytes.\n",
        "signs": "1. AXIOM: Δ ≤ 3 µs, *ﬁne* `→ x` e\u0301 ½ שלום عربي.\n", "missing": "1. AXIOM: 中文 \U0001F600 page\u202e holds.\n", "missing2": "1. AXIOM: 中文 \U0001F600 page holds.\n",
        "words": "".join(f"{i}. AXIOM: w{i} x{i} y{i}.\n" for i in range(1, 3001)),      # more than are kept
        "after": "1. AXIOM: newly written words, 中 and ≥ 7.\n",
    }
    for name, text in texts.items():
        (d / f"{name}.md").write_text(text)
    names = [*texts, "worksheets/numa-zones"]
    for name in names:
        run("render", "-q", "--to", "pdf,html", "-o", "alone", "--sysroot", "machine", f"{name}.md", cwd=d)
    alone = snapshot(d / "alone")
    expect(len(alone) == 2 * len(names), sorted(alone))
    for order in (names, names[::-1], names[1::2] + names[::2]):
        run("render", "-q", "--to", "pdf,html", "-o", "together", "--sysroot", "machine", *(f"{n}.md" for n in order), cwd=d)
        got = snapshot(d / "together")
        for name in alone:
            expect(got[name] == alone[name], f"{name} is other bytes after others, in the order {order}")
        shutil.rmtree(d / "together")


def snapshot(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir()}


main(globals())
