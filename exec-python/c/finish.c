/* What is done after a program: what CPython does before it exits. */
#include "embed.h"

#include <string.h>

#include "internal/pycore_atexit.h"
#include "internal/pycore_pylifecycle.h"
#include "internal/pycore_pystate.h"

/* Writes out what a standard stream still holds. The type's own method is called: what a program puts
   into the object instead would only be run to be stopped. */
static int
flush(const char *name)
{
    PyObject *stream = PySys_GetObject(name);
    if (stream == NULL || stream == Py_None) {
        return 0;
    }
    PyObject *result = PyObject_CallMethod((PyObject *)Py_TYPE(stream), "flush", "O", stream);
    Py_XDECREF(result);
    if (result == NULL) {
        PyErr_Clear();
        return -1;
    }
    return 0;
}

/* Writes out what a program that was stopped had printed. */
void
sandbox_python_flush(void)
{
    _PySandbox_starving = 0;
    PyErr_Clear();
    flush("__stdout__");
    flush("__stderr__");
}

static void
call_quietly(const char *module_name, const char *function)
{
    PyObject *module = imported(module_name);
    if (module == NULL) {
        return;
    }
    PyObject *result = PyObject_CallMethod(module, function, NULL);
    if (result == NULL) {
        PyErr_WriteUnraisable(module);
    }
    Py_XDECREF(result);
}

/* The modules that were there before any program. */
static PyObject *modules_before = NULL;

/* Remembers the modules that are there. Returns whether it could. */
int
sandbox_python_remember_modules(void)
{
    PyObject *modules = PyImport_GetModuleDict();
    Py_XSETREF(modules_before, modules == NULL ? NULL : PySet_New(modules));
    return modules_before == NULL ? -1 : 0;
}

/* Lets go of what the program's modules hold, latest first, so that destructors run as they do when
   CPython exits. The library's modules stay: they are put back as they were. */
static void
clear_modules(void)
{
    PyObject *modules = PyImport_GetModuleDict();
    PyObject *main = imported("__main__");
    Py_XINCREF(main);
    PyObject *list = modules == NULL ? NULL : PyDict_Items(modules);
    if (main != NULL) {
        PyObject *names = PyModule_GetDict(main);
        /* Names of the program's, not those by which it is a module: finalizers may look at them. */
        PyObject *items = PyDict_Keys(names);
        for (Py_ssize_t i = 0; items != NULL && i < PyList_GET_SIZE(items); i++) {
            PyObject *name = PyList_GET_ITEM(items, i);
            const char *text = PyUnicode_Check(name) ? PyUnicode_AsUTF8(name) : NULL;
            if (text != NULL && strncmp(text, "__", 2) == 0) {
                continue;
            }
            if (PyDict_SetItem(names, name, Py_None) < 0) {
                PyErr_Clear();
            }
        }
        Py_XDECREF(items);
    }
    for (Py_ssize_t i = list == NULL ? 0 : PyList_GET_SIZE(list); i-- > 0;) {
        PyObject *name = PyTuple_GET_ITEM(PyList_GET_ITEM(list, i), 0);
        PyObject *module = PyTuple_GET_ITEM(PyList_GET_ITEM(list, i), 1);
        if (modules_before == NULL || !PyModule_Check(module)
            || PySet_Contains(modules_before, name) != 0)
        {
            PyErr_Clear();
            continue;
        }
        if (PyDict_DelItem(modules, name) < 0) {
            PyErr_Clear();
        }
    }
    Py_XDECREF(list);
    Py_XDECREF(main);
    PyGC_Collect();
}

/* What CPython does before it exits: Py_FinalizeEx() up to where it takes itself apart. */
void
sandbox_python_finish(struct sandbox_python_outcome *outcome)
{
    if (_PySandbox_stopped) {
        return;
    }
    call_quietly("threading", "_shutdown");
    _PyAtExit_Call(_PyInterpreterState_GET());
    if (flush("stdout") < 0 && outcome->ending == ENDING_EXITED && outcome->exit_code == 0) {
        /* As CPython does when what was printed cannot be written. */
        outcome->exit_code = 120;
    }
    flush("stderr");
    clear_modules();
    flush("stdout");
    flush("stderr");
    PyErr_Clear();
}
