"""Which modules each module imports while it is loaded: noted as that happens, before any program is there.

An import brings into `sys.modules` whatever the module imports in turn. Of modules that are ready
(`_sandbox_ready`) only this tells what that was: whichever was loaded first has loaded it.
"""

import _frozen_importlib as _bootstrap
import builtins
import sys

# For each module that has been loaded since: what it imported meanwhile, whether that was loaded or not.
_imported = {}

# The modules that are being loaded, each by the one before.
_loading = []

_import = builtins.__import__
_load = _bootstrap._load_unlocked


def _note(name):
    """What is being loaded imports a module."""
    if _loading:
        _imported[_loading[-1]].add(name)


def _noting_import(name, globals=None, locals=None, fromlist=(), level=0):
    module = _import(name, globals, locals, fromlist, level)
    if level > 0:
        package = _bootstrap._calc___package__(globals)
        name = _bootstrap._resolve_name(name, package, level)
    _note(name)
    for part in fromlist or ():
        inner = f'{name}.{part}'
        if inner in sys.modules and getattr(module, part, None) is sys.modules[inner]:
            _note(inner)
    return module


def _noting_load(spec):
    _note(spec.name)
    _imported[spec.name] = set()
    _loading.append(spec.name)
    before = set(sys.modules)
    try:
        return _load(spec)
    finally:
        # What it has put there itself, as `collections` does with `collections.abc`.
        for name in sys.modules.keys() - before - _imported.keys():
            _note(name)
        _loading.pop()


def begin():
    """Notes imports from now on."""
    builtins.__import__ = _noting_import
    _bootstrap._load_unlocked = _noting_load


def end():
    """Ends that, and tells what each module imported."""
    builtins.__import__ = _import
    _bootstrap._load_unlocked = _load
    noted = dict(_imported)
    _imported.clear()
    return noted


def all_of(noted, name):
    """All that the import of a module brings: it, what it lies in, what these imported, and so on."""
    names, ahead = {''}, [name]
    while ahead:
        name = ahead.pop()
        if name not in names:
            names.add(name)
            ahead.append(name.rpartition('.')[0])
            ahead.extend(noted.get(name, ()))
    return names
