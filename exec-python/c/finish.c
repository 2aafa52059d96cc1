/* What is done after a program: what CPython does before it exits. */
#include "embed.h"

#include <string.h>

#include "internal/pycore_atexit.h"
#include "internal/pycore_pylifecycle.h"
#include "internal/pycore_pystate.h"

static int
is_closed(PyObject *stream)
{
    PyObject *closed = PyObject_GetAttrString(stream, "closed");
    int result = closed == NULL ? -1 : PyObject_IsTrue(closed);
    Py_XDECREF(closed);
    if (result < 0) {
        PyErr_Clear();
    }
    return result > 0;
}

/* Writes out what a standard stream still holds. The type's own method is called: what a program puts
   into the object instead would only be run to be stopped. */
static int
flush(const char *name)
{
    PyObject *stream = PySys_GetObject(name);
    if (stream == NULL || stream == Py_None || is_closed(stream)) {
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

/* Lets go of the program's modules, so that destructors run as they do when CPython exits: while the
   names that they use are still there. The library's modules stay: they are put back as they were. */
static void
drop_modules(void)
{
    const char *const kept_by_sys[] = {
        "last_exc", "last_type", "last_value", "last_traceback", "ps1", "ps2",
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(kept_by_sys); i++) {
        if (PySys_GetObject(kept_by_sys[i]) != NULL && PySys_SetObject(kept_by_sys[i], Py_None) < 0) {
            PyErr_Clear();
        }
    }
    PyObject *modules = PyImport_GetModuleDict();
    PyObject *names = modules == NULL ? NULL : PyDict_Keys(modules);
    for (Py_ssize_t i = names == NULL ? 0 : PyList_GET_SIZE(names); i-- > 0;) {
        PyObject *name = PyList_GET_ITEM(names, i);
        int is_main = PyUnicode_Check(name) && PyUnicode_EqualToUTF8(name, "__main__");
        if ((is_main || !sandbox_python_was_there(name)) && PyDict_DelItem(modules, name) < 0) {
            PyErr_Clear();
        }
    }
    Py_XDECREF(names);
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
    drop_modules();
    flush("stdout");
    flush("stderr");
    PyErr_Clear();
}
