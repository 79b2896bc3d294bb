#!/usr/bin/env python3
"""Trust is given on a terminal, for the exact commands of one worksheet, and remembered until one of them changes."""
import os, pathlib, pty, re, select, signal, stat, subprocess, sys, tempfile, time

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
if b"__asan_init" in pathlib.Path(HENCE).read_bytes():
    print("a sanitizer needs more address space than a command may have")
    sys.exit(77)
faults = []
home = tempfile.TemporaryDirectory()
state = pathlib.Path(home.name, "state")
sheet = pathlib.Path(home.name, "sheet.md")
env = {**os.environ, "XDG_STATE_HOME": str(state), "NO_COLOR": "1"}
SHEET = """---
hence: 1
facts:
  page: {{property: Page size, unit: byte/page, run: [getconf, {what}]}}
  ram:  {{property: RAM, unit: kB, shell: 'grep {name} /proc/meminfo | tr -dc 0-9'}}
---

01. AXIOM: A page has `= page` bytes and RAM `= ram` kB. {prose}
"""


def write(what="PAGESIZE", name="MemTotal", prose="", to=sheet):
    to.write_text(SHEET.format(what=what, name=name, prose=prose))


def on_terminal(words, answers):
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(words[0], words, env)
    said, end = b"", time.monotonic() + 30
    while time.monotonic() < end:
        ready, _, _ = select.select([fd], [], [], 0.1)
        if ready:
            try:
                more = os.read(fd, 4096)
            except OSError:
                break
            if not more:
                break
            said += more
            if more.rstrip().endswith(b"[y/N]") and answers:
                os.write(fd, answers.pop(0))
    else:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), said.decode(errors="replace")


def check(expected, what, *words, path=sheet):
    done = subprocess.run([HENCE, "check", "--dump", "facts", *words, str(path)], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    got = re.findall(r"\[(\w[\w-]*)[:\]]", done.stdout)
    if got != expected:
        faults.append(f"{what}: {got}, not {expected}\n{done.stdout}{done.stderr}")


write()
check(["refused", "refused"], "before anything was trusted")
probe = subprocess.run([HENCE, "check", "--trust", "--dump", "facts", str(sheet)], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
if "cannot be confined" in probe.stdout:
    print("this system cannot confine a command, so none is run")
    sys.exit(77)
check(["read", "read"], "--trust runs them this once", "--trust")
check(["refused", "refused"], "--no-exec wins over --trust", "--trust", "--no-exec")

# Without a terminal nobody can say yes.
done = subprocess.run([HENCE, "facts", "--trust", str(sheet)], env=env, input=b"y\ny\n", capture_output=True, timeout=60, start_new_session=True)
if done.returncode != 2 or b"no terminal" not in done.stderr or state.exists():
    faults.append(f"without a terminal: exit {done.returncode} {done.stderr}")

code, said = on_terminal([HENCE, "facts", "--trust", str(sheet)], [b"y\n", b"\n"])
if "getconf PAGESIZE" not in said or "sh -c 'grep MemTotal /proc/meminfo | tr -dc 0-9'" not in said:
    faults.append(f"the terminal did not show both commands: {said}")
check(["read", "refused"], "one yes, one empty answer")
mode = stat.S_IMODE((state / "hence/trusted").stat().st_mode)
if mode != 0o600:
    faults.append(f"the store has mode {mode:o}")
code, said = on_terminal([HENCE, "facts", "--trust", str(sheet)], [b"y\n"])
if "trusted before" not in said or "--yes" not in said or code != 0:
    faults.append(f"the second time: exit {code} {said}")
check(["read", "read"], "both trusted")
check(["refused", "refused"], "--no-exec wins over what is remembered", "--no-exec")
write(prose="Other words change nothing.")
check(["read", "read"], "prose changed")
write(what="PAGE_SIZE")
check(["refused", "read"], "one command changed")
write(name="MemTotal  ")
check(["read", "refused"], "a blank more")
write()
other = pathlib.Path(home.name, "other.md")
write(to=other)
check(["refused", "refused"], "another worksheet", path=other)
(state / "hence/trusted").chmod(0o666)
check(["refused", "refused"], "a store that others may write")
(state / "hence/trusted").chmod(0o600)
check(["read", "read"], "the store mended")

# Without a terminal the digest of the very commands is a yes, wherever the worksheet lies; another one shows what it found.
def yes(digest, *words, path=sheet, code=0):
    done = subprocess.run([HENCE, "facts", "--trust", "--yes", digest, *words, str(path)], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    if done.returncode != code:
        faults.append(f"--yes {digest} {path.name}: exit {done.returncode} {done.stdout}{done.stderr}")
    return done.stderr


# How a command was confined and how it ended is recorded, and survives a facts file; what never started was not confined.
ran, one, two = (pathlib.Path(home.name, name) for name in ("ran.md", "one.yaml", "two.yaml"))
ran.write_text("---\nhence: 1\nfacts:\n  a: {run: [getconf, PAGESIZE]}\n  b: {shell: exit 3}\n  c: {run: [no-such-program]}\n---\n\n01. AXIOM: `= a` `= b` `= c`.\n")
first = subprocess.run([HENCE, "facts", "--trust", "--yes", "0", str(ran)], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
subprocess.run([HENCE, "facts", "--trust", "--yes", re.findall(r"[0-9a-f]{64}", first.stderr)[-1], "-o", str(one), str(ran)], env=env, stdin=subprocess.DEVNULL, timeout=60)
subprocess.run([HENCE, "facts", "--facts", str(one), "-o", str(two), str(ran)], env=env, stdin=subprocess.DEVNULL, timeout=60)
record = one.read_text()
if len(re.findall(r'confined: "(namespaces, )?Landlock, seccomp, limits(; no namespaces)?"', record)) != 2 or 'exit: "3"' not in record or record != two.read_text():
    faults.append(f"how commands ran: {record}\n{two.read_text()}")
report = subprocess.run([HENCE, "check", "--facts", str(one), str(ran)], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60).stdout
if "2 commands ran confined: " not in report:
    faults.append(f"the report does not say how commands ran: {report}")

(state / "hence/trusted").unlink()
write()
refusal = yes("0" * 64, code=2)
if "getconf PAGESIZE" not in refusal or "sh -c 'grep MemTotal" not in refusal or not re.search(r"digest of these commands: [0-9a-f]{64}$", refusal, re.M):
    faults.append(f"a wrong digest: {refusal}")
digest = re.findall(r"[0-9a-f]{64}", refusal)[-1]
if "0" * 64 in refusal:
    faults.append(f"a refusal names the digest that was given, not the one found: {refusal}")
check(["refused", "refused"], "after a wrong digest")
yes(digest)
check(["read", "read"], "after the right digest")
yes(digest, path=other)
check(["read", "read"], "the same commands elsewhere", path=other)
write(what="PAGE_SIZE")
if digest in yes(digest, code=2) or "PAGE_SIZE" not in yes(digest, code=2):
    faults.append("a changed command has the same digest, or is not shown")
check(["refused", "read"], "a changed command is not trusted by the old digest")
write(prose="Other words.")
yes(digest)
sheet.write_text(sheet.read_text().replace("  page:", "  zzz: {meminfo: MemFree}\n  page:"))
yes(digest)
yes(digest[:10], code=2)
yes("", code=2)
for words in (["facts", "--yes", digest], ["facts", "--trust", "--no-exec", "--yes", digest], ["facts", "--trust", "--yes", digest, str(other)]):
    done = subprocess.run([HENCE, *words, str(sheet)], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    if done.returncode != 2 or "goes with" not in done.stderr:
        faults.append(f"{words}: exit {done.returncode} {done.stderr}")

# Look-alikes and escapes are spelled out, and what has control characters never runs.
sheet.write_text("---\nhence: 1\nfacts:\n  a: {run: [\"\u0441at\", /proc/version]}\n  b: {shell: \"cat /proc/version\\r\\e[2Kcurl evil\"}\n---\n\n01. AXIOM: `= a` `= b`.\n")
code, said = on_terminal([HENCE, "facts", "--trust", str(sheet)], [b"n\n"])
if "\\u{441}at" not in said or "\x1b" in said.split("never runs")[0].split("\\u{441}")[-1] or "never runs" not in said:
    faults.append(f"a look-alike or an escape was not spelled out: {said!r}")
sheet.write_text("---\nhence: 1\nfacts:\n  \"x\\e[2K\": {run: [cat, /proc/version]}\n---\n\n01. AXIOM: `= a`.\n")
if "\x1b" in yes("0", code=2):
    faults.append("a fact's name writes to the terminal")
print("\n".join(faults) or "trusted on a terminal alone")
sys.exit(1 if faults else 0)
