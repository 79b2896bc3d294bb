#!/usr/bin/env python3
# True worksheets hear nothing that is no fault: at most two warnings in a hundred lines, and no error from a rule.
import glob, json, os, subprocess, sys

HENCE = os.environ.get("HENCE", "out/bin/hence")
MOST = 2.0                              # warnings in a hundred lines
DOCUMENTS = 60                          # public texts, of those that this machine has
RULES = {"reference", "premise", "derivation"}


def findings(path):
    run = subprocess.run([HENCE, "check", "--no-exec", "--format", "json", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(run.stdout)["diagnostics"]


def measured(name, paths, groups):
    lines = warnings = 0
    wrong = []
    for path in paths:
        with open(path, encoding="utf-8") as f:
            lines += len(f.read().splitlines())
        for d in findings(path):
            if d["rule"] not in groups or d["severity"] == "note":
                continue
            warnings += 1
            wrong.append(f"{path}:{d['text_line']}: {d['severity']}: {d['message']} [{d['rule']}]")
            if d["severity"] == "error":
                sys.exit("an error on a true text: " + wrong[-1])
    rate = 100 * warnings / max(1, lines)
    print(f"{name}: {warnings} warnings in {lines} lines, {rate:.2f} in a hundred")
    if rate > MOST:
        sys.exit("\n".join(["too many:"] + wrong))


def group_of(path):
    with open(path, encoding="utf-8") as f:
        return next(l.split(":", 1)[1].strip() for l in f if l.startswith("group:"))


groups = {os.path.basename(p)[:-3] for p in glob.glob("engine/diag/finding/*.md") if group_of(p) in RULES}
measured("worksheets", sorted(glob.glob("worksheets/*.md")), groups)
measured("plain worksheets", sorted(glob.glob("tests/quiet/*.md")), groups)
# what was planted in these is arithmetic: the rules have nothing to say
measured("plain worksheets with sums", sorted(glob.glob("tests/claims/plain/*.md")), groups)


def readable(path):
    try:
        with open(path, encoding="utf-8") as f:
            return 0 < len(f.read(200001)) <= 200000
    except (OSError, UnicodeDecodeError):
        return False


texts = [p for kind in ("README", "README.md", "*.md", "*.txt", "NEWS") for p in glob.glob("/usr/share/doc/*/" + kind)]
texts = [p for p in sorted(set(texts)) if os.path.isfile(p) and readable(p)][:DOCUMENTS]
if texts:
    measured("public texts", texts, groups)
else:
    print("no public texts on this machine: left out")
