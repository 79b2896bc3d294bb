"""What the end-to-end programs share: running the command, a scratch folder, and counting what was checked."""
import os, pathlib, subprocess, sys, tempfile, traceback

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
HENCE = str(TOP / os.environ.get("HENCE", "out/bin/hence"))
GOOD = "01. GIVEN: a box holds 12 rows of 12.\n02. CALCULATION: From line 01: 12 × 12 = 144 places.\n"
FALSE = "01. GIVEN: a box holds 12 rows of 12.\n02. CALCULATION: From line 01: 12 × 12 = 145 places.\n"
SEED_LAPTOP = str(TOP / "tests/facts/roots/seed-laptop")


class Done:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def __repr__(self):
        return f"exit {self.status}\n--- out\n{self.out[-1500:]}\n--- err\n{self.err[-1500:]}"


def run(*args, stdin=None, cwd=None, env=None, timeout=60, **more):
    full = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "XDG_STATE_HOME": "/nonexistent", **(env or {})}
    done = subprocess.run([HENCE, *map(str, args)], input=stdin if stdin is not None else b"", cwd=cwd, env=full, timeout=timeout,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
    return Done(done.returncode, done.stdout.decode("utf-8", "surrogateescape"), done.stderr.decode("utf-8", "surrogateescape"))


def sanitized():
    return b"__asan_init" in pathlib.Path(HENCE).read_bytes()


def expect(condition, about):
    if not condition:
        raise AssertionError(str(about))


def scratch():
    return tempfile.TemporaryDirectory(prefix="hence-")


def write(folder, name, content):
    path = pathlib.Path(folder) / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def main(tests):
    """Each test gets a scratch folder; all are run, every failure is shown."""
    failed = 0
    for name, test in list(tests.items()):
        if not name.startswith("test_") or (len(sys.argv) > 1 and sys.argv[1] not in name):
            continue
        with scratch() as folder:
            try:
                test(pathlib.Path(folder))
            except (Exception, subprocess.TimeoutExpired):
                failed += 1
                print(f"{name}:")
                traceback.print_exc(limit=-2, file=sys.stdout)
    sys.exit(1 if failed else 0)
