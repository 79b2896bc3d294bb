#!/usr/bin/env python3
"""The command line from outside: files of every sort, options in every order, exit statuses, both streams."""
import json, os, pty, re, resource, select, socket, subprocess, sys
sys.path.insert(0, os.path.dirname(__file__))
from harness import *


def one_line(done, *words):
    """Exit status 2, and one line on standard error that has the words."""
    lines = done.err.strip().split("\n")
    expect(done.status == 2 and len(lines) == 1 and lines[0].startswith("hence: ") and all(w in lines[0] for w in words), done)


def test_statuses(d):
    good, false = write(d, "good.md", GOOD), write(d, "false.md", FALSE)
    expect(run("check", good).status == 0, run("check", good))
    expect(run("check", false).status == 1, run("check", false))
    expect(run("check", "--strict", good).status == 1, "a warning is an error under --strict")
    refused = write(d, "refused.md", "---\nhence: 1\nfacts:\n  n: {property: N, unit: node, run: [numactl, --hardware], match: '(\\d+)'}\n---\n01. AXIOM: `= n` nodes.\n")
    expect(run("check", refused).status == 3, run("check", refused))
    expect(run("check", "--allow-undecided", refused).status == 0, run("check", "--allow-undecided", refused))
    # 2 wins over 1 over 3 over 0, in any order; every file is reported on
    for order in ([good, refused, false, d / "none.md"], [d / "none.md", false, refused, good]):
        done = run("check", *order)
        expect(done.status == 2 and all(p.name in done.out for p in (good, refused, false)) and "none.md" in done.err, done)
    expect(run("check", good, refused, false).status == 1, "1 wins over 3")
    expect(run("check", good, refused).status == 3, "3 wins over 0")


def test_format_never_changes_the_status(d):
    for text, status in ((GOOD, 0), (FALSE, 1)):
        sheet = write(d, "x.md", text)
        for words in (["--format", "json"], ["--format=text"], ["-q"], ["-v"], ["--coverage"], ["--dump", "model"], ["--dump", "claims"], ["--color", "always"]):
            done = run("check", *words, sheet)
            expect(done.status == status and not done.err and (done.out or words == ["-q"]), (words, done))


def test_files_that_are_no_worksheet(d):
    one_line(run("check", write(d, "empty.md", "")), "empty.md", "neither a numbered line nor a claim")
    one_line(run("check", write(d, "blank.md", " \n\t\n\r\n")), "blank.md")
    one_line(run("check", d / "none.md"), "none.md", "No such file")
    (d / "folder.md").mkdir()
    one_line(run("check", d / "folder.md"), "directory")
    os.mkfifo(d / "fifo.md")
    one_line(run("check", d / "fifo.md", timeout=5), "not a regular file")
    one_line(run("check", "/dev/zero", timeout=5), "not a regular file")
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(str(d / "socket.md"))
        one_line(run("check", d / "socket.md"), "socket.md")
    one_line(run("check", write(d, "binary.md", pathlib.Path(HENCE).read_bytes()[:5000])), "binary.md", "NUL byte", "line 1")
    (d / "loop.md").symlink_to("loop.md")
    one_line(run("check", d / "loop.md"), "loop.md")
    done = run("check", write(d, "prose.md", "# Only prose\n\nNothing is numbered here, and nothing is claimed.\n"))
    expect(done.status == 2 and "neither a numbered line nor a claim" in done.err and done.err.count("\n") == 1, done)
    if os.getuid() != 0:
        write(d, "closed.md", GOOD).chmod(0)
        one_line(run("check", d / "closed.md"), "Permission denied")


def test_a_claim_without_a_line_is_checked(d):
    expect(run("check", write(d, "x.md", "It is known that 3 × 4 = 12.\n")).status == 0, "one claim that holds")
    done = run("check", "--format", "json", write(d, "x.md", "It is known that 3 × 4 = 13.\n"))
    expect(done.status == 1 and json.loads(done.out)["claims"][0]["verdict"] == "false", done)


def test_bad_utf8_has_a_place(d):
    cases = [(b"\xff\xfe", 0), (b"\xc0\x80", 0), (b"\xed\xa0\x80", 0), (b"\xf4\x90\x80\x80", 0), (b"\xe2\x82", 0)]
    for bad, _ in cases:
        done = run("check", write(d, "x.md", "01. GIVEN: é\n02. é ".encode() + bad + b"\n"))
        one_line(done, "line 2, column 7", f"0x{bad[0]:02X}")
    one_line(run("check", write(d, "x.md", GOOD.encode() + b"\xe2\x9c")), "line 3, column 1", "0xE2")
    one_line(run("check", write(d, "x.md", GOOD.encode("utf-16"))), "UTF-16")
    one_line(run("check", write(d, "x.md", GOOD.encode() + b"a\0b")), "NUL byte", "line 3, column 2")


def verdicts(text, d):
    done = run("check", "--format", "json", write(d, "same.md", text))
    report = json.loads(done.out)
    return done.status, [(l["line"], l["text_line"], l["verdict"]) for l in report["lines"]], [(x["rule"], x["text_line"], x["message"]) for x in report["diagnostics"]]


def test_line_ends_and_mark(d):
    text = "# Head\n\n" + FALSE + "\n| a | b |\n|---|---|\n| 2 × 3 = 7 | x |\n\n```\n2 + 2 = 5\n```\n"
    plain = verdicts(text, d)
    expect(plain[0] == 1, plain)
    for other in (text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\ufeff" + text, text.rstrip("\n")):
        expect(verdicts(other, d) == plain, (other[:20], verdicts(other, d), plain))


def test_too_large_is_refused_unread(d):
    path = write(d, "large.md", "")
    os.truncate(path, 5 << 30)
    used = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    start = used()
    one_line(run("check", path), "larger than", "file-bytes")
    expect(used() - start < 0.5, "it was read")
    small = write(d, "small.md", GOOD)
    one_line(run("check", "--limit", "file-bytes=20", small), "larger than 20 bytes")
    one_line(run("check", "--limit", "file-bytes=20", "-", stdin=GOOD.encode()), "larger than 20 bytes")
    expect(run("check", small, "--limit", f"file-bytes={small.stat().st_size}").status == 0, "exactly as large as allowed")


def test_standard_input(d):
    done = run("check", "-", stdin=FALSE.encode())
    expect(done.status == 1 and "<stdin>:2:" in done.out, done)
    one_line(run("check", "-", stdin=b""), "<stdin>")


def test_options_in_any_order(d):
    sheet = write(d, "good.md", GOOD)
    want = run("check", "--format", "json", sheet)
    expect(want.status == 0, want)
    for words in (["check", sheet, "--format", "json"], ["--format", "json", "check", sheet], ["check", "--format=json", sheet],
                  ["check", "--format=json", "--", sheet], ["--format=json", "check", "--color", "never", sheet]):
        expect(run(*words).out == want.out, words)
    write(d, "--strict", GOOD)
    done = run("check", "--", "--strict", cwd=d)
    expect(done.status == 0 and "--strict" in done.out, done)
    done = run("check", "--", "good.md", "--nope", cwd=d)
    expect(done.status == 2 and "--nope" in done.err, done)


def test_wrong_usage(d):
    sheet = write(d, "good.md", GOOD)
    for words, wanted in (
        (["check", "--frmat", "json"], "--format"), (["check", "--stict"], "--strict"), (["chek"], "check"), (["rendr"], "render"),
        (["check", "--zzzzzzz"], "--help"), (["check", "--format", "xml"], "json"),
        (["check", "--strict=yes"], "--strict"), (["check", "--set", "page"], "NAME=VALUE"), (["check", "--color", "red"], "auto"),
        (["check", "--limit", "fuel=-1"], "fuel"), (["check", "--limit", "nothing=1"], "nothing"), (["check", "--skip", "wrong-calc"], "wrong-calc"),
        (["check", "--only", "wrong-calculatoin"], "wrong-calculation"), (["check", "--rule", "jump=fatal"], "jump"), (["check", "--dump", "soup"], "model"),
        (["check", "--facts", "a", "--sysroot", "b"], "one"), (["check", "--sysroot", str(d / "none")], "none"), (["check", "--facts", str(d / "none")], "none"),
    ):
        done = run(*words, sheet)
        one_line(done, wanted)
        expect(not done.out, (words, done))
    one_line(run("check", sheet, "--format"), "--format wants")
    one_line(run("check"), "file")
    done = run()
    expect(done.status == 2 and "usage:" in done.err and not done.out, done)


def test_help_and_version(d):
    done = run("--version")
    expect(done.status == 0 and re.fullmatch(r"hence \d+\.\d+\.\d+\n", done.out), done)
    for words in (["--help"], ["-h"], ["check", "--help"], ["render", "-h"]):
        done = run(*words)
        expect(done.status == 0 and "usage: hence" in done.out and "Exit status" in done.out and not done.err, done)
        expect(max(map(len, done.out.split("\n"))) <= 120, "the help fits a terminal")


def test_explain(d):
    done = run("explain")
    ids, topics = ([l.split()[0] for l in part.split("\n")] for part in done.out.strip().split("\n\n"))
    expect(done.status == 0 and ids == sorted(ids) and "wrong-calculation" in ids and len(ids) > 40, done)
    expect({"keys", "functions", "claims", "limits"} <= set(topics), done)
    for name in ids + topics:
        page = run("explain", name)
        expect(page.status == 0 and page.out.startswith(name) and not page.err, page)
    one_line(run("explain", "wrong"), "wrong")


def test_choosing_findings(d):
    sheet = write(d, "x.md", FALSE)
    rules = lambda *w: [x["rule"] for x in json.loads(run("check", "--format", "json", *w, sheet).out)["diagnostics"]]
    expect(set(rules()) == {"wrong-calculation", "unsourced-axiom"}, rules())
    expect(rules("--only", "wrong-calculation") == ["wrong-calculation"], rules("--only", "wrong-calculation"))
    expect(rules("--skip", "wrong-calculation") == ["unsourced-axiom"], rules("--skip", "wrong-calculation"))
    expect(run("check", "--rule", "unsourced-axiom=error", "--only", "unsourced-axiom", sheet).status == 1, "a warning made an error")
    # a finding turned off does not make the false line true
    report = json.loads(run("check", "--format", "json", "--skip", "wrong-calculation", sheet).out)
    expect(report["lines"][1]["verdict"] == "false" and report["summary"]["false"] == 1, report)


def terminal(words, env):
    """Runs on a pseudo-terminal; what it printed."""
    leader, follower = pty.openpty()
    child = subprocess.Popen([HENCE, *map(str, words)], stdout=follower, stderr=follower, stdin=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **env})
    os.close(follower)
    out = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    child.wait()
    os.close(leader)
    return out.decode().replace("\r\n", "\n")


def test_colour(d):
    sheet = write(d, "x.md", FALSE)
    strip = lambda x: re.sub(r"\x1b\[\d*m", "", x)
    plain = run("check", sheet).out
    expect("\x1b" not in plain, "colour in a pipe")
    always = run("check", "--color", "always", sheet).out
    expect("\x1b[31m" in always and strip(always) == plain, always)
    expect("\x1b[31m" in terminal(["check", sheet], {"TERM": "xterm"}), "no colour on a terminal")
    for env, words in (({"TERM": "xterm", "NO_COLOR": "1"}, []), ({"TERM": "dumb"}, []), ({"TERM": "xterm"}, ["--color", "never"])):
        got = terminal(["check", *words, sheet], env)
        expect("\x1b" not in got and strip(got) == got and got == plain, (env, got))
    expect("\x1b[31m" in terminal(["check", "--color", "always", sheet], {"TERM": "xterm", "NO_COLOR": "1"}), "--color wins over NO_COLOR")


def test_a_stranger_cannot_steer_the_terminal(d):
    bad = "\x1b[2J\x1b]0;x\x07\u202e\u200b"
    sheet = write(d, "na\x1bme.md", f"01. GIVEN{bad}: a {bad} box.\n02. CALCULATION: {bad} From line 01 and 77: 2 × 2 = 5 {bad}.\n")
    for words in ([], ["-v"], ["--coverage"], ["--dump", "model"], ["--dump", "claims"], ["--dump", "graph"], ["--dump", "report"], ["--format", "json"]):
        done = run("check", *words, sheet)
        expect(done.status == 1, (words, done))
        for c in "\x1b\x07":
            expect(c not in done.out and c not in done.err, (words, done))
    expect("\\x1b" in run("check", d / "no\x1bne.md").err, "a file's name is not escaped")


def test_streams_that_fail(d):
    sheet = write(d, "x.md", FALSE)
    with open("/dev/full", "wb") as full:
        child = subprocess.run([HENCE, "check", sheet], stdout=full, stderr=subprocess.PIPE)
        expect(child.returncode == 2 and b"No space left" in child.stderr, child)
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        child = subprocess.run(f"'{HENCE}' check '{sheet}' {closed}", shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        expect(child.returncode in ((1, 2) if ">&-" in closed else (1,)), (closed, child))
    big = write(d, "big.md", FALSE + "".join(f"{n:02}. CALCULATION: From line 01: {n} + 1 = {n}.\n" for n in range(3, 4000)))
    child = subprocess.Popen([HENCE, "check", big], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdout.read(10)
    child.stdout.close()
    error = child.stderr.read()
    expect(child.wait() == 2 and b"Sanitizer" not in error, (child.returncode, error))


def test_the_worksheet_is_never_touched(d):
    sheet = write(d, "x.md", GOOD)
    os.utime(sheet, ns=(10**18, 10**18))
    before = (sheet.read_bytes(), sheet.stat().st_mtime_ns, sheet.stat().st_ino)
    for words in (["check"], ["check", "--format", "json"], ["render", "--to", "json", "-o", d], ["facts"]):
        run(*words, sheet)
    expect((sheet.read_bytes(), sheet.stat().st_mtime_ns, sheet.stat().st_ino) == before, "touched")
    # a document that would fall on the worksheet is refused, also by way of a link
    (d / "x.json").unlink()
    (d / "x.json").symlink_to("x.md")
    done = run("render", "--to", "json", "-o", d, sheet)
    expect(done.status == 2 and sheet.read_bytes() == before[0], done)
    (d / "x.json").unlink()
    os.link(sheet, d / "x.json")
    done = run("render", "--to", "json", "-o", d, sheet)
    expect(done.status == 2 and sheet.read_bytes() == before[0], done)
    one_line(run("facts", "-o", sheet, sheet), "x.md")
    expect(sheet.read_bytes() == before[0], "facts -o wrote over the worksheet")


def test_documents_are_written(d):
    out = d / "out"
    sheet = write(d, "good.md", GOOD)
    done = run("render", "--to", "json", "-o", out, sheet)
    if done.status != 2:                        # the folder is made, or its absence is said
        expect(done.status == 0 and (out / "good.json").exists(), done)
    else:
        expect(str(out) in done.err, done)
    out.mkdir(exist_ok=True)
    done = run("render", "--to", "json,pdf,html", "-o", out, sheet)
    expect(done.status == 0, done)
    expect(sorted(p.name for p in out.iterdir()) == ["good.html", "good.json", "good.pdf"], list(out.iterdir()))
    expect(json.loads((out / "good.json").read_text()) == json.loads(run("check", "--format", "json", sheet).out), "the JSON of both commands differs")
    expect((out / "good.pdf").read_bytes().startswith(b"%PDF-"), "no PDF")
    first = {p.name: p.read_bytes() for p in out.iterdir()}
    run("render", "--to", "json,pdf,html", "-o", out, sheet)
    expect(first == {p.name: p.read_bytes() for p in out.iterdir()}, "other bytes the second time")
    # a document that cannot be made leaves the old ones alone
    write(d, "good.md", FALSE)
    done = run("render", "--to", "json,nothing", "-o", out, sheet)
    expect(done.status == 2 and first == {p.name: p.read_bytes() for p in out.iterdir()}, done)
    done = run("render", "--to", "json", "-o", out, sheet)
    expect(done.status == 1 and json.loads((out / "good.json").read_text())["summary"]["false"] == 1, done)


def test_json_contract(d):
    report = json.loads(run("check", "--format", "json", write(d, "x.md", FALSE)).out)
    expect({"format", "hence", "worksheet", "machine", "summary", "facts", "lines", "claims", "unrecognised", "diagnostics"} <= set(report), report.keys())
    expect(report["format"] == 1 and report["machine"]["facts"] == "as-written", report["machine"])
    expect({"lines", "claims", "hold", "rounded", "false", "undecided", "unrecognised", "errors", "warnings", "notes"} <= set(report["summary"]), report["summary"])
    line = report["lines"][1]
    expect({"line", "id", "kind", "role", "text_line", "verdict", "given", "rests_on", "refs", "values", "claims"} <= set(line), line)
    expect((line["line"], line["kind"], line["role"], line["text_line"], line["verdict"], line["refs"]) == (2, "CALCULATION", "calculation", 2, "false", [1]), line)
    expect(line["claims"] == [{**line["claims"][0], "text_line": 2, "column": 32, "text": "12 × 12 = 145", "verdict": "false"}], line["claims"])
    found = [x for x in report["diagnostics"] if x["rule"] == "wrong-calculation"]
    expect(len(found) == 1, found)
    expect({"rule", "severity", "line", "text_line", "column", "length", "message", "found", "expected", "rests_on", "fix"} <= set(found[0]), found)
    expect((found[0]["line"], found[0]["text_line"], found[0]["column"], found[0]["found"], found[0]["expected"]) == (2, 2, 32, "145", "144"), found)


main(globals())
