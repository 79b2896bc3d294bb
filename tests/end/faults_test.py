#!/usr/bin/env python3
"""Allocations and system calls that fail, at some of the points (all of them in faults_slow.py)."""
from faults import *


def test_memory(d):
    memory_check(d, 250)


def test_memory_json(d):
    memory_check(d, 120, "--format", "json")


def test_memory_house(d):
    memory_check(d, 120, house=True)


def test_documents(d):
    documents(d, 40, "json", [("malloc", errno.ENOMEM)])


def test_disk(d):
    documents(d, 12, "json,html", [("write", errno.ENOSPC), ("write", errno.EIO), ("fsync", errno.EIO), ("close", errno.EIO), ("rename", errno.EACCES),
        ("mkostemp", errno.EROFS), ("fchmod", errno.EPERM)])


def test_kept(d):
    """What takes the place of something old is on the disk before it does: documents, and the author's own text."""
    library, sheet = shim(d), d / "x.md"
    text = GOOD.rstrip("\n") + " \n"
    write(d, "x.md", text)
    expect(calls(library, "fsync", d, "render", "--to", "html,json", "-o", d / "out", sheet) == 2, "each document is flushed")
    expect(calls(library, "fsync", d, "fmt", "--write", sheet) == 1 and sheet.read_text() != text, "fmt changes it once")
    for what in (errno.EIO, "kill"):
        write(d, "x.md", text)
        got = with_fault(library, f"fsync:1:{what}", "fmt", "--write", sheet)
        expect(got.status in (2, -signal.SIGKILL) and sheet.read_text() == text, (what, got))


def test_killed(d):
    documents(d, 12, "json,html", [("write", "kill"), ("fsync", "kill"), ("close", "kill"), ("rename", "kill"), ("mkostemp", "kill")])


def test_long(d):
    documents(d, 6, "html", [("write", errno.ENOSPC), ("write", "kill"), ("fsync", errno.EIO), ("close", errno.EIO), ("rename", errno.EACCES), ("fchmod", errno.EPERM), ("linkat", errno.EROFS)], sheet=LONG)


def test_long_in_memory(d):
    """Where a file cannot be without a name the page is the same."""
    library, sheet = shim(d), write(d, "x.md", LONG)
    args = lambda out: ["render", "--to", "html", "-o", d / out, "--sysroot", SEED_LAPTOP, sheet]
    right = run(*args("right"))
    last = calls(library, "open", d, *args("counted"))
    got = with_fault(library, f"open:{last}:{errno.EOPNOTSUPP}", *args("memory"))
    expect((got.status, got.out) == (right.status, right.out), got)
    expect((d / "memory/x.html").read_bytes() == (d / "right/x.html").read_bytes(), "the pages differ")


def test_reading(d):
    library, sheet = shim(d), write(d, "x.md", GOOD)
    right = run("check", sheet)
    for function, error in (("open", errno.EIO), ("read", errno.EIO), ("fstat", errno.EIO), ("read", errno.EINTR), ("close", errno.EIO)):
        for k in range(1, calls(library, function, d, "check", sheet) + 1):
            got = with_fault(library, f"{function}:{k}:{error}", "check", sheet)
            fine = (got.status, got.out) == (right.status, right.out) or (got.status == 2 and "x.md" in got.err and os.strerror(error) in got.err and error != errno.EINTR)
            expect(fine, (function, k, error, got))


if sanitized():
    print("the sanitizers bring an allocator of their own")
    sys.exit(77)
main(globals())
