/*
 * CPython as the engine uses it: started once, then given one program after another.
 *
 * This is C because it speaks to CPython in structures (PyConfig) and macros. It does what `python
 * main.py` does between reading the file and exiting (Modules/main.c, Python/pythonrun.c,
 * Python/pylifecycle.c), except that it returns where those exit: an instance outlives its programs.
 */
#ifndef SANDBOX_EMBED_H
#define SANDBOX_EMBED_H

#define PY_SSIZE_T_CLEAN
#define Py_BUILD_CORE 1
#include <Python.h>

#include <stddef.h>
#include <stdint.h>

#include "internal/pycore_sandbox.h"

/* How a program ended, as far as the interpreter can tell. src/cpython.rs has the same numbers. */
enum ending {
    ENDING_EXITED = 0,
    ENDING_DOES_NOT_COMPILE = 1,
    ENDING_UNCAUGHT = 2,
};

/* What a program raised and nobody caught. */
enum raised {
    RAISED_OTHER = 0,
    /* MemoryError, of the interpreter's own making. */
    RAISED_MEMORY_ERROR = 1,
    /* The error of the last limit of the file system that a call ran into. */
    RAISED_LIMIT_ERROR = 2,
};

struct sandbox_python_outcome {
    int ending;
    int raised;
    int exit_code;
};

/* Whether each program finds the module of this name imported (c/start.c). */
int sandbox_python_was_there(PyObject *name);

/* A module, when it has been imported already. Borrowed. */
static inline PyObject *
imported(const char *name)
{
    PyObject *modules = PyImport_GetModuleDict();
    return modules == NULL ? NULL : PyDict_GetItemString(modules, name);
}

#endif
