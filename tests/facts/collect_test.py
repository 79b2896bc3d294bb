#!/usr/bin/env python3
"""A collected machine answers as the machine did; the archive is the same every time, holds nothing that names the machine,
and the script for sh collects the same. Broken archives are told."""
import io, os, pathlib, re, shutil, socket, subprocess, sys, tarfile, tempfile

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
ROOTS = pathlib.Path("tests/facts/roots")
SHEET = str(pathlib.Path("tests/facts/machine.md").resolve())
# What changes from one reading to the next, here and on a busier machine.
MOVES = re.compile(r"^(proc/(buddyinfo|diskstats|interrupts|loadavg|meminfo|modules|pagetypeinfo|pressure|slabinfo|softirqs|stat|swaps|uptime|vmstat|zoneinfo|"
                   r"sys/(fs|kernel/(ns_last_pid|random|pty|perf|sched|tainted)|net|vm))|sys/(block/(loop.*|.*/(stat|inflight|.*_stat|events.*))|class/net|fs/cgroup|kernel/mm)|"
                   r"sys/devices/system/(clocksource|cpu/cpu\d+/cpufreq|node/)|statfs|sysconf)")
faults = []


def hence(*words, status=(0, 1, 3)):
    done = subprocess.run([HENCE, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, timeout=100)
    if done.returncode not in status:
        faults.append(f"{words}: exit {done.returncode} {done.stderr.decode(errors='replace')}")
    return done


def dump(*words):
    text = hence("check", "--dump", "facts", *words, SHEET).stdout.decode()
    # A command that was not recorded says so in other words; what one process sees of itself is not on the list, and changes.
    return re.sub(r"^(tool|free|stack|code|virtual|entry|frame|present)( =|:).*\n", "", text, flags=re.M)


def files(path):
    with tarfile.open(path) as tar:
        return {m.name: tar.extractfile(m).read() if m.isfile() else None for m in tar.getmembers()}


with tempfile.TemporaryDirectory() as folder:
    at = pathlib.Path(folder)
    # A worksheet's questions to each recorded machine, asked again of the archive, packed and unpacked.
    for root in sorted(p for p in ROOTS.iterdir() if p.is_dir()):
        tar, again, tree = at / "a.tar", at / "b.tar", at / "tree"
        hence("facts", "--sysroot", root, "--collect", tar, SHEET)
        hence("facts", "--sysroot", tar, "--collect", again, SHEET)
        shutil.rmtree(tree, ignore_errors=True)
        with tarfile.open(tar) as t:
            t.extractall(tree)
        want = dump("--sysroot", root)
        for where in tar, again, tree:
            got = dump("--sysroot", where)
            if got != want and root.name != "garbled":
                faults.append(f"{root.name} from {where.name}:\n{got}\nnot\n{want}")
        if tar.read_bytes() != again.read_bytes():
            faults.append(f"{root.name}: an archive of an archive is another")
        names = list(files(tar))
        if names != sorted(names) or not names:
            faults.append(f"{root.name}: not in order: {names}")

    # This machine: live, from what the worksheet asks, and from the whole list.
    live = dump()
    hence("facts", "--collect", at / "asked.tar", SHEET)
    done = hence("facts", "--collect", at / "all.tar")
    for tar in "asked.tar", "all.tar":
        if dump("--sysroot", at / tar) != live:
            faults.append(f"{tar} answers otherwise than this machine:\n{dump('--sysroot', at / tar)}\n{live}")

    # The same by the script.
    script = at / "collect.sh"
    script.write_bytes(hence("facts", "--collect-script").stdout)
    run = subprocess.run(["sh", str(script), str(at / "script.tar")], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100)
    if run.returncode:
        faults.append(f"the script: exit {run.returncode} {run.stderr}")
    ours, theirs = files(at / "all.tar"), files(at / "script.tar")
    # What a busy machine answers late, or not this moment, is named in "unread"; it says nothing of the two.
    refused = [{l for l in x.pop("unread", b"").decode(errors="replace").splitlines() if not MOVES.match(l[1:])} for x in (ours, theirs)]
    moment = {l.split(" ")[0][1:] for l in refused[0] | refused[1] if "time" in l or "temporarily" in l}
    unread = [{l for l in lines if l.split(" ")[0][1:] not in moment} for lines in refused]
    missing = sorted(set(ours) ^ set(theirs) - moment)
    if [m for m in missing if not MOVES.match(m) and m not in moment]:
        faults.append(f"only one of the two has {missing[:20]}")
    differ = [n for n in ours if n in theirs and ours[n] != theirs[n] and not MOVES.match(n)] + sorted(unread[0] ^ unread[1])
    if differ:
        faults.append(f"the two read otherwise: {differ[:20]}")
    for name in ("PAGESIZE", "NPROCESSORS_ONLN", "LEVEL1_DCACHE_SIZE", "THREAD_KEYS_MAX"):
        lines = [re.findall(rf"^{name} .*$", x.get("sysconf", b"").decode(), re.M) for x in (ours, theirs)]
        if lines[0] != lines[1] and shutil.which("getconf"):
            faults.append(f"sysconf: {lines}")
    if dump("--sysroot", at / "script.tar") != live:
        faults.append("the script's archive answers otherwise than this machine")
    said = sorted(l for l in done.stderr.decode().splitlines() if l.startswith("left out"))
    if said != sorted(run.stderr.splitlines()):
        faults.append(f"left out by one of the two: {sorted(set(said) ^ set(run.stderr.splitlines()))}")

    # Nothing that names this machine.
    macs = {p.read_text().strip().encode() for p in pathlib.Path("/sys/class/net").glob("*/address")} - {b"00:00:00:00:00:00", b""}
    host = socket.gethostname().encode()
    for tar in "all.tar", "script.tar":
        for name, text in files(at / tar).items():
            if re.search(r"serial|uuid|address$|hostname|domainname|boot_id|environ|fastopen_key|stable_secret|rss_key", name):
                faults.append(f"{tar} holds {name}")
            if any(m in (text or b"") for m in macs) or (text or b"").strip() == host:
                faults.append(f"{tar}: {name} names this machine")

    # A board with its serial number, and files that name it.
    board = at / "board"
    for path, text in {"proc/cpuinfo": "processor\t: 0\nSerial\t\t: 00000000deadbeef\nmodel name\t: X\n", "sys/class/net/eth0/address": "02:00:5e:10:00:01\n",
                       "sys/class/net/eth0/mtu": "1500\n", "sys/class/net/enx02005e100001/mtu": "9000\n", "proc/sys/kernel/hostname": "secret\n",
                       "proc/sys/net/ipv4/tcp_fastopen_key": "1-2-3-4\n", "proc/modules": "x 1 02:00:5e:10:00:01 2\n", "proc/devices": "x 1 02:00:5e:10:00:01 2\n",
                       "proc/iomem": "00100000-3fffffff : System RAM\n  01000000-01ffffff : Kernel code\n", "sys/class/net/eth0/ifalias": "to the office\n",
                       "machine": "kernel 6.1\narch riscv64\nkind \n"}.items():
        (board / path).parent.mkdir(parents=True, exist_ok=True)
        (board / path).write_text(text)
    hence("facts", "--sysroot", board, "--collect", at / "board.tar")
    if files(at / "board.tar") != {"machine": b"kernel 6.1\narch riscv64\nkind \n", "proc/cpuinfo": b"processor\t: 0\nmodel name\t: X\n", "sys/class/net/eth0/mtu": b"1500\n",
                                         "proc/iomem": b"00100000-3fffffff : System RAM\n"}:
        faults.append(f"the board: {files(at / 'board.tar')}")
    hence("facts", "--sysroot", board, "--names", "--collect", at / "board.tar")
    if len(files(at / "board.tar")) != 9 or b"Kernel" not in files(at / "board.tar")["proc/iomem"] or b"Serial" not in files(at / "board.tar")["proc/cpuinfo"]:
        faults.append(f"the board with --names: {sorted(files(at / 'board.tar'))}")

    # The host's own name in what a command printed, and in who built the kernel where.
    (board / "run").mkdir()
    (board / "run/numactl_--hardware").write_text("node 0 size: 5 MB\nof secret\n")
    (board / "proc/version").write_text("Linux version 6.1 (me@secret) 1\n")
    sheet = at / "named.md"
    sheet.write_text("---\nhence: 1\nfacts:\n  a: {run: [numactl, --hardware], match: 'size: (\\d+)'}\n  b: {read: /proc/version, text: true}\n---\n\n01. AXIOM: `= a` `= b`.\n")
    for words, held in ([], set()), (["--names"], {"run/numactl_--hardware", "proc/version"}):
        hence("facts", "--sysroot", board, *words, "--collect", at / "named.tar", sheet)
        if set(files(at / "named.tar")) - {"machine"} != held:
            faults.append(f"named {words}: {sorted(files(at / 'named.tar'))}")

    # Standard output; other writers of archives; archives that are none.
    out = hence("facts", "--sysroot", ROOTS / "riscv-board", "--collect", "-", SHEET).stdout
    hence("facts", "--sysroot", ROOTS / "riscv-board", "--collect", at / "one.tar", SHEET)
    if out != (at / "one.tar").read_bytes():
        faults.append("--collect - is another archive")
    for kind in tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT:
        long = "sys/devices/" + "/".join(["a" * 60] * 3) + "/mtu"
        with tarfile.open(at / "other.tar", "w", format=kind) as tar:
            for name, text in {"./" + long: b"42\n", "../escape": b"1\n", "/proc/meminfo": b"MemTotal: 1 kB\n"}.items():
                info = tarfile.TarInfo(name)
                info.size = len(text)
                tar.addfile(info, io.BytesIO(text))
            link = tarfile.TarInfo("proc/version")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(link)
        sheet = at / "long.md"
        sheet.write_text(f"---\nhence: 1\nfacts:\n  a: {{read: /{long}}}\n  b: {{read: /proc/version, text: true}}\n---\n\n01. AXIOM: `= a` `= b`.\n")
        got = hence("check", "--sysroot", at / "other.tar", "--dump", "facts", sheet).stdout.decode()
        if "a = 42" not in got or "b: no such file" not in got:
            faults.append(f"a tar of format {kind}: {got}")
    whole = (at / "one.tar").read_bytes()
    for what, text in {"cut": whole[:700], "garbage": b"x" * 2000, "empty": b"", "zeros": b"\0" * 10240, "size": whole[:124] + b"77777777777\0" + whole[136:]}.items():
        (at / "bad.tar").write_bytes(text)
        done = hence("check", "--sysroot", at / "bad.tar", SHEET, status=(2,))
        if b"bad.tar is" not in done.stderr and b"bad.tar holds" not in done.stderr:
            faults.append(f"{what}: {done.stderr}")
    if hence("facts", "--facts", at / "no.yaml", "--collect", at / "x.tar", SHEET, status=(2,)).stderr.find(b"facts file") < 0:
        faults.append("--collect of a facts file")

print("\n".join(faults) or "collected by hence and by sh alike")
sys.exit(1 if faults else 0)
