#!/usr/bin/env python3
"""Files of a recorded machine that are empty, huge, binary, unreadable, endless, looping or no files: each fact is a value or a
reason, soon, in little memory, and nothing that a terminal would obey."""
import io, os, pathlib, re, resource, shutil, socket, subprocess, sys, tarfile, tempfile, time

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
SHEET = pathlib.Path("tests/facts/machine.md").resolve()
MODEL = pathlib.Path("tests/facts/roots/virtual-machine").resolve()
SANITIZED = b"__asan_init" in pathlib.Path(HENCE).read_bytes()
SECONDS, KILOBYTES = (60, 4 << 20) if SANITIZED else (10, 400 << 10)
faults, FACTS = [], re.findall(r"^  (\w+): +\{", pathlib.Path("tests/facts/machine.md").read_text(), re.M)


def write(text):
    return lambda path: path.write_bytes(text)


def sparse(size):
    def make(path):
        with open(path, "wb") as f:
            f.truncate(size)
    return make


def link(to):
    return lambda path: path.symlink_to(to)


def sock(path):
    s = socket.socket(socket.AF_UNIX)
    old = os.getcwd()
    os.chdir(path.parent)           # a socket's name is short
    s.bind(path.name)
    os.chdir(old)
    s.close()


def unreadable(path):
    path.write_text("42\n")
    path.chmod(0)


def deep(path):
    for _ in range(60):
        path = path / "d"
    path.mkdir(parents=True)


NASTY = {
    "empty": write(b""), "a blank line": write(b"\n"), "zeros": write(b"\0" * 4096), "binary": write(bytes(range(256)) * 64), "not UTF-8": write(b"\xff\xfe\xc0\x80\xed\xa0\x80: 5\n" * 50),
    "escapes": write(b"\x1b[2K\x1b]0;x\x07MemTotal: \x1b[31m5 kB\n\xe2\x80\xae5\n"), "a line of 3 MB": write(b"MemTotal: " + b"9" * (3 << 20)), "5 MB": write(b"MemTotal: 5 kB\n" * 350000),
    "sparse 20 GB": sparse(20 << 30), "a folder": lambda p: p.mkdir(), "a deep folder": deep, "a pipe": lambda p: os.mkfifo(p), "a socket": sock, "unreadable": unreadable,
    "a link to itself": lambda p: p.symlink_to(p.name), "a link out": link("/etc/passwd"), "a link to a device": link("/dev/zero"), "a link up": link("../../../../../../../../etc/shadow"),
    "a dead link": link("nowhere"), "a list of 4294967296": write(b"0-4294967295\n"), "a list beyond 64 bits": write(b"0-99999999999999999999\n"), "a list turned round": write(b"7-3\n"),
    "a list of commas": write(b"," * 100000), "negative": write(b"-1\n"), "a float": write(b"1e400\n"), "nan": write(b"nan\n"), "hex": write(b"0x\n"), "digits": write(b"1" * 100000 + b"\n"),
    "nodes": write(b"".join(b"Node %d, zone Normal\n  spanned %d\n" % (i, i) for i in range(50000))), "blocks": write(b"processor: 1\nphysical : 5\n" * 100000),
}


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def ask(what, root):
    began = time.monotonic()
    words = [hence, "check", "--sysroot", str(root), "--dump", "facts", sheet]
    if os.geteuid() == 0 and shutil.which("setpriv"):       # nothing is unreadable for root
        words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *words]
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, preexec_fn=limits)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read()
    if child.returncode not in (0, 1, 3):
        faults.append(f"{what}: exit {child.returncode} {said[-500:]}")
    if usage.ru_maxrss > KILOBYTES:
        faults.append(f"{what}: {usage.ru_maxrss} kB of memory")
    if time.monotonic() - began > 3 * SECONDS:
        faults.append(f"{what}: {time.monotonic() - began:.1f} s")
    if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", said) or "\u202e" in said.decode(errors="replace"):
        faults.append(f"{what}: a terminal would obey {said[:300]}")
    if b"root:x:0" in said:
        faults.append(f"{what}: it read /etc/passwd")
    lines = said.decode(errors="replace").splitlines()
    if len(lines) != len(FACTS):
        faults.append(f"{what}: {len(lines)} answers to {len(FACTS)} questions")
    return dict(re.split(r" = |: ", l, maxsplit=1) for l in lines if re.match(r"\w+( =|:) ", l))


with tempfile.TemporaryDirectory() as folder:
    os.chmod(folder, 0o755)
    hence, sheet = (shutil.copy(f, folder) for f in (HENCE, SHEET))     # whoever runs it without rights reaches no checkout below /root
    model = shutil.copytree(MODEL, pathlib.Path(folder, "model"), symlinks=True)
    usual = ask("the model", model)
    for what, make in NASTY.items():
        root = pathlib.Path(folder, "root")
        shutil.copytree(model, root, symlinks=True)
        files = [p for p in root.rglob("*") if p.is_file() and p.name not in ("README",)]
        for path in files:
            path.unlink()
            make(path)
        said = ask(what, root)
        same = []
        for k in set(FACTS) - {"links", "disks"}:       # these are the names of folders
            missing = re.search(r"no such|not recorded|\[absent", usual.get(k, "no such"))
            same += [k] if said.get(k) == usual.get(k) and not missing else []
        if same:
            faults.append(f"{what}: {same} as if nothing were wrong")
        for path in root.rglob("*"):
            if not path.is_symlink() and path.is_file():
                path.chmod(0o600)
        shutil.rmtree(root)

    # The same inside an archive, where a link or a device is not even followed; and one whose sizes lie.
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        with tarfile.open(pathlib.Path(folder, "a.tar"), "w") as tar:
            for name in ("proc/meminfo", "proc/cpuinfo", "sysconf", "machine"):
                info = tarfile.TarInfo(name)
                info.type, info.linkname = kind, "/etc/passwd"
                tar.addfile(info)
            info = tarfile.TarInfo("proc/zoneinfo")
            info.size = 3
            tar.addfile(info, io.BytesIO(b"\x1b[2"))
        ask(f"an archive of type {kind}", pathlib.Path(folder, "a.tar"))
print("\n".join(faults) or f"{len(NASTY)} kinds of files that no kernel writes")
sys.exit(1 if faults else 0)
