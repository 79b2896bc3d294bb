#!/usr/bin/env python3
"""Pictures: every shape of PNG comes out of the PDF with its own points; what cannot be shown is said, and nothing else is lost."""
import os, pathlib, re, struct, subprocess, sys, tempfile, zlib

HENCE = os.path.abspath(os.environ.get("HENCE", "out/bin/hence"))
W, H = 11, 5


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pack(samples, depth):
    if depth == 16:
        return b"".join(struct.pack(">H", s * 257) for s in samples)
    bits = "".join(format(s >> (8 - depth), f"0{depth}b") for s in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def filtered(row, above, step, how):
    out = bytearray([how])
    for i, x in enumerate(row):
        a, b, c = (row[i - step] if i >= step else 0), above[i], (above[i - step] if i >= step else 0)
        p = a + b - c
        nearest = a if abs(p - a) <= abs(p - b) and abs(p - a) <= abs(p - c) else b if abs(p - b) <= abs(p - c) else c
        out.append((x - [0, a, b, (a + b) // 2, nearest][how]) % 256)
    return bytes(out)


def png(colour, depth, interlace=0, size=None):
    """A picture of that shape, and the points (three colours, opacity) it shows."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    most = 255 >> (8 - depth) << (8 - depth) if depth < 8 else 255
    palette = [((37 * i) % 256, (91 * i) % 256, (53 * i) % 256, 255 - 9 * i if i < 3 else 255) for i in range(1 << min(depth, 8))]
    rows, points, above = [], [], None
    for y in range(H):
        samples = [(17 * x + 31 * y + 101 * c) % 256 & most for x in range(W) for c in range(channels)]
        row = pack(samples, depth)
        above = above or bytes(len(row))
        rows.append(filtered(row, above, max(1, channels * depth // 8), y % 5))
        above = row
        for x in range(W):
            s = samples[x * channels:(x + 1) * channels]
            s = s if depth >= 8 or colour == 3 else [(v >> (8 - depth)) * 255 // ((1 << depth) - 1) for v in s]
            points.append(palette[s[0] >> (8 - depth) if depth < 8 else s[0]] if colour == 3 else
                          (s[0],) * 3 + (s[1] if channels == 2 else 255,) if channels < 3 else (*s[:3], s[3] if channels == 4 else 255))
    data = zlib.compress(b"".join(rows))
    width, height = size or (W, H)
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))
    if colour == 3:
        out += chunk(b"PLTE", b"".join(bytes(p[:3]) for p in palette)) + chunk(b"tRNS", bytes(p[3] for p in palette[:3]))
    return out + chunk(b"IDAT", data[:7]) + chunk(b"IDAT", data[7:]) + chunk(b"IEND", b""), points


def netpbm(path):
    kind, size, most, body = re.match(rb"(P[56])\s+(\d+\s+\d+)\s+(\d+)\s(.*)", path.read_bytes(), re.S).groups()
    return [tuple(body[i:i + 3]) for i in range(0, len(body), 3)] if kind == b"P6" else [(v, v, v) for v in body]


def render(tmp, names):
    (tmp / "s.md").write_text("# Pictures\n\n1. CALCULATION: 6 × 7 = 42.\n\n" + "".join(f"   ![the picture {n}]({n})\n\n" for n in names))
    done = subprocess.run([HENCE, "render", "--to", "pdf,html,json", "-o", tmp, tmp / "s.md"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done
    return done.stdout, (tmp / "s.html").read_text()


shapes = [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16)]
with tempfile.TemporaryDirectory() as folder:
    tmp = pathlib.Path(folder)
    want = []
    for colour, depth in shapes:
        data, points = png(colour, depth)
        (tmp / f"p{colour}-{depth}.png").write_bytes(data)
        want.append(points)
    said, page = render(tmp, [f"p{c}-{d}.png" for c, d in shapes])
    assert page.count("<img class=\"picture\"") == len(shapes) and "0 notes" in said, said
    subprocess.run(["qpdf", "--check", tmp / "s.pdf"], check=True, capture_output=True)
    subprocess.run(["pdfimages", tmp / "s.pdf", tmp / "i"], check=True)
    files = sorted(tmp.glob("i-*"))
    for (colour, depth), points in zip(shapes, want):
        assert netpbm(files.pop(0)) == [p[:3] for p in points], (colour, depth, "colours")
        if any(p[3] != 255 for p in points):
            assert netpbm(files.pop(0)) == [(p[3],) * 3 for p in points], (colour, depth, "opacity")
    assert not files, files

    good = png(6, 8)[0]
    bad = {
        "interlaced.png": png(6, 8, interlace=1)[0], "short.png": good[:60], "wide.png": png(6, 8, size=(1 << 20, 5))[0], "high.png": png(6, 8, size=(11, 6))[0],
        "damaged.png": good[:64] + bytes([good[64] ^ 0x10]) + good[65:], "grey.jpg": b"\xff\xd8\xff\xc0\x00\x0b\x08\x00\x05\x00\x0b\x04\x01\x22\x00\xff\xd9", "none.png": b"not a picture", "empty.png": b"",
    }
    for name, data in bad.items():
        (tmp / name).write_bytes(data)
    said, page = render(tmp, [*bad, "p0-8.png"])
    text = subprocess.run(["pdftotext", tmp / "s.pdf", "-"], check=True, capture_output=True, text=True).stdout
    assert all(f"the picture {name}" in " ".join(text.split()) for name in bad), text
    listed = subprocess.run(["pdfimages", "-list", tmp / "s.pdf"], check=True, capture_output=True, text=True).stdout.strip().split("\n")
    assert len(listed) == 3, listed
    assert said.count("[missing-image]") == 2 or "2 notes" in said, said
