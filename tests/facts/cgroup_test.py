#!/usr/bin/env python3
"""The limit of a control group is the least of all the groups that it lies in, of either version; no limit, none told and one that
cannot be read are three answers."""
import os, pathlib, re, subprocess, sys, tempfile

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
SHEET = "---\nhence: 1\nfacts:\n" + "".join(f"  {x}: {{cgroup: {x}}}\n" for x in ("memory", "swap", "pids", "quota", "period")) + "---\n\n01. AXIOM: `= memory`.\n"
GROUPS = "sys/fs/cgroup"
NONE, UNTOLD = "no limit is set", "no control group tells one"
# files of a machine, and what it answers: memory, swap, pids, quota, period
CASES = {
    "nothing": ({}, [UNTOLD] * 5),
    "a container's own root": ({f"{GROUPS}/memory.max": "2147483648", f"{GROUPS}/cpu.max": "200000 100000", f"{GROUPS}/pids.max": "max"}, ["2147483648", UNTOLD, NONE, "200000", "100000"]),
    "a group in a slice": ({"proc/self/cgroup": "0::/user.slice/a.scope", f"{GROUPS}/user.slice/a.scope/memory.max": "max", f"{GROUPS}/user.slice/memory.max": "4096",
                            f"{GROUPS}/user.slice/a.scope/cpu.max": "max 100000", f"{GROUPS}/user.slice/a.scope/memory.swap.max": "0"}, ["4096", "0", UNTOLD, NONE, NONE]),
    "the least of three": ({"proc/self/cgroup": "0::/a/b/c", f"{GROUPS}/a/b/c/memory.max": "30", f"{GROUPS}/a/b/memory.max": "20", f"{GROUPS}/a/memory.max": "25",
                            f"{GROUPS}/a/b/c/cpu.max": "300000 100000", f"{GROUPS}/a/cpu.max": "500000 250000"}, ["20", UNTOLD, UNTOLD, "500000", "250000"]),
    "the first version": ({"proc/self/cgroup": "9:memory:/docker/1\n4:cpu,cpuacct:/docker/1\n2:pids:/", f"{GROUPS}/memory/docker/1/memory.limit_in_bytes": "1073741824",
                           f"{GROUPS}/memory/memory.limit_in_bytes": "9223372036854771712", f"{GROUPS}/cpu/docker/1/cpu.cfs_quota_us": "50000", f"{GROUPS}/cpu/docker/1/cpu.cfs_period_us": "100000",
                           f"{GROUPS}/cpu/cpu.cfs_quota_us": "-1", f"{GROUPS}/pids/pids.max": "max"}, ["1073741824", UNTOLD, NONE, "50000", "100000"]),
    "the first version, its group out of sight": ({"proc/self/cgroup": "9:memory:/docker/1", f"{GROUPS}/memory/memory.limit_in_bytes": "536870912"}, ["536870912"] + [UNTOLD] * 4),
    "none in the first version": ({f"{GROUPS}/memory/memory.limit_in_bytes": "9223372036854771712", f"{GROUPS}/cpu/cpu.cfs_quota_us": "-1", f"{GROUPS}/cpu/cpu.cfs_period_us": "100000"},
                                  [NONE, UNTOLD, UNTOLD, NONE, NONE]),
    "garbled": ({f"{GROUPS}/memory.max": "lots", f"{GROUPS}/cpu.max": "1 0", f"{GROUPS}/pids.max": "", "proc/self/cgroup": ":::\n0\n0:/"}, ["holds no limit", UNTOLD, "holds no limit", "holds no limit", "holds no limit"]),
    "a path that leads out": ({"proc/self/cgroup": "0::/../../../../etc", f"{GROUPS}/memory.max": "7"}, ["7"] + [UNTOLD] * 4),
}
faults = []
with tempfile.TemporaryDirectory() as folder:
    for what, (files, wanted) in CASES.items():
        root = pathlib.Path(folder, what)
        root.mkdir()
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text + "\n")
        sheet = pathlib.Path(folder, "sheet.md")
        sheet.write_text(SHEET)
        said = subprocess.run([HENCE, "facts", "--sysroot", str(root), str(sheet)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60).stdout.splitlines()
        for line, want in zip(said, wanted):
            if not re.search(rf"(= {want} \[read)" if want.isdigit() else f": .*{want}", line):
                faults.append(f"{what}: {line}, not {want}")
        if len(said) != len(wanted):
            faults.append(f"{what}: {said}")
print("\n".join(faults) or f"{len(CASES)} machines with and without limits")
sys.exit(1 if faults else 0)
