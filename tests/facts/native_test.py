#!/usr/bin/env python3
"""What common commands print is found without running them: the same lines that the commands print here, and a difference where
one was changed. Nothing is run by hence."""
import json, os, pathlib, re, shutil, subprocess, sys, tempfile

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
# Commands whose output stays while the test runs; %s: which of its lines is quoted, by a word in it.
COMMANDS = [
    ("cat /proc/meminfo | grep MemTotal", ""), ("grep MemTotal /proc/meminfo", ""), ("grep ^MemTotal /proc/meminfo", ""), ("grep -i memtotal /proc/meminfo", ""), ("head -1 /proc/meminfo", ""),
    ("head -n 1 /proc/meminfo", ""), ("cat /proc/meminfo | head -1", ""), ("cat /proc/meminfo | head -n1 | awk '{print $2}'", ""), ("awk '/MemTotal/ {print $2}' /proc/meminfo", ""),
    ("awk '/^MemTotal/{print $3}' /proc/meminfo", ""), ("getconf PAGE_SIZE", ""), ("getconf PAGESIZE", ""), ("getconf _NPROCESSORS_ONLN", ""), ("getconf LONG_BIT", ""), ("nproc --all", ""),
    ("uname -r", ""), ("uname -m", ""), ("grep -c ^processor /proc/cpuinfo", ""), ("grep -c 'model name' /proc/cpuinfo", ""), ("cat /proc/cpuinfo | grep 'model name' | head -1", ""),
    ("grep \"cpu cores\" /proc/cpuinfo | head -1", ""), ("grep 'TLB size' /proc/cpuinfo", ""), ("cat /proc/cpuinfo | grep processor | wc -l", ""), ("grep -w siblings /proc/cpuinfo | tail -1", ""),
    ("sysctl vm.max_map_count", ""), ("sysctl -n vm.max_map_count", ""), ("cat /proc/sys/vm/max_map_count", ""), ("cat /sys/devices/system/node/online", ""), ("numactl --hardware", "available"),
    ("numactl -H", "cpus"), ("numactl --hardware | grep size", "size"), ("lscpu", "CPU(s)"), ("lscpu", "Model name"), ("lscpu", "Socket(s)"), ("lscpu", "Thread(s)"), ("lscpu", "Core(s)"),
    ("lscpu", "NUMA node(s)"), ("lscpu | grep 'CPU(s)'", "CPU(s)"), ("lscpu | grep Architecture", "Arch"), ("zcat /proc/config.gz | grep CONFIG_NUMA=", ""), ("zgrep CONFIG_HZ= /proc/config.gz", ""),
    ("grep CONFIG_NUMA= /boot/config-$(uname -r)", ""),
]
# Not read as anything: what a shell would do with them is not known without running them.
UNKNOWN = ["cat /proc/meminfo > /tmp/x", "grep Mem.* /proc/meminfo", "grep -c x", "echo 5", "cat /proc/meminfo; echo 5", "awk 'BEGIN {print 5}'", "lscpu | grep -c CPU", "lscpu | wc -l",
           "lscpu | head -1", "getconf PAGESIZE && true", "cat $HOME/x", "cat \"$(date)\"", "grep 'MemTotal", "a | | b", "wc -l /proc/meminfo", "head --bytes=5 /proc/meminfo"]
faults, asked = [], 0


def check(folder, pairs, *words, root=None):
    """The ids of facts' findings, by the line of each pair."""
    text = "# A machine\n\n" + "".join(f"{i:02}. AXIOM: A thing is so. Source: `{c}` → output: `{o}`.\n" for i, (c, o) in enumerate(pairs, 1))
    (folder / "a.md").write_text(text)
    done = subprocess.run([HENCE, "check", *(["--sysroot", str(root)] if root else ["--here"]), "--no-exec", "--format", "json", *words, str(folder / "a.md")], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=60)
    found = {}
    for d in json.loads(done.stdout)["diagnostics"]:
        if d["rule"].startswith("fact-"):
            found[d["line"]] = (d["rule"], d["message"])
    return found


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    pairs, changed = [], []
    for command, word in COMMANDS:
        tool = command.split()[0]
        done = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
        lines = [l.strip() for l in done.stdout.splitlines() if word in l and l.strip() and "`" not in l]
        if not shutil.which(tool) or done.returncode or not lines:
            continue
        line = re.sub(r"\s+", " ", lines[0])
        pairs.append((command, line))
        if re.search(r"\d", line):
            changed.append((command, re.sub(r"\d(?=\D*$)", lambda m: str((int(m[0]) + 1) % 10), line)))
    asked = len(pairs)
    for number, (rule, message) in sorted(check(folder, pairs).items()):
        faults.append(f"{pairs[number - 1]}: {rule} {message}")
    found = check(folder, changed)
    for i, pair in enumerate(changed, 1):
        if found.get(i, ("",))[0] not in ("fact-differs",) and not (pair[0].startswith(("uname", "lscpu", "numactl")) and found.get(i)):
            faults.append(f"changed {pair}: {found.get(i)}")
    if asked < 15:
        faults.append(f"only {asked} commands could be compared")

    for command in UNKNOWN:
        found = check(folder, [(command or " ", "5")])
        if command.strip() and found.get(1, ("",))[0] != "fact-refused":
            faults.append(f"{command}: {found}")

    # Another machine: a two-socket server, a kernel whose types are told.
    server = pathlib.Path("tests/facts/roots/server-four-nodes").resolve()
    for (command, output), want in {("lscpu", "CPU(s): 24"): None, ("lscpu", "Socket(s): 2"): None, ("lscpu", "NUMA node(s): 4"): None, ("lscpu", "Socket(s): 4"): "fact-differs",
                                    ("lscpu", "L3 cache: 5 MiB"): "fact-missing", ("numactl --hardware", "available: 2 nodes (0-1)"): "fact-differs"}.items():
        got = check(folder, [(command, output)], root=server).get(1, (None,))[0]
        if got != want:
            faults.append(f"the server: {command} {output}: {got}, not {want}")

    # Where a command's output was not recorded, it may follow from what was: said so, and from the archive as well.
    (folder / "b.md").write_text("---\nhence: 1\nfacts:\n  a: {run: [numactl, --hardware], match: 'node 3 size: (\\d+) MB'}\n  b: {shell: 'grep -c processor /proc/cpuinfo'}\n"
                                 "  c: {shell: 'cat /proc/meminfo | grep MemTotal', match: '(\\d+)'}\n  d: {run: [lscpu], match: 'Socket.s.: *(\\d+)'}\n---\n\n01. AXIOM: `= a`.\n")
    arm = pathlib.Path("tests/facts/roots/arm64-16k").resolve()
    said = [subprocess.run([HENCE, "facts", "--sysroot", str(where), str(folder / "b.md")], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60).stdout for where in
            (arm, folder / "b.tar") if where == arm or subprocess.run([HENCE, "facts", "--sysroot", str(arm), "--collect", str(where), str(folder / "b.md")], capture_output=True, timeout=60)]
    for want in (r"^a: no line matches the pattern", r"^b = 8 \[read: grep -c processor /proc/cpuinfo, as /proc/cpuinfo tells", r"^c = \d+ \[read: .*, as /proc/meminfo tells", r"^d: its output was not recorded"):
        if not re.search(want, said[0], re.M):
            faults.append(f"what follows: no {want} in {said[0]}")
    if said[0] != said[1]:
        faults.append(f"from the archive: {said[1]}")

    # Trust for a plain worksheet is for what has to be run, and for nothing else.
    env = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
    (folder / "a.md").write_text("# A\n\n01. AXIOM: A thing. Source: `getconf PAGESIZE` → output: `4096`.\n02. AXIOM: Five. Source: `echo 5` → output: `5`.\n")
    refused = subprocess.run([HENCE, "facts", "--trust", "--yes", "0", str(folder / "a.md")], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60).stderr
    if "sh -c 'echo 5'" not in refused or "getconf" in refused:
        faults.append(f"to be trusted: {refused}")
    else:
        subprocess.run([HENCE, "facts", "--trust", "--yes", re.findall(r"[0-9a-f]{64}", refused)[-1], str(folder / "a.md")], env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        said = subprocess.run([HENCE, "check", "--here", str(folder / "a.md")], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60).stdout
        if "echo 5" in said and "confined here" not in said and b"__asan_init" not in pathlib.Path(HENCE).read_bytes():
            faults.append(f"a trusted source did not run: {said}")
        said = subprocess.run([HENCE, "facts", "--here", str(folder / "a.md")], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60).stdout
        if not re.search(r"= 5 \[read: echo 5; ran confined: ", said) and b"__asan_init" not in pathlib.Path(HENCE).read_bytes() and "confined here" not in said:
            faults.append(f"a trusted source's confinement is not told: {said}")
print("\n".join(faults) or f"{asked} command lines read as they print")
sys.exit(1 if faults else 0)
