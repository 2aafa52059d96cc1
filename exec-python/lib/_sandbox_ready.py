"""Modules that are ready, though no program has imported them yet.

The interpreter is started, and what programs reach for first imported, before any program is there.
A program must not notice: a module beside it hides the library's of the same name, as `sys.path` has
it, and what it has not imported is not in `sys.modules`. So the modules are set aside, and handed out
when the library's own turn comes in the search.
"""

import sys
from json import JSONEncoder
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import PathFinder

LIBRARY = '/usr/lib/python3.13'

# Makes JSON of the value of a program's last expression, for whoever asks for it. What JSON has no text
# for, infinity among it, is not told at all.
encode = JSONEncoder(allow_nan=False).encode

# The modules that are set aside, by name.
modules = {}

# Which ones were handed out: names and identities. The modules are not for whoever finds this.
given = {}


class ReadyLoader:
    """Hands out a module that has been loaded already, with all that it knows of how it was."""

    def __init__(self, module):
        self.module = module
        self.spec = module.__spec__

    def create_module(self, spec):
        return self.module

    def exec_module(self, module):
        module.__spec__ = self.spec


def is_blocked(name):
    """Whether a program wants a module not to be there. Whoever blocks the part of a module that is in C
    asks for the module without it, and that is not the one that is set aside."""
    return name in sys.modules and sys.modules[name] is None


class ReadyFinder:
    """Finds what is set aside, unless something comes before it on the path."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        module = modules.get(name)
        if module is None or is_blocked('_' + name):
            return None
        parent, _, _ = name.rpartition('.')
        if parent:
            # A part of a package: of ours only when the package is.
            if given.get(parent) != id(sys.modules.get(parent)):
                return None
        else:
            for entry in sys.path:
                if entry == LIBRARY:
                    break
                spec = PathFinder.find_spec(name, [entry], target)
                if spec is not None:
                    return spec
            else:
                return None
        # Whoever takes it out of sys.modules and imports it again gets a new one.
        given[name] = id(modules.pop(name))
        spec = ModuleSpec(name, ReadyLoader(module), origin=getattr(module, '__file__', None))
        if hasattr(module, '__path__'):
            spec.submodule_search_locations = module.__path__
        return spec


def set_aside(names):
    """Sets aside all modules that are loaded now, except for these."""
    for name in list(sys.modules):
        if name not in names:
            modules[name] = sys.modules.pop(name)
    sys.meta_path.insert(0, ReadyFinder)
