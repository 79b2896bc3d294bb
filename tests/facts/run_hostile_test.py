#!/usr/bin/env python3
"""Commands that mean harm, trusted all the same: each is contained, and says so in a finding of its own."""
import json, os, pathlib, socket, subprocess, sys, tempfile, time

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
if b"__asan_init" in pathlib.Path(HENCE).read_bytes():
    print("a sanitizer needs more address space than a command may have")
    sys.exit(77)
folder = tempfile.TemporaryDirectory()
home = pathlib.Path(folder.name, "home")
home.mkdir()
key = home / "id_test"
key.write_text("PRIVATE-4711\n")
mark = f"hence{os.getpid()}"
server = socket.create_server(("127.0.0.1", 0))
server.settimeout(0.2)
port = server.getsockname()[1]
HARM = {                                # what is tried, and what the finding must say of it
    "bomb": ("b() { b | b & }; b; sleep 60", ("timed out", "Cannot fork", "status")),
    "flood": ("yes 12345678", ("wrote more than",)),
    "still": (f"exec -a {mark} sleep 600; sleep 600", ("timed out", "status", "not installed")),
    "writes": (f"echo 7 > {home}/written && echo 7", ("Permission denied", "Read-only", "status", "nonexistent", "No such")),
    "reads": (f"cat {key}", ("Permission denied", "No such file")),
    "connects": (f"exec 2>&1; perl -MSocket -e 'socket(S, AF_INET, SOCK_STREAM, 0) && connect(S, sockaddr_in({port}, inet_aton(q(127.0.0.1)))) or exit 9; print 7'",
                 ("status 9", "not installed", "no text")),
    "kills": (f"kill -9 -1; kill -9 {os.getpid()}; exit 5", ("signal 9", "status 5")),
    "hoards": ("head -c 3000000000 /dev/zero | tail -c 2900000000 | wc -c", ("memory", "status", "signal", "timed out", "match")),
}
sheet = pathlib.Path(folder.name, "sheet.md")
sheet.write_text("---\nhence: 1\nfacts:\n" + "".join(f"  {name}: {{property: {name}, shell: {json.dumps(what)}, match: '(PRIVATE-[0-9]+|^7$|^29[0-9]+$)'}}\n" for name, (what, _) in HARM.items())
                 + "---\n\n1. AXIOM: " + " ".join(f"`= {name}`" for name in HARM) + ".\n")
env = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_STATE_HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
start = time.monotonic()
done = subprocess.run([HENCE, "check", "--trust", "--format", "json", str(sheet)], env=env, capture_output=True, text=True, timeout=120)
took = time.monotonic() - start
if "cannot be confined" in done.stdout:
    print("this system cannot confine a command, so none is run")
    sys.exit(77)
report, faults = json.loads(done.stdout), []
for name, (what, says) in HARM.items():
    fact = next(f for f in report["facts"] if f["name"] == name)
    found = [d["message"] for d in report["diagnostics"] if d["message"].startswith(f"the fact {name} ")]
    if fact["status"] == "read" or len(found) != 1 or not any(s in found[0] for s in says):
        faults.append(f"{name}: {fact.get('status')} {found}")
if done.returncode not in (1, 3):
    faults.append(f"exit {done.returncode}: {done.stderr}")
if "PRIVATE-4711" in done.stdout:
    faults.append("the key's text is in the report")
if sorted(p.name for p in home.iterdir()) != ["id_test"]:
    faults.append(f"the home directory was written: {list(home.iterdir())}")
try:
    server.accept()
    faults.append("a connection was made")
except TimeoutError:
    pass
left = [p for p in pathlib.Path("/proc").glob("[0-9]*/cmdline") if p.exists() and mark.encode() in p.read_bytes()]
if left:
    faults.append(f"still running: {left}")
for fault in faults:
    print(fault)
print(f"{len(HARM)} harmful commands, stopped in {'time' if took < 60 else 'too long a time'}")
sys.exit(bool(faults) or took >= 60)
