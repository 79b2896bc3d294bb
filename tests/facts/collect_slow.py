#!/usr/bin/env python3
"""The collecting script under every shell that is here, and with nothing but busybox, as on a board: what it collects answers as
hence's own archive does."""
import os, pathlib, re, shutil, subprocess, sys, tempfile

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
SHEET = str(pathlib.Path("tests/facts/machine.md").resolve())
SHELLS = [["sh"], ["dash"], ["bash", "--posix"], ["ksh"], ["mksh"], ["yash"], ["zsh", "--emulate", "sh"], ["busybox", "sh"]]
faults, ran = [], []


def dump(tar):
    text = subprocess.run([HENCE, "check", "--sysroot", str(tar), "--dump", "facts", SHEET], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100).stdout
    return re.sub(r"^(tool|free|stack|code|virtual|entry|frame|present)( =|:).*\n", "", text, flags=re.M)


with tempfile.TemporaryDirectory() as folder:
    at = pathlib.Path(folder)
    subprocess.run([HENCE, "facts", "-q", "--collect", str(at / "own.tar")], stdin=subprocess.DEVNULL, timeout=100, check=True)
    want = dump(at / "own.tar")
    (at / "collect.sh").write_bytes(subprocess.run([HENCE, "facts", "--collect-script"], capture_output=True, timeout=100).stdout)
    for words in SHELLS:
        if not shutil.which(words[0]):
            continue
        path = os.environ["PATH"]
        if words[0] == "busybox":
            (at / "bin").mkdir()
            for tool in subprocess.run(["busybox", "--list"], capture_output=True, text=True).stdout.split():
                (at / "bin" / tool).symlink_to(shutil.which("busybox"))
            words, path = [str(at / "bin/sh")], str(at / "bin")
        done = subprocess.run([*words, str(at / "collect.sh"), str(at / "out.tar")], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, env={"PATH": path, "TMPDIR": folder})
        if done.returncode or dump(at / "out.tar") != want:
            faults.append(f"{words}: exit {done.returncode} {done.stderr[-300:]}\n{dump(at / 'out.tar')}")
        ran.append(pathlib.Path(words[0]).name + (" of busybox" if path != os.environ["PATH"] else ""))
        leftover = [p.name for p in at.glob("collect-*")]
        if leftover:
            faults.append(f"{words} leaves {leftover}")
print("\n".join(faults) or ", ".join(ran))
sys.exit(1 if faults else 0)
