#!/usr/bin/env python3
"""--template: a course's own rules come after ours, its other parts take the place of ours, and the digest stands in the page's policy."""
import base64, hashlib, os, pathlib, re, subprocess, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
SHEET = "tests/render/formats.md"


def page(folder):
    done = subprocess.run([HENCE, "check", "--format", "html", "--template", str(folder), SHEET], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    status, out, err = page(folder)
    assert status == 2 and not out and "page.css" in err, (status, err)

    own = "\n:root { --accent: #804000; } /* ü */\n"
    css = pathlib.Path("templates/page.css").read_text() + own
    (folder / "page.css").write_text(own)
    status, out, err = page(folder)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert status == 1 and f"<style>{css}</style>" in out and f"style-src 'sha256-{digest}'" in out, err
    ours = pathlib.Path("templates/page.js").read_text()
    assert f"<script>{ours}</script>" in out, "what the folder does not have is no longer ours"

    (folder / "page.html").write_text('<!DOCTYPE html><html lang="{{lang}}"><title>{{title}}</title><style>{{style}}</style><p>The course</p>{{body}}</html>\n')
    status, out, err = page(folder)
    assert status == 1 and "<p>The course</p><main" in out and "{{" not in out

    (folder / "page.css").write_text("p {} </style><script>alert(1)</script>")
    status, out, err = page(folder)
    assert status == 2 and not out and "page.css" in err, (status, out[:200], err)

# the manual's look: twenty lines, for the page and the PDF
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    manual = subprocess.run([HENCE, "explain", "look"], capture_output=True, text=True, check=True).stdout
    css, yaml = [re.sub(r"(?m)^    ", "", block) for block in re.findall(r"(?m)(?:^    .*\n)+", manual)[:2]]
    assert css.startswith(":root {") and yaml.startswith("sizes:") and (css + yaml).count("\n") <= 20, (css, yaml)
    (folder / "page.css").write_text(css)
    (folder / "print.yaml").write_text(yaml)
    done = subprocess.run([HENCE, "render", "--template", name, "-o", name, "--to", "html,pdf", SHEET], capture_output=True, text=True)
    assert done.returncode == 1 and css in (folder / "formats.html").read_text(), done.stderr
    wanted = subprocess.run([HENCE, "render", "-o", folder / "ours", "--to", "pdf", SHEET], capture_output=True, text=True)
    assert wanted.returncode == 1 and (folder / "formats.pdf").read_bytes() != (folder / "ours/formats.pdf").read_bytes(), wanted.stderr
    for slot in re.findall(r"\{\{[a-z-]+\}\}", pathlib.Path("templates/page.html").read_text()):
        assert slot in manual, f"{slot} is not in the manual"
