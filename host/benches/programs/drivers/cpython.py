"""CPython itself: what is kept is this process, with new globals for each run."""

import contextlib
import io
import platform
import sysconfig

from serve import serve


def version():
    options = " ".join(sysconfig.get_config_var("OPT").split())
    return f"CPython {platform.python_version()} ({platform.python_compiler()}, {options})"


def run(_task, source):
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        exec(source, {"__name__": "__main__"})
    return written.getvalue()


serve(version, run)
