/* One program, from its source to its ending. */
#include "embed.h"

#include <stdbool.h>
#include <stdio.h>

#include "internal/pycore_ast.h"
#include "internal/pycore_compile.h"
#include "internal/pycore_parser.h"
#include "internal/pycore_pyarena.h"
#include "internal/pycore_pyerrors.h"
#include "internal/pycore_pylifecycle.h"

/* The error of the last limit of the file system that a call ran into. */
static PyObject *limit_error = NULL;

/* Told by src/hooks.rs: `exception` stands for a limit. */
void
sandbox_python_keep_limit_error(void *exception)
{
    Py_XSETREF(limit_error, Py_NewRef((PyObject *)exception));
}

/* The next question whether the program must end comes at once. */
void
sandbox_python_ask_now(void)
{
    _PySandbox_ticks = -1;
}

/* Nothing recurses below this position of the stack. */
void
sandbox_python_limit_stack(uintptr_t position)
{
    _PySandbox_stack_limit = position;
}

/* Parses and compiles the program, as CPython does a file that it is given. */
static PyObject *
compile(const char *entry, PyObject *filename)
{
    FILE *file = fopen(entry, "rb");
    if (file == NULL) {
        return PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, filename);
    }
    PyObject *code = NULL;
    PyArena *arena = _PyArena_New();
    if (arena != NULL) {
        PyCompilerFlags flags = _PyCompilerFlags_INIT;
        mod_ty module = _PyParser_ASTFromFile(file, filename, NULL, Py_file_input, NULL, NULL,
                                              &flags, NULL, arena);
        if (module != NULL) {
            code = (PyObject *)_PyAST_Compile(module, filename, &flags, -1, arena);
        }
        _PyArena_Free(arena);
    }
    fclose(file);
    return code;
}

/* A new `__main__`, as CPython has it before it runs a file. Returns its namespace, borrowed.
   New, so that the garbage collector looks at it when the program has ended. */
static PyObject *
prepare_main(PyObject *filename)
{
    PyObject *modules = PyImport_GetModuleDict();
    PyObject *external = imported("_frozen_importlib_external");
    PyObject *module = PyModule_New("__main__");
    PyObject *names = module == NULL ? NULL : PyModule_GetDict(module);
    int is_there = names != NULL && modules != NULL && external != NULL
                   && PyDict_SetItemString(modules, "__main__", module) == 0;
    Py_XDECREF(module);
    if (!is_there) {
        return NULL;
    }
    PyObject *loader = PyObject_CallMethod(external, "SourceFileLoader", "sO", "__main__", filename);
    if (loader == NULL || PyDict_SetItemString(names, "__loader__", loader) < 0
        || PyDict_SetItemString(names, "__builtins__", imported("builtins")) < 0
        || PyDict_SetItemString(names, "__file__", filename) < 0
        || PyDict_SetItemString(names, "__cached__", Py_None) < 0)
    {
        names = NULL;
    }
    Py_XDECREF(loader);
    return names;
}

/* What is behind the exception that is set. */
static int
raised(void)
{
    PyObject *exception = PyErr_GetRaisedException();
    int result = RAISED_OTHER;
    if (exception == limit_error && limit_error != NULL) {
        result = RAISED_LIMIT_ERROR;
    }
    else if (_PySandbox_memory_errors > 0 && PyErr_GivenExceptionMatches(exception, PyExc_MemoryError)) {
        result = RAISED_MEMORY_ERROR;
    }
    PyErr_SetRaisedException(exception);
    return result;
}

/* What a parser or compiler says of a source that it cannot take: also that it nests too deeply. */
static bool
is_the_compilers(void)
{
    return PyErr_ExceptionMatches(PyExc_SyntaxError) || PyErr_ExceptionMatches(PyExc_MemoryError)
           || PyErr_ExceptionMatches(PyExc_RecursionError) || PyErr_ExceptionMatches(PyExc_ValueError)
           || PyErr_ExceptionMatches(PyExc_OverflowError);
}

/* Told to src/hooks.rs, which grants memory for the last words. */
extern void __sandbox_last_words(void);

static void
take_exception(struct sandbox_python_outcome *outcome, int ending)
{
    if (_PySandbox_stopped) {
        PyErr_Clear();
        return;
    }
    /* Prints what is no number. A process's code is a byte, as the kernel has it. */
    if (_Py_HandleSystemExit(&outcome->exit_code)) {
        outcome->exit_code &= 0xff;
        return;
    }
    outcome->ending = ending;
    outcome->exit_code = 1;
    outcome->raised = raised();
    __sandbox_last_words();
    PyErr_PrintEx(1);
}

/* Runs the program at `entry`, a file. */
void
sandbox_python_run(const char *entry, struct sandbox_python_outcome *outcome)
{
    PyObject *filename = PyUnicode_DecodeFSDefault(entry);
    PyObject *code = filename == NULL ? NULL : compile(entry, filename);
    if (code == NULL) {
        take_exception(outcome, is_the_compilers() ? ENDING_DOES_NOT_COMPILE : ENDING_UNCAUGHT);
        Py_XDECREF(filename);
        return;
    }
    PyObject *names = prepare_main(filename);
    PyObject *result = names == NULL ? NULL : PyEval_EvalCode(code, names, names);
    if (result == NULL) {
        take_exception(outcome, ENDING_UNCAUGHT);
    }
    Py_XDECREF(result);
    Py_DECREF(code);
    Py_DECREF(filename);
}
