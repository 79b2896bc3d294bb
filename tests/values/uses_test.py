#!/usr/bin/env python3
"""Worksheets that use ten others each, seven deep: the number that is opened is bounded, and said."""
import json, os, pathlib, subprocess, sys, tempfile, time

HENCE = os.environ.get("HENCE", "out/bin/hence")
with tempfile.TemporaryDirectory() as folder:
    for level in range(7):
        for i in range(10):
            uses = "uses: {" + ", ".join(f"n{k}: w{level + 1}-{k}.md" for k in range(10)) + "}\n" if level < 6 else ""
            pathlib.Path(folder, f"w{level}-{i}.md").write_text(f"---\nhence: 1\n{uses}---\n\n01. CALCULATION: `x := 1 + {i}`.\n")
    start = time.monotonic()
    done = subprocess.run([HENCE, "check", "--format", "json", f"{folder}/w0-0.md"], capture_output=True, text=True, timeout=60)
    seconds = time.monotonic() - start
found = [d["message"] for d in json.loads(done.stdout)["diagnostics"] if d["rule"] == "missing-file"]
bounded = any("more than 64 worksheets" in m for m in found)
print(f"exit {done.returncode}, {len(found)} not opened, {seconds:.1f} s")
sys.exit(not bounded or seconds > 30)
