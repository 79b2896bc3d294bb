#!/usr/bin/env python3
"""Sizes, offsets and enumerators of a kernel's types: from BTF written here, of either byte order and broken in many ways; and those
of the running kernel against pahole, where both are to be had."""
import os, pathlib, re, shutil, struct, subprocess, sys, tempfile

HENCE = str(pathlib.Path(os.environ.get("HENCE", "out/bin/hence")).resolve())
LIVE = pathlib.Path("/sys/kernel/btf/vmlinux")
faults, told = [], []
INT, PTR, ARRAY, STRUCT, UNION, ENUM, FWD, TYPEDEF, VOLATILE, CONST = range(1, 11)
ENUM64 = 19


class Btf:
    def __init__(self, order):
        self.order, self.types, self.strings, self.n = order, b"", b"\0", 0

    def words(self, *w):
        return struct.pack(f"{self.order}{len(w)}I", *(x & 0xFFFFFFFF for x in w))

    def name(self, text):
        if not text:
            return 0
        at = len(self.strings)
        self.strings += text.encode() + b"\0"
        return at

    def add(self, kind, name, size_or_type, tail=(), count=0, flag=0):
        self.types += self.words(self.name(name), flag << 31 | kind << 24 | count, size_or_type, *tail)
        self.n += 1
        return self.n

    def number(self, name, size):
        return self.add(INT, name, size, (size * 8,))

    def struct(self, name, size, members, kind=STRUCT, flag=0):
        tail = [x for m in members for x in (self.name(m[0]), m[1], m[2])]
        return self.add(kind, name, size, tail, len(members), flag)

    def enum(self, name, members, wide=False):
        tail = [x for n, v in members for x in ((self.name(n), v, v >> 32) if wide else (self.name(n), v))]
        return self.add(ENUM64 if wide else ENUM, name, 8 if wide else 4, tail, len(members), int(any(v < 0 for _, v in members)))

    def bytes(self):
        head = struct.pack(f"{self.order}HBB", 0xEB9F, 1, 0)
        return head + self.words(24, 0, len(self.types), len(self.types), len(self.strings)) + self.types + self.strings


def kernel(order):
    b = Btf(order)
    long, char, u32 = b.number("long unsigned int", 8), b.number("char", 1), b.number("unsigned int", 4)
    void = b.add(PTR, "", 0)
    flags = b.add(TYPEDEF, "memdesc_flags_t", b.struct("", 8, [("f", long, 0)]))
    head = b.struct("list_head", 16, [("next", void, 0), ("prev", void, 64)])
    lru = b.struct("", 16, [("lru", head, 0), ("pcp", long, 0)], UNION)
    inner = b.struct("", 40, [("", lru, 0), ("mapping", b.add(CONST, "", void), 128), ("private", long, 256)])
    b.struct("page", 64, [("flags", b.add(VOLATILE, "", flags), 0), ("", b.struct("", 40, [("", inner, 0)], UNION), 64), ("_refcount", u32, 416), ("memcg_data", long, 448)])
    b.add(FWD, "page", 0)
    sixteen = b.add(ARRAY, "", 0, (char, u32, 16))
    # With the flag, a member's word is its bits and its offset.
    b.struct("task_struct", 200, [("comm", b.add(ARRAY, "", 0, (sixteen, u32, 2)), 64), ("on_rq", u32, 1 << 24 | 320), ("list", head, 384)], flag=1)
    b.struct("twice", 8, [("a", long, 0)])
    b.struct("twice", 8, [("a", long, 0), ("b", u32, 0)])
    b.struct("twice", 16, [("b", u32, 64), ("a", long, 0)])
    b.struct("loop", 8, [("", b.n + 1, 0)])
    b.enum("zone_type", [("ZONE_DMA", 0), ("ZONE_DMA32", 1), ("ZONE_NORMAL", 2)])
    b.enum("", [("MINUS", -5), ("SECTION_SIZE_BITS", 27)])
    b.enum("wide", [("BIG", (1 << 40) + 3), ("LEAST", -(1 << 40))], wide=True)
    b.add(TYPEDEF, "pgd_t", b.struct("", 8, [("pgd", long, 0)]))
    return b.bytes()


# name: annotation, what hence says
WANTED = [
    ("{struct: page}", "64"), ("{struct: page, field: flags}", "0"), ("{struct: page, field: flags.f}", "0"), ("{struct: page, field: lru}", "8"), ("{struct: page, field: lru.prev}", "16"),
    ("{struct: page, field: mapping}", "24"), ("{struct: page, field: mapping, want: size}", "8"), ("{struct: page, field: private}", "40"), ("{struct: page, field: _refcount}", "52"),
    ("{struct: page, field: memcg_data, want: offset}", "56"), ("{struct: page, field: nothing}", "absent"), ("{struct: nothing}", "absent"), ("{struct: task_struct, field: comm, want: size}", "32"),
    ("{struct: task_struct, field: comm}", "8"), ("{struct: task_struct, field: on_rq}", "garbled"), ("{struct: task_struct, field: list.prev}", "56"), ("{struct: twice, field: a}", "0"),
    ("{struct: twice}", "garbled"), ("{struct: twice, field: b}", "garbled"), ("{struct: loop, field: x}", "garbled"), ("{enum: zone_type, value: ZONE_NORMAL}", "2"), ("{value: SECTION_SIZE_BITS}", "27"),
    ("{value: MINUS}", "-5"), ("{enum: wide, value: BIG}", str((1 << 40) + 3)), ("{value: LEAST}", str(-(1 << 40))), ("{value: NOTHING}", "absent"), ("{enum: zone_type, value: BIG}", "absent"),
    ("{type: pgd_t}", "8"), ("{type: char}", "1"), ("{type: memdesc_flags_t, field: f, want: size}", "8"),
]


def ask(folder, questions, root=None):
    """What hence says to each annotation: the value, or the status of what could not be had."""
    sheet = folder / "sheet.md"
    sheet.write_text("---\nhence: 1\nfacts:\n" + "".join(f"  f{i}: {{btf: {q}}}\n" for i, q in enumerate(questions)) + "---\n\n01. AXIOM: `= f0`.\n")
    done = subprocess.run([HENCE, "facts", *(["--sysroot", str(root)] if root else []), "--limit", "yaml-bytes=9000000", "--limit", "yaml-events=900000", str(sheet)], stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=100)
    if done.returncode not in (0, 3):
        faults.append(f"exit {done.returncode} {done.stderr[:500]}")
    said = {}
    for line in done.stdout.decode().splitlines():
        m = re.match(r"f(\d+)(?: = (\S+)|: .*\[(\w+): )", line)
        if m:
            said[int(m[1])] = m[2] or m[3]
    return [said.get(i) for i in range(len(questions))]


def pahole(name):
    """Offsets and sizes of a struct's fields that are whole bytes and stand in it directly or in its nameless parts, and its size."""
    done = subprocess.run(["pahole", "-C", name, str(LIVE)], capture_output=True, text=True, timeout=100)
    fields, size, opened = {}, None, []
    for line in done.stdout.splitlines():
        m = re.match(r"\s*/\* size: (\d+)", line)
        if m:
            size = int(m[1])
        if line.endswith("{") or re.search(r"\{\s*(/\*.*\*/)?\s*$", line):
            opened.append(set())
            continue
        m = re.match(r"\s*\}\s*(.*?);", line)
        if m and opened:
            mine = opened.pop()
            if m[1].strip() and "__attribute__" not in m[1]:        # a named part: its fields are not the struct's own
                for f in mine:
                    fields.pop(f, None)
            elif opened:
                opened[-1] |= mine
            continue
        m = re.match(r"\s+[^(]*?\b(\w+)((?:\[\d*\])*)(?:\s*__attribute__\S*)?;\s*/\*\s*(\d+)\s+(\d+) \*/", line)
        if m and opened:
            fields[m[1]] = (int(m[3]), int(m[4]))
            opened[-1].add(m[1])
    return fields, size


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    for order in "<>":
        root = folder / ("little" if order == "<" else "big")
        at = root / "sys/kernel/btf/vmlinux"
        at.parent.mkdir(parents=True)
        whole = kernel(order)
        at.write_bytes(whole)
        for (question, want), got in zip(WANTED, ask(folder, [q for q, _ in WANTED], root)):
            if got != want:
                faults.append(f"{root.name} {question}: {got}, not {want}")
        # Cut anywhere, and with any byte of the header or of the types changed: an answer or a reason, never a crash.
        for cut in range(0, len(whole), 97):
            at.write_bytes(whole[:cut])
            if set(ask(folder, [WANTED[0][0]], root)) - {"garbled"}:
                faults.append(f"{root.name} cut at {cut}: {ask(folder, [WANTED[0][0]], root)}")
        for i in range(0, len(whole), 13):
            at.write_bytes(whole[:i] + bytes([whole[i] ^ 0xFF]) + whole[i + 1:])
            ask(folder, [q for q, _ in WANTED], root)
    told.append(f"{len(WANTED)} questions in both byte orders")

    if not shutil.which("pahole"):
        told.append("pahole is not installed")
    elif not LIVE.exists() or not os.access(LIVE, os.R_OK):
        told.append("this kernel shows no BTF")
    else:
        count = 0
        for struct_name in ("page", "zone", "pglist_data", "mm_struct", "vm_area_struct", "task_struct", "file", "inode", "list_head"):
            fields, size = pahole(struct_name)
            if not size:
                continue
            questions = [f"{{struct: {struct_name}}}"]
            wants = [str(size)]
            for field, (offset, width) in fields.items():
                questions += [f"{{struct: {struct_name}, field: {field}}}", f"{{struct: {struct_name}, field: {field}, want: size}}"]
                wants += [str(offset), str(width)]
            for question, want, got in zip(questions, wants, ask(folder, questions)):
                count += 1
                if got != want:
                    faults.append(f"{question}: hence {got}, pahole {want}")
        if count < 20:
            faults.append(f"pahole was understood {count} times only")
        told.append(f"{count} answers agree with pahole")
print("\n".join(faults[:40]) or ", ".join(told))
sys.exit(1 if faults else 0)
