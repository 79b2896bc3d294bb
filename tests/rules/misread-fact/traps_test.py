#!/usr/bin/env python3
"""Every trap of lua/traps.yaml is whole, catches a fact that falls into it, names its source, and lets go of one that does not."""
import json, os, pathlib, re, subprocess, sys, tempfile

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
KEYS = {"from", "words", "unless", "units", "bits", "kind", "says", "see", "line"}
faults, caught = [], 0


def entries(text):
    """The file is maps in braces, one below the other: as much YAML as this test has to read."""
    for block in re.findall(r"^  - \{(.*?)\}$", text, re.M | re.S):
        yield {k: (a or b or c.strip()).replace("\n", " ") for k, a, b, c in re.findall(r"(\w+): (?:'([^']*)'|\"([^\"]*)\"|([^,]*))(?:,\s*|$)", block, re.S)}


def found(sheet, root):
    done = subprocess.run([HENCE, "check", "--format", "json", "--sysroot", root, "--only", "misread-fact", sheet], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    return [d for d in json.loads(done.stdout)["diagnostics"] if d["rule"] == "misread-fact"]


with tempfile.TemporaryDirectory() as folder:
    at = pathlib.Path(folder)
    traps = list(entries(pathlib.Path("lua/traps.yaml").read_text()))
    for t in traps:
        if set(t) - KEYS or not {"from", "says", "see"} <= set(t) or not {"words", "units", "bits"} & set(t):
            faults.append(f"an entry that is not whole: {t}")
            continue
        (at / "machine").write_text(f"kernel 6.8\narch x86_64\nkind {t.get('kind', '')}\n")
        (at / "proc/self").mkdir(parents=True, exist_ok=True)
        (at / "proc/self/status").write_text(f"a {t['from']} 5\n")
        unit = t.get("units", "thing").split()[0] if "bits" not in t else "mine"
        words = [w for w in t.get("words", "").split()] or ["Quantity"]
        # The pattern is what a fact is known by: an annotation of the fact's own holds it as written.
        def sheet(prop, unit, alone=True):
            units = f"units: {{mine: {int(t['bits']) // 8} byte}}\n" if "bits" in t else ""
            pattern = re.sub(r"([()|?*+.\[\]^$\\])", r"\\\1", t["from"])
            (at / "a.md").write_text(f"---\nhence: 1\n{units}facts:\n  x: {{property: {prop}, unit: '{unit}', read: /proc/self/status, match: '(?:{t['from']}|{pattern}) (\\d+)'}}\n---\n\n01. AXIOM: `= x`.\n")
            return found(at / "a.md", at)
        for word in words:
            got = sheet(f"The {word}", unit)
            if len(got) != 1 or (got[0]["message"] != t["says"] and t["says"] not in [o["says"] for o in traps if got[0]["message"] == o["says"]]):
                faults.append(f"{t['from']} with {word}: {[g['message'] for g in got]}")
            caught += 1
        if "words" in t and sheet("Quantity", unit):
            faults.append(f"{t['from']} without its words")
        if "unless" in t and any(g["message"] == t["says"] for g in sheet(f"The {words[0]} {t['unless'].split()[0]}", unit)):
            faults.append(f"{t['from']} in spite of {t['unless'].split()[0]}")
        if "units" in t and sheet("Quantity", "other"):
            faults.append(f"{t['from']} with another unit")
        if "kind" in t:
            (at / "machine").write_text("kernel 6.8\narch x86_64\nkind \n")
            if any(g["message"] == t["says"] for g in sheet(f"The {words[0]}", unit)):
                faults.append(f"{t['from']} on a machine of another kind")
    if len(traps) < 30:
        faults.append(f"{len(traps)} traps were read")
print("\n".join(faults) or f"{len(traps)} traps, {caught} facts caught")
sys.exit(1 if faults else 0)
