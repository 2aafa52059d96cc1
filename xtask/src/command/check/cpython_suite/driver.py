"""Runs one module of CPython's own tests; the last line it prints is the result, as JSON."""

import importlib
import json
import sys
import threading
import types
import unittest

from test import support
from test.support import socket_helper, threading_helper

# None of the resources that tests ask for: no network, no large files, no minutes of CPU.
support.use_resources = []
support.verbose = 0

# What the tests take to be missing wherever WASI is, and what they look for in an extension of their own, to
# leave out a whole module: here it is there.
socket_helper.has_gethostname = True
support.has_no_debug_ranges = lambda: False


class Absent(types.ModuleType):
    """An extension of the tests' own, which the component does not have: who uses it is skipped."""

    def __getattr__(self, name):
        raise unittest.SkipTest(f"{self.__name__} is not there")


class Translations(unittest.TestCase):
    """The texts that a program such as pygettext finds in a module: a process, and a file of CPython's tools."""

    def setUp(self):
        self.skipTest("requires a process")


def start_no_thread(thread):
    raise unittest.SkipTest("requires threads")


def stand_in(module):
    """Takes the place of what only some tests of a module use."""
    for extension in {"test_bytes": ["_testlimitedcapi"], "test_traceback": ["_testcapi"]}.get(module, []):
        sys.modules[extension] = Absent(extension)
    if module == "test_queue":
        # It asks for threads as a whole.
        threading_helper.can_start_thread = True
        threading.Thread.start = start_no_thread
    if module == "test_getopt":
        helper = types.ModuleType("test.support.i18n_helper")
        helper.TestTranslationsBase = Translations
        helper.update_translation_snapshots = None
        sys.modules[helper.__name__] = helper


def name(test):
    """`test_json.test_dump.TestDump.test_dumps`; what failed before a test began keeps its words."""
    return test.id().removeprefix("test.").replace(sys.argv[1] + "." + sys.argv[1], sys.argv[1])


def last_line(traceback):
    lines = [line for line in traceback.splitlines() if line and not line.startswith(" ")]
    return lines[-1] if lines else ""


class Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.failed = {}

    def addError(self, test, error):
        super().addError(test, error)
        self.failed[name(test)] = last_line(self.errors[-1][1])

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.failed[name(test)] = last_line(self.failures[-1][1])

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            place = self.failures if issubclass(error[0], test.failureException) else self.errors
            self.failed[name(test)] = last_line(place[-1][1])

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.failed[name(test)] = "unexpected success"


def main():
    answer = {"run": 0, "skipped": 0, "failed": {}, "absent": None}
    stand_in(sys.argv[1])
    try:
        module = importlib.import_module("test." + sys.argv[1])
        suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    except unittest.SkipTest as reason:
        answer["absent"] = str(reason)
    else:
        result = Result()
        suite.run(result)
        answer["run"] = result.testsRun
        answer["skipped"] = len(result.skipped)
        answer["failed"] = result.failed
    print("\n" + json.dumps(answer))


main()
