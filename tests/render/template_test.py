#!/usr/bin/env python3
"""--template: a course's own look takes the place of ours part by part, and its digest stands in the page's policy."""
import base64, hashlib, os, pathlib, subprocess, tempfile

HENCE = os.environ.get("HENCE", "out/bin/hence")
SHEET = "tests/render/formats.md"


def page(folder):
    done = subprocess.run([HENCE, "check", "--format", "html", "--template", str(folder), SHEET], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    status, out, err = page(folder)
    assert status == 2 and not out and "page.css" in err, (status, err)

    css = pathlib.Path("templates/page.css").read_text() + "\n:root { --accent: #804000; } /* ü */\n"
    (folder / "page.css").write_text(css)
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
