"""pyeryx: a sandbox for each fresh run, a session for what is kept."""

import os
import sys

# This file has the name of the module that it is about.
sys.path[0] = os.environ["PEER_PACKAGES"]
import eryx

sys.path.insert(1, os.path.dirname(__file__))
from serve import Cannot, serve

kept = None


def version():
    from importlib.metadata import version

    guest = run("fresh", "import platform\nprint(platform.python_version())").strip()
    return f"pyeryx {version('pyeryx')} (CPython {guest})"


def run(task, source):
    global kept
    if task == "repeated":
        kept = kept or eryx.Session()
        sandbox = kept
    else:
        sandbox = eryx.Sandbox()
    try:
        said = sandbox.execute(source).stdout
    except Exception as error:
        raise Cannot(str(error).strip().splitlines()[-1]) from error
    return said if isinstance(said, str) else said.decode()


serve(version, run)
