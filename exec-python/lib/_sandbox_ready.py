"""Modules that are ready, though no program has imported them yet.

The interpreter is started, and what programs reach for first imported, before any program is there.
A program must not notice: what it has not imported is not in `sys.modules`, and an import brings there what
it brings elsewhere. So the modules are set aside, and handed out when a program imports them, each
with all those that it imports itself (`_sandbox_imports`). That is, where these very modules are what a
program would get: not where one of them is hidden by a file that comes before the library in
`sys.path`, or has been blocked in `sys.modules`, replaced or taken out. Then it is loaded anew.

This is loaded before them, so that what a program's imports write to lies close together.
"""

import sys
from itertools import filterfalse
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import BYTECODE_SUFFIXES, SOURCE_SUFFIXES, FileFinder, PathFinder
from _operator import eq
from atexit import _clear, register
from posix import listdir, urandom
from time import time_ns

import _sandbox_imports

LIBRARY = '/usr/lib/python3.13'

# How the names of modules' files end, and of packages' folders.
SUFFIXES = ['', *SOURCE_SUFFIXES, *BYTECODE_SUFFIXES]

# A folder with more names than these is looked at by the path's own finder, which remembers them.
FEW = 100

# The modules that are set aside, by name, in the order in which they were loaded.
modules = {}

# What an import of each of them brings, itself included: names and, in the same order, identities; and which
# of them are to be begun. The modules are not for whoever finds this.
brought = {}

# What a module has done when it was loaded, and has to do for each program: what is fixed then, or lies
# outside of it. Each is done once.
to_begin = {}

# The names of those that were handed out.
given = set()

# The modules that are found on the path, by what a file or a folder is called that hides them.
hidden_by = {}

# What finds modules on the path, before a program has changed it.
path_hooks = []

# What the policy's rules keep from the program: set by the sandbox.
withheld = frozenset()


class ReadyLoader:
    """Hands out a module that has been loaded already, with all that it knows of how it was."""

    def __init__(self, module):
        self.module = module
        self.spec = module.__spec__

    def create_module(self, spec):
        if self.spec.has_location:
            # What the import makes then is a stand-in until this one is handed out. To be told of its import
            # is all that it would get to know, and one more place that a program writes to.
            return None
        return self.spec.loader.create_module(spec) if spec.name in given else self.module

    def exec_module(self, module):
        name = self.spec.name
        is_import = module is self.module or getattr(module.__spec__, '_initializing', False)
        if name in given or not is_import:
            # Somebody makes a module of his own of what the finder tells.
            return self.spec.loader.exec_module(module)
        if module is self.module:
            module.__spec__ = self.spec
        for begins in brought[name][2]:
            if begins in to_begin:
                to_begin[begins]()
                del to_begin[begins]
        names, _ = what_comes_with(name)
        names = [*filterfalse(given.__contains__, names)]
        sys.modules.update(zip(names, map(modules.get, names)))
        given.update(names)

    def __getattr__(self, name):
        return getattr(self.spec.loader, name)


class ReadyFinder:
    """Finds what is set aside, if that is what a program would get."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        module = modules.get(name)
        # Whoever takes it out of sys.modules and imports it again gets a new one.
        if module is None or name in given:
            return None
        names, identities = what_comes_with(name)
        found = map(sys.modules.get, names, map(modules.get, names))
        if not (all(map(eq, map(id, found), identities))
                and given.isdisjoint(filterfalse(sys.modules.__contains__, names))):
            return None
        if is_any_hidden(names, name):
            return None
        spec = ModuleSpec(name, ReadyLoader(module), origin=getattr(module, '__file__', None))
        if hasattr(module, '__path__'):
            spec.submodule_search_locations = module.__path__
        return spec


def what_comes_with(name):
    """What an import of a module brings, without what the program must not have."""
    names, identities, _ = brought[name]
    if not withheld:
        return names, identities
    return zip(*(pair for pair in zip(names, identities) if pair[0] == name or pair[0] not in withheld))


def is_any_hidden(names, asked):
    """Whether one of these modules is another one than the library's, as `sys.path` has it."""
    for entry in sys.path:
        if entry == LIBRARY:
            return False
        if not isinstance(entry, str):
            continue
        files = files_in(entry, asked)
        files = hidden_by.keys() if files is None else hidden_by.keys() & files
        if not files:
            continue
        finder = PathFinder._path_importer_cache(entry)
        tops = {name.partition('.')[0] for name in names}.intersection(map(hidden_by.get, files))
        for top in tops if finder is not None else ():
            spec = finder.find_spec(top)
            # Without a loader it is a part of a namespace, which comes after all that is none.
            if spec is not None and spec.loader is not None:
                return True
    return True


def files_in(entry, asked):
    """What the files and folders in an entry of the path are called. None where it is not a folder."""
    if entry not in sys.path_importer_cache and sys.path_hooks == path_hooks:
        try:
            files = listdir(entry or '.')
        except OSError:
            return None
        if len(files) <= FEW:
            return files
    finder = PathFinder._path_importer_cache(entry)
    if type(finder) is not FileFinder:
        return None
    # It looks when it is asked.
    finder.find_spec(asked)
    return finder._path_cache


def set_aside(names):
    """Sets aside all modules that are loaded now, except for these."""
    noted = _sandbox_imports.end()
    for name in list(sys.modules):
        if name not in names:
            modules[name] = sys.modules.pop(name)
    prepare_beginnings(modules['random'], modules['logging'])
    identities = {name: id(module) for name, module in modules.items()}
    for name, module in modules.items():
        brings = _sandbox_imports.all_of(noted, name)
        # In the order in which they were loaded.
        together = tuple(filter(brings.__contains__, modules))
        begun = tuple(filter(to_begin.__contains__, together))
        brought[name] = together, tuple(map(identities.get, together)), begun
        if module.__spec__.has_location and '.' not in name:
            hidden_by.update((name + suffix, name) for suffix in SUFFIXES)
    path_hooks[:] = sys.path_hooks
    sys.meta_path.insert(0, ReadyFinder)


def prepare_beginnings(random, logging):
    """Undoes what these have done when they were loaded, and notes how they are begun."""
    def begin_random(seed=super(random.Random, random._inst).seed):
        seed(int.from_bytes(urandom(32)))

    def begin_logging(names=vars(logging)):
        names['_startTime'] = time_ns()
        register(end_logging)

    def end_logging(handlers=logging._handlerList, shutdown=logging.shutdown):
        # The last resort is always there, and has nothing to be closed.
        if len(handlers) > 1:
            shutdown()

    _clear()
    to_begin.update(random=begin_random, logging=begin_logging)


def json_encoder():
    """Makes JSON of the value of a program's last expression, for whoever asks for it. What JSON has no text
    for, infinity among it, is not told at all."""
    from json import JSONEncoder
    return JSONEncoder(allow_nan=False).encode
