"""Reaches for what no sandboxed program gets, says what it finds, and carries on."""

import os
import subprocess
import urllib.request
from pathlib import Path


def attempt(what, action):
    try:
        print(f"{what}: {action()}")
    except Exception as error:
        print(f"{what}: {error}")


def own_files():
    Path("note.txt").write_text("mine")
    return Path("note.txt").read_text()


attempt("list /", lambda: sorted(os.listdir("/")))
attempt("the host's environment", lambda: dict(os.environ))
attempt("network", lambda: urllib.request.urlopen("http://192.0.2.1/"))
attempt("read /etc/passwd", lambda: Path("/etc/passwd").read_text())
attempt("climb out", lambda: open("../../etc/passwd").read())
attempt("start a process", lambda: subprocess.run(["id"]))
attempt("its own files", own_files)
