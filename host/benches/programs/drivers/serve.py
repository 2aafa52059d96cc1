"""A peer in Python: a task for each line of input, an answer for each line of output, both JSON."""

import sys
import time


class Cannot(Exception):
    """What the peer does not have, in its own words."""


def serve(version, run):
    """`run(task, source)` gives what the program printed."""
    if sys.argv[1:2] == ["--first"]:
        print(run("fresh", sys.argv[2]), end="")
        return
    import json

    def say(answer):
        print(json.dumps(answer), flush=True)

    say({"version": version()})
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["task"] == "rate":
            say(rate(run, asked))
        else:
            say(once(run, asked["task"], asked["source"]))


def once(run, task, source):
    start = time.perf_counter()
    try:
        said = run(task, source)
    except Cannot as error:
        return {"cannot": str(error)}
    return {"milliseconds": (time.perf_counter() - start) * 1e3, "said": said}


def rate(run, asked):
    start = time.perf_counter()
    runs = 0
    while (spent := time.perf_counter() - start) < asked["seconds"]:
        said = run("fresh", asked["source"])
        if said.strip() != asked["answer"]:
            return {"cannot": f"{said!r} in place of {asked['answer']!r}"}
        runs += 1
    return {"runs": runs, "seconds": spent}
