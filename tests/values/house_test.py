#!/usr/bin/env python3
"""House rules that loop, hoard, write, reach out or are wrong: each ends in one finding at its place in the file, within seconds; and
the options that choose a rule by its id."""
import json, os, pathlib, resource, subprocess, sys, tempfile, time

HENCE = os.path.abspath(os.environ.get("HENCE", "out/bin/hence"))
SLOW = 20 if "sanitize" in HENCE else 1
SECONDS, BYTES = 10 * SLOW, (200 << 20) * SLOW
FUEL, LUA, BIG = "out-of-fuel", "bad-lua", "too-big"
SHEET = "---\nhence: 1\nhouse: r.lua\nassumes: [page]\n---\n\n" + "".join(f"{i:02}. CALCULATION: 2 + {i} = {2 + i} pages\n" for i in range(1, 20))
LONG = 'local s = "0123456789abcdef" for i = 1, 10 do s = s .. s end '
CASES = [
    # finding, line of the file, part of its message, file
    (FUEL, 1, "the file needs more work", "while true do end"),
    (FUEL, 1, "the file", "::a:: goto a"),
    (FUEL, 3, "the rule x needs", 'rule{ id = "x",\n check = function(l)\n while true do end\n end }'),
    (BIG, 1, "lua-bytes", "local function f() return 1 + f() end f()"),
    (FUEL, 1, "", "local function f() return f() end f()"),
    (BIG, 1, "lua-bytes", "local t = {} for i = 1, 1e9 do t[i] = {i} end"),
    (BIG, 1, "a text of more than 32768 bytes", 'local s = "x" while true do s = s .. s end'),
    (FUEL, 1, "", LONG + 'local t while true do t = s .. "x" end'),
    (FUEL, 1, "", LONG + 'local a, b = s .. "x", s .. "x" while true do local c = a == b end'),
    (FUEL, 1, "", LONG + 'local a, b = s .. "x", s .. "x" while true do local c = a < b end'),
    (FUEL, 1, "", LONG + 'local t = {} t[s .. "x"] = 1 while true do local c = t[s .. "x"] end'),
    (LUA, 1, "global 'io'", 'io.open("/etc/passwd")'),
    (LUA, 1, "global 'os'", 'os.execute("id")'),
    (LUA, 1, "global 'load'", 'load("x = 1")()'),
    (LUA, 1, "global 'require'", 'require("os")'),
    (LUA, 1, "global 'pcall'", "pcall(function() end)"),
    (LUA, 1, "a string value", 'local x = ("x"):rep(1e9)'),
    (LUA, 1, "global 'setmetatable'", "setmetatable({}, {__gc = function() while true do end end})"),
    (LUA, 2, "read only", 'rule{ id = "x", check = function(l)\n l.kind = "AXIOM" end }'),
    (LUA, 1, "read only", 'rule{ id = "x", check = function(l, s) s.lines[1] = nil end }'),
    (LUA, 1, "no field 'nmuber' here; did you mean 'number'", 'rule{ id = "x", check = function(l, s) return l.nmuber end }'),
    (LUA, 3, "syntax error", 'rule{\n id = "x",\n check = function(l) retrun 1 end\n}'),
    (LUA, 2, "'x' already", 'rule{ id = "x", check = function() end }\nrule{ id = "x", check = function() end }'),
    (LUA, 1, "'jump' already", 'rule{ id = "jump", check = function() end }'),
    (LUA, 1, "neither check nor whole", 'rule{ id = "x" }'),
    (LUA, 1, "no key 'chekc'", 'rule{ id = "x", chekc = function() end, zzz = 1 }'),
    (LUA, 1, "made of small letters", 'rule{ id = "X Y", check = function() end }'),
    (LUA, 1, "a severity is", 'rule{ id = "x", severity = "fatal", check = function() end }'),
    (LUA, 1, "a message is a text", 'rule{ id = "x", check = function() return {} end }'),
    (LUA, 1, "the message is empty", 'rule{ id = "x", check = function() return " " end }'),
    (LUA, 1, "the place of a finding", 'rule{ id = "x", check = function(l) return "m", 5 end }'),
    (LUA, 1, "has no place", 'rule{ id = "x", check = function(l, s) return "m", s end }'),
    (LUA, 1, "UTF-8", 'rule{ id = "x", check = function(l) return "\\xff" end }'),
    (LUA, 1, "by a rule's check", 'report("now")'),
    (LUA, 1, "not by a check", 'rule{ id = "x", check = function(l) rule{ id = "y", check = find } end }'),
    (LUA, 1, "pattern cannot be used", 'rule{ id = "x", check = function(l) find(l, "(") end }'),
    (FUEL, 1, "", 'rule{ id = "x", check = function(l) while true do report("again", l) end end }'),
    (FUEL, 1, "", 'rule{ id = "x", check = function(l, s) while true do local a = s.lines[1].text end end }'),
    (FUEL, 1, "", 'rule{ id = "x", check = function(l, s) while true do local a = l.rests_on end end }'),
    (FUEL, 1, "", 'rule{ id = "x", check = function(l, s) while true do find(l, "(a|b|c)*d+e*f") end end }'),
    (BIG, 1, "number-bits", "local x = N(2)^(N(2)^40)"),
    (BIG, 1, "number-bits", "local x = N(3) while true do x = x * x end"),
    (LUA, 1, "overflow", "x = " + "(" * 100000),
    (LUA, 1, "", "\x1bLua"),
    (LUA, None, "declare no rule", ""),
    (LUA, None, "not UTF-8", "-- \udcff"),
    (BIG, None, "the limit is", "-- " + "x" * (256 << 10)),
]


def check(folder, *args, sheet="w.md"):
    return subprocess.run([HENCE, "check", *args, sheet], cwd=folder, capture_output=True, timeout=120)


def one(folder, finding, line, message, lua):
    (folder / "r.lua").write_bytes(lua.encode(errors="surrogateescape"))
    (folder / "w.md").write_text(SHEET)
    start = time.monotonic()
    done = check(folder, "--format", "json")
    seconds = time.monotonic() - start
    found = [d for d in json.loads(done.stdout)["diagnostics"] if d["rule"] != "x"] if done.returncode == 1 else []
    again = check(folder, "--format", "json")
    fine = len(found) == 1 and found[0]["rule"] == finding and message in found[0]["message"] and found[0].get("file_line") == line \
        and found[0].get("file") == ("r.lua" if line else None) and found[0]["text_line"] == 3 and seconds < SECONDS and again.stdout == done.stdout
    return [] if fine else [f"{lua[:80]!r}: {finding} wanted in line {line}: exit {done.returncode}, {seconds:.1f} s, {found[:3]}, {done.stderr[:200]}"]


def options(folder):
    (folder / "r.lua").write_text('rule{ id = "even", check = function(l) if l.number % 2 == 0 then return "is even" end end }\n'
                                  'rule{ id = "third", severity = "error", check = function(l) if l.number % 3 == 0 then return "is a third" end end }\n')
    (folder / "w.md").write_text(SHEET)
    (folder / "plain.md").write_text("01. CALCULATION: 2 + 2 = 4\n")
    ids = lambda done: sorted({d["rule"] for d in json.loads(done.stdout)["diagnostics"]})
    wrong = []
    for args, status, want in ((["--only", "even"], 0, ["even"]), (["--only", "even", "--strict"], 1, ["even"]), (["--skip", "third"], 0, ["even"]),
                               (["--rule", "third=note"], 0, ["even", "third"]), (["--rule=even=off"], 1, ["third"]), ([], 1, ["even", "third"])):
        done = check(folder, "--format", "json", *args)
        if done.returncode != status or ids(done) != want:
            wrong.append(f"{args}: exit {done.returncode}, {ids(done)}")
    run = json.loads(check(folder, "--format", "sarif").stdout)["runs"][0]
    names = [r["id"] for r in run["tool"]["driver"]["rules"]]
    if names != ["even", "third"] or {names[r["ruleIndex"]] == r["ruleId"] for r in run["results"]} != {True}:
        wrong.append(f"SARIF: {names}")
    for args, sheet, words in ((["--only", "evne"], "w.md", "did you mean 'even'"), (["--skip", "jmup"], "w.md", "did you mean 'jump'"), (["--only", "even"], "plain.md", "no finding 'even'"),
                               (["--rule", "odd=off"], "w.md", "no finding 'odd'"), (["--only", "Even"], "w.md", "no finding 'Even'")):
        done = check(folder, *args, sheet=sheet)
        if done.returncode != 2 or done.stdout or words not in done.stderr.decode():
            wrong.append(f"{args} {sheet}: exit {done.returncode}, {done.stderr}")
    return wrong


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    wrong = [x for case in CASES for x in one(folder, *case)] + options(folder)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
print("\n".join(wrong) or f"{len(CASES)} files; {peak >> 20} MiB at most")
sys.exit(bool(wrong) or peak > BYTES)
