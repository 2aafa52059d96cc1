"""Fills up `os` and `_thread` where the platform lacks what programs reach for, and readies `sys`.

Imported once, when the interpreter starts and before any program. Nothing here guards anything:
WebAssembly has no processes and no threads, whatever a program does to these functions. They make
the refusal an error that says why, and put it into the run's record.
"""

import _thread
import errno
import os
import posix
import sys

import _sandbox


def _text(argument):
    """A command as people read it, whatever the program passed."""
    if isinstance(argument, os.PathLike):
        argument = os.fspath(argument)
    if isinstance(argument, bytes):
        return argument.decode(errors="backslashreplace")
    if isinstance(argument, (list, tuple)):
        return " ".join(map(_text, argument))
    if not isinstance(argument, str):
        return f"<{type(argument).__name__}>"
    # A name of a file may hold surrogates, which a report does not take.
    return argument.encode(errors="backslashreplace").decode()


def _task(function):
    """What a thread would have done: the name of its function. Not the thread's own, which has a number: a
    program that asks a thousand times would fill the record with one refusal."""
    if getattr(function, "__name__", "") == "_bootstrap":
        thread = function.__self__
        function = thread._target or type(thread)
    elif hasattr(function, "func"):
        # A partial, of asyncio.to_thread() one of a context's run().
        is_run = getattr(function.func, "__name__", "") == "run"
        return _task(function.args[0] if is_run else function.func)
    return _text(getattr(function, "__qualname__", function))


def _shown(describe, argument):
    """A description of what a program passed. That may run code of the program's, which must not keep the
    refusal out of the record."""
    try:
        return describe(argument)
    except BaseException:
        return f"<{type(argument).__name__}>"


def refuse_process(call, *command):
    """Refuses to start a process, here and for `subprocess` and its like. Without a command it would have
    been the program itself, once more."""
    _sandbox.refuse_process(call, *(_shown(_text, part) for part in command))


def record_thread(call, function):
    """Records that a thread was asked for; whoever calls this raises."""
    _sandbox.record_thread(call, _shown(_task, function))


def _refusing(name, command):
    """A function that starts no process. `command`: which argument says what was to be started."""

    def refused(*args, **kwargs):
        if command is None:
            refuse_process(f"os.{name}")
        named = [kwargs[key] for key in ("command", "cmd", "path", "file") if key in kwargs]
        refuse_process(f"os.{name}", *(args[command:command + 1] or named[:1] or [""]))

    refused.__name__ = refused.__qualname__ = name
    refused.__module__ = "posix"
    return refused


def _no_child(name):
    """A function that waits for a process. There are no children: ECHILD."""

    def refused(*args, **kwargs):
        raise ChildProcessError(errno.ECHILD, "No child processes")

    refused.__name__ = refused.__qualname__ = name
    refused.__module__ = "posix"
    return refused


def kill(pid, signal, /):
    """Sends a signal: to oneself, since there is nobody else."""
    if pid not in (0, os.getpid()):
        raise ProcessLookupError(errno.ESRCH, "No such process")
    if signal != 0:
        import _signal

        _signal.raise_signal(signal)


def getppid():
    """Whoever started the program is no process of the sandbox's: 0, as in a container."""
    return 0


_umask = 0o022


def umask(mask, /):
    """Sets the mask that new files are made with, which has no effect: files have no modes."""
    global _umask
    before, _umask = _umask, mask & 0o777
    return before


def chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    """Changes nothing: a file's mode is what the policy makes of it. The file has to be there."""
    if isinstance(path, int):
        os.fstat(path)
    else:
        os.stat(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


def fchmod(fd, mode):
    """As chmod()."""
    os.fstat(fd)


def _room(status):
    """The answer of `statvfs` for the device that a `stat` tells of: its quota, in blocks."""
    total, free, inodes, inodes_free, read_only = _sandbox.room(status.st_dev)
    block = 512
    return os.statvfs_result((
        block, block, total // block, free // block, free // block,
        inodes, inodes_free, inodes_free, int(read_only) * os.ST_RDONLY, 255,
    ))


def statvfs(path):
    """Tells how much room the policy gives where `path` is, and how much of it is left."""
    return _room(os.fstat(path) if isinstance(path, int) else os.stat(path))


def fstatvfs(fd, /):
    """As statvfs()."""
    return _room(os.fstat(fd))


def register_at_fork(*, before=None, after_in_child=None, after_in_parent=None):
    """Remembers nothing: nobody forks."""


# Where each call says what it would start.
_STARTS = {
    "fork": None, "forkpty": None, "system": 0, "popen": 0,
    "execv": 0, "execve": 0, "execvp": 0, "execvpe": 0,
    "execl": 0, "execle": 0, "execlp": 0, "execlpe": 0,
    "spawnv": 1, "spawnve": 1, "spawnvp": 1, "spawnvpe": 1,
    "spawnl": 1, "spawnle": 1, "spawnlp": 1, "spawnlpe": 1,
    "posix_spawn": 0, "posix_spawnp": 0,
}
_WAITS = ("wait", "wait3", "wait4", "waitpid")
_CONSTANTS = {"P_WAIT": 0, "P_NOWAIT": 1, "P_NOWAITO": 1, "WNOHANG": 1, "WUNTRACED": 2, "ST_RDONLY": 1}


def _install(name, value, everywhere=False):
    """Puts a name into `os`, and into `posix` if that is where C would have it."""
    setattr(os, name, value)
    if everywhere:
        setattr(posix, name, value)
    if name not in os.__all__:
        os.__all__.append(name)


def _complete_os():
    for name, command in _STARTS.items():
        _install(name, _refusing(name, command), everywhere=name in _FROM_C)
    for name in _WAITS:
        _install(name, _no_child(name), everywhere=True)
    for name, value in _CONSTANTS.items():
        if not hasattr(os, name):
            _install(name, value)
    for function in (kill, getppid, umask, chmod, fchmod, statvfs, fstatvfs, register_at_fork):
        function.__module__ = "posix"
        _install(function.__name__, function, everywhere=True)
    # As `os` finds out from what C has: the sets of what takes which kinds of arguments.
    for capability in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
        capability.add(chmod)
    os.supports_fd.add(statvfs)


_FROM_C = frozenset({"fork", "forkpty", "system", "execv", "execve", "posix_spawn", "posix_spawnp"})


def _refuse_threads():
    def start_new_thread(function, args, kwargs={}, /):
        _refuse_thread(function)

    def start_joinable_thread(function, handle=None, daemon=True):
        _refuse_thread(function)

    def _refuse_thread(function):
        record_thread("threading.Thread.start", function)
        error = RuntimeError("can't start new thread")
        error.add_note("The sandbox has no threads: call the function directly, or use asyncio.")
        raise error

    for function in (start_new_thread, start_joinable_thread):
        function.__module__ = "_thread"
        function.__qualname__ = function.__name__
        setattr(_thread, function.__name__, function)
    _thread.start_new = start_new_thread


def _tell_each_line():
    """What is in a buffer when a program is stopped is lost to whoever watches."""
    if sys.stdout is not None:
        sys.stdout.reconfigure(line_buffering=True)


_complete_os()
_refuse_threads()
_tell_each_line()
