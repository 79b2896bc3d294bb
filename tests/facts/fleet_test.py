#!/usr/bin/env python3
"""Facts come from several hosts by ssh: with hence over there, and without it; a host that is down is named and costs itself only.
The hosts are network namespaces with an sshd each; what they differ in is the MTU of their loopback."""
import os, pathlib, re, shutil, signal, subprocess, sys, tempfile, time

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
SSHD = shutil.which("sshd") or next((p for p in ("/usr/sbin/sshd", "/usr/lib/ssh/sshd") if os.path.exists(p)), None)
HOSTS = {"alpha": 9000, "beta": 16384, "gamma": 65536}
SHEET = """---
hence: 1
facts:
  page: {property: Page size, unit: byte/page, sysconf: PAGESIZE}
  mtu:  {property: MTU, unit: byte, net: {link: lo, field: mtu}}
---

01. AXIOM: A page has `= page` bytes; a packet holds `= mtu` bytes.
"""
RUNS = SHEET.replace("  mtu: ", "  ran:  {property: Page again, unit: byte/page, run: [getconf, PAGESIZE]}\n  mtu: ")
faults = []


def skip(why):
    print(why)
    sys.exit(77)


def run(*words, **more):
    return subprocess.run([str(w) for w in words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100, **more)


def must(*words):
    done = run(*words)
    if done.returncode:
        skip(f"{' '.join(map(str, words))}: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")


if "--inside" not in sys.argv:
    if os.geteuid() != 0:
        skip("namespaces with an sshd in them want root")
    for tool in ["ip", "unshare", "ssh", "ssh-keygen", "xargs"] + ["ansible-playbook"] * ("--ansible" in sys.argv):
        if not shutil.which(tool):
            skip(f"{tool} is not installed")
    if not SSHD:
        skip("sshd is not installed")
    done = subprocess.run(["unshare", "--net", "--mount", "--propagation", "private", sys.executable, __file__, "--inside", *sys.argv[1:]], env={**os.environ, "HENCE": HENCE})
    sys.exit(done.returncode)

servers = []
with tempfile.TemporaryDirectory(prefix="hence-fleet-") as name:
    at = pathlib.Path(name)
    try:
        must("mount", "-t", "tmpfs", "none", "/run")
        pathlib.Path("/run/sshd").mkdir()
        must("ip", "link", "set", "lo", "up")
        for key in ("host", "user"):
            must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", at / key)
        (at / "sshd_config").write_text(f"HostKey {at}/host\nAuthorizedKeysFile {at}/user.pub\nStrictModes no\nUsePAM no\nPidFile none\nPermitRootLogin yes\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n")
        config = f"Host *\nIdentityFile {at}/user\nUserKnownHostsFile /dev/null\nStrictHostKeyChecking no\nBatchMode yes\nConnectTimeout 5\nLogLevel ERROR\n"
        for i, (host, mtu) in enumerate({**HOSTS, "down": 1500}.items(), 1):
            must("ip", "netns", "add", host)
            must("ip", "link", "add", f"veth{i}", "type", "veth", "peer", "name", "eth0", "netns", host)
            must("ip", "addr", "add", f"10.77.{i}.1/30", "dev", f"veth{i}")
            must("ip", "link", "set", f"veth{i}", "up")
            for words in (["addr", "add", f"10.77.{i}.2/30", "dev", "eth0"], ["link", "set", "eth0", "up"], ["link", "set", "lo", "up", "mtu", str(mtu)]):
                must("ip", "-n", host, *words)
            config += f"Host {host}\nHostName 10.77.{i}.2\n"
            if host in HOSTS:
                servers.append(subprocess.Popen(["ip", "netns", "exec", host, SSHD, "-D", "-e", "-f", str(at / "sshd_config")], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                                stderr=open(at / f"{host}.log", "w")))
        (at / "ssh_config").write_text(config.split("Host alpha")[0].replace("Host *\n", "", 1) + "Host alpha" + config.split("Host alpha")[1])
        ssh = f"ssh -F {at}/ssh_config"
        end = time.monotonic() + 20
        while any(run(*ssh.split(), host, "true").returncode for host in HOSTS):
            if time.monotonic() > end:
                skip(f"sshd does not answer here: {(at / 'alpha.log').read_text()[-300:]}")
            time.sleep(0.1)

        sheet, runs, script, hosts = at / "sheet.md", at / "runs.md", at / "fleet.sh", at / "hosts"
        sheet.write_text(SHEET)
        runs.write_text(RUNS)
        script.write_text(run(HENCE, "facts", "--fleet-script").stdout)
        hosts.write_text("# a fleet\nalpha beta\ngamma   # the last\n")
        env = {**os.environ, "HENCE": HENCE, "SSH": ssh, "XDG_STATE_HOME": str(at / "state")}

        def gather(what, folder, *words, on=sheet, code=0):
            done = run("sh", script, *words, on, hosts, at / folder, env=env)
            if done.returncode != code:
                faults.append(f"{what}: exit {done.returncode} {done.stdout}{done.stderr}")
            return done

        def values(folder, fact="mtu"):
            found = {}
            for path in sorted((at / folder).glob("*.yaml")):
                text = run(HENCE, "facts", "--facts", path, runs if fact == "ran" else sheet).stdout
                found[path.stem] = (re.findall(rf"^{fact} = (\d+)", text, re.M) or [None])[0]
            return found

        want = {host: str(mtu) for host, mtu in HOSTS.items()}
        gather("with hence over there", "there", "-p", HENCE, "-j", "2")
        if values("there") != want:
            faults.append(f"with hence over there: {values('there')}, not {want}")
        side_by_side = run(HENCE, "compare", sheet, *(w for h in HOSTS for w in ("--facts", at / "there" / f"{h}.yaml"))).stdout
        if not re.search(r"mtu: 9000 byte → 16384 byte", side_by_side) or not re.search(r"mtu: 9000 byte → 65536 byte", side_by_side):
            faults.append(f"compared: {side_by_side}")
        hosts.write_text("beta\n")
        gather("without it", "without", "-p", "/nonexistent/hence")
        if values("without") != {"beta": want["beta"]}:
            faults.append(f"without it: {values('without')}")
        for folder in "there", "without":
            left = sorted(p.name for p in (at / folder).iterdir() if p.suffix != ".yaml")
            if left:
                faults.append(f"{folder} holds {left}")
        digest = re.findall(r"[0-9a-f]{64}", run(HENCE, "facts", "--trust", "--yes", "0", runs).stderr)[-1]
        hosts.write_text("alpha beta\n")
        gather("commands without trust", "untrusted", "-p", HENCE, on=runs)
        if set(values("untrusted", "ran").values()) != {None}:
            faults.append(f"a command ran without trust: {values('untrusted', 'ran')}")
        gather("commands by their digest", "trusted", "-p", HENCE, "-y", digest, on=runs)
        sanitized = b"__asan_init" in pathlib.Path(HENCE).read_bytes()      # it needs more address space than a command may have
        if not sanitized and None in values("trusted", "ran").values() and "confined here" not in (at / "trusted/alpha.yaml").read_text():
            faults.append(f"a command did not run: {(at / 'trusted/alpha.yaml').read_text()}")
        hosts.write_text("alpha\ndown\nbeta\n")
        done = gather("one is down", "some", "-p", HENCE, code=1)
        if sorted(values("some")) != ["alpha", "beta"] or "down: nothing was had" not in done.stderr:
            faults.append(f"one is down: {values('some')} {done.stderr}")
        for bad in "-oProxyCommand=touch${IFS}x", "../x":
            hosts.write_text(bad + "\n")
            gather(f"a host named {bad}", "bad", code=2)

        if "--ansible" in sys.argv:
            (at / "fleet.yml").write_text(run(HENCE, "facts", "--fleet-role").stdout)
            (at / "inventory").write_text("".join(f"{h}\n" for h in HOSTS))
            done = run("ansible-playbook", "-i", at / "inventory", at / "fleet.yml", "-e", f"worksheet={sheet}", "-e", f"folder={at}/role", "-e", f"hence={HENCE}",
                       env={**env, "ANSIBLE_SSH_ARGS": f"-F {at}/ssh_config", "ANSIBLE_LOCAL_TEMP": str(at / "ansible"), "HOME": str(at), "LC_ALL": "C.UTF-8"})
            if done.returncode or values("role") != want:
                faults.append(f"the playbook: exit {done.returncode} {values('role') if (at / 'role').exists() else ''} {done.stdout[-3000:]}{done.stderr[-500:]}")
    finally:
        for server in servers:
            server.send_signal(signal.SIGTERM)
            server.wait()
print("\n".join(faults) or f"{len(HOSTS)} hosts")
sys.exit(1 if faults else 0)
