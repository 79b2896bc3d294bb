#!/usr/bin/env python3
"""Checking and rendering a stranger's worksheet executes nothing, connects nowhere and opens nothing but the worksheet,
what lies beside it, the allow-list, and the system's libraries and fonts. Seen with strace."""
import os, pathlib, re, shutil, subprocess, sys, tempfile

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
STRACE = shutil.which("strace")
if not STRACE:
    print("strace is not installed")
    sys.exit(77)
if b"__asan_init" in pathlib.Path(HENCE).read_bytes():
    print("a sanitizer opens files of its own")
    sys.exit(77)
faults = []

HOSTILE = """---
hence: 1
title: A stranger's worksheet
facts:
  ram:   {unit: kB, meminfo: MemTotal}
  page:  {unit: byte/page, sysconf: PAGESIZE}
  nodes: {unit: node, topology: nodes}
  size:  {unit: byte, btf: {struct: page}}
  numa:  {kconfig: CONFIG_NUMA}
  disk:  {unit: byte, statfs: {field: size}}
  run:   {run: [touch, SCRATCH/ran]}
  shell: {shell: 'curl http://127.0.0.1/ > SCRATCH/ran; cat ~/.ssh/id_rsa'}
  key:   {text: true, read: /proc/self/environ}
  other: {text: true, read: /proc/1/environ}
  mem:   {text: true, read: /proc/self/mem}
  up:    {text: true, read: /proc/../etc/shadow}
  pass:  {text: true, read: /etc/passwd}
  link:  {text: true, sysfs: ../etc/passwd}
  debug: {text: true, read: /sys/kernel/debug/secret}
uses: {a: ../../../../../../etc/passwd, b: /etc/passwd, c: link.md}
house: ../../../../../../etc/hostname
---

01. AXIOM: RAM has `= ram` kB, a page `= page` bytes; `= run` `= shell` `= key` `= up` `= a.x` `= c.x`.

![a](/etc/passwd) ![b](../../../../etc/passwd) ![c](link.md) ![d](http://127.0.0.1:1/x.png) ![e](file:///etc/passwd)

02. CALCULATION: 2 + 2 = 4.
    ``` yaml
    cite: {tree: linux, file: ../../../../../../../etc/passwd, lines: 1-2}
    ```
"""
LIBRARIES = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/lib/", "/etc/ld.so.", "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/locale",
             "/etc/fonts", "/usr/share/fontconfig", "/var/cache/fontconfig", "/usr/share/texmf", "/etc/localtime", "/usr/share/zoneinfo", "/dev/null")
ALLOWED = ("/proc/meminfo", "/proc/cpuinfo", "/proc/self/mountinfo", "/proc/self/cgroup", "/proc/config.gz", "/sys/devices/system/", "/sys/kernel/btf/vmlinux",
           "/sys/kernel/mm/transparent_hugepage", "/proc/stat", "/boot/config-")
FATAL = {"connect", "socket", "bind", "sendto", "fork", "vfork", "clone3", "unlink", "unlinkat", "chmod", "fchmodat", "truncate", "link", "symlink", "mknod"}


def opened(call, line, where):
    """The path of a call that opens, made whole by the directory that strace -y prints."""
    m = re.search(r'open(?:at2?)?\((?:(?:AT_FDCWD|\d+)(?:<([^>]*)>)?, )?"((?:[^"\\]|\\.)*)"', line)
    if not m:
        return None
    base, path = m[1] or str(where), m[2]
    return os.path.normpath(os.path.join(base, path))


def watch(what, words, where, writes):
    log = pathlib.Path(folder, "log")
    done = subprocess.run([STRACE, "-f", "-y", "-s", "4096", "-e", "trace=%file,%process,%network", "-o", log, HENCE, *words], cwd=where, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=120, env={**os.environ, "HOME": str(where), "XDG_STATE_HOME": str(where / "state")})
    if done.returncode < 0 or not log.exists():
        faults.append(f"{what}: exit {done.returncode} {done.stderr.decode(errors='replace')[:500]}")
        return
    seen, meminfo = 0, False
    for line in log.read_text(errors="replace").splitlines():
        line = re.sub(r"^\d+ +", "", line)
        call = line.split("(", 1)[0]
        if call in ("execve", "execveat"):
            seen += 1
            if seen > 1:
                faults.append(f"{what}: {line}")
        elif call in FATAL or (call == "clone" and "CLONE_THREAD" not in line):
            faults.append(f"{what}: {line}")
        elif call.startswith("open") and not re.search(r"= -1 E\w+", line):
            path = opened(call, line, where)
            meminfo |= path == "/proc/meminfo"
            pid = re.sub(r"^/proc/\d+/", "/proc/self/", path or "")
            fine = path and (path.startswith(LIBRARIES) or pid.startswith(ALLOWED) or path == str(where) or path.startswith(str(where) + "/") or path in ("/", "/proc", "/sys"))
            if not fine or ("O_PATH" not in line and path and "/etc/passwd" in path):
                faults.append(f"{what}: {line}")
            if re.search(r"O_(WRONLY|RDWR|CREAT)", line) and path != "/dev/null" and not writes:
                faults.append(f"{what}: writes {line}")
    if not seen or not meminfo:
        faults.append(f"{what}: the trace shows neither the start nor /proc/meminfo")


with tempfile.TemporaryDirectory(prefix="hence-strace-") as folder:
    where = pathlib.Path(folder).resolve() / "course"
    where.mkdir()
    (where / "sheet.md").write_text(HOSTILE.replace("SCRATCH", folder))
    (where / "link.md").symlink_to("/etc/passwd")
    (where / "out").mkdir()
    (where / "state").mkdir()
    works = subprocess.run([STRACE, "-o", "/dev/null", "true"], capture_output=True).returncode == 0
    if not works:
        print("strace may not trace here")
        sys.exit(77)
    watch("check", ["check", "sheet.md"], where, False)
    watch("check --format json", ["check", "--format", "json", "sheet.md"], where, False)
    watch("facts", ["facts", "sheet.md"], where, False)
    for kind in ("html", "pdf", "json"):
        watch(f"render {kind}", ["render", "--to", kind, "-o", "out", "sheet.md"], where, True)
    if pathlib.Path(folder, "ran").exists():
        faults.append("a command ran")
    for made in (where / "out").iterdir():
        if b"root:x:0" in made.read_bytes():
            faults.append(f"{made.name} holds /etc/passwd")
print("\n".join(faults[:40]) or "nothing executed, nothing foreign opened")
sys.exit(1 if faults else 0)
