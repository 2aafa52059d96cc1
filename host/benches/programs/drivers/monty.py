"""pydantic-monty: a session of a pool for each fresh run, in a process that waits for it."""

import os
import sys

sys.path.append(os.environ["PEER_PACKAGES"])
os.environ["MONTY_BIN"] = os.path.join(os.environ["PEER_PACKAGES"], "bin", "monty")
from pydantic_monty import CollectString, Monty

from serve import Cannot, serve

kept = None


def version():
    from importlib.metadata import version

    return f"pydantic-monty {version('pydantic-monty')}"


def feed(session, source):
    written = CollectString()
    try:
        session.feed_run(source, print_callback=written)
    except Exception as error:
        raise Cannot(str(error).strip().splitlines()[-1]) from error
    return written.output


with Monty() as pool:

    def run(task, source):
        global kept
        if task == "repeated":
            kept = kept or pool.checkout().__enter__()
            return feed(kept, source)
        with pool.checkout() as session:
            return feed(session, source)

    serve(version, run)
