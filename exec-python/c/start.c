/* Starting the interpreter, and readying it for a program. */
#include "embed.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where the library is mounted; src/library.rs says the same. */
#define LIBRARY L"/usr/lib/python3.13"
/* Where packages are; src/library.rs says the same. */
#define SITE_PACKAGES L"/usr/lib/python3.13/site-packages"
/* The secret of string hashes follows from this. It is no secret here: docs/THREAT_MODEL.md. */
#define HASH_SEED 3013

extern PyObject *_PySandbox_end;
extern PyObject *PyInit__sandbox(void);

static PyStatus
configure(PyConfig *config)
{
    struct { wchar_t **field; const wchar_t *value; } strings[] = {
        {&config->program_name, L"python3"},
        {&config->executable, L""},
        {&config->base_executable, L""},
        {&config->prefix, L"/usr"},
        {&config->exec_prefix, L"/usr"},
        {&config->base_prefix, L"/usr"},
        {&config->base_exec_prefix, L"/usr"},
        {&config->stdlib_dir, LIBRARY},
        {&config->filesystem_encoding, L"utf-8"},
        {&config->filesystem_errors, L"surrogateescape"},
        {&config->stdio_encoding, L"utf-8"},
        {&config->stdio_errors, L"strict"},
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(strings); i++) {
        PyStatus status = PyConfig_SetString(config, strings[i].field, strings[i].value);
        if (PyStatus_Exception(status)) {
            return status;
        }
    }
    const wchar_t *paths[] = {LIBRARY, SITE_PACKAGES};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(paths); i++) {
        PyStatus status = PyWideStringList_Append(&config->module_search_paths, paths[i]);
        if (PyStatus_Exception(status)) {
            return status;
        }
    }
    config->module_search_paths_set = 1;
    config->use_environment = 0;
    config->user_site_directory = 0;
    config->parse_argv = 0;
    config->pathconfig_warnings = 0;
    config->write_bytecode = 0;
    config->configure_c_stdio = 0;
    config->use_hash_seed = 1;
    config->hash_seed = HASH_SEED;
    return PyStatus_Ok();
}

/* Makes standard output tell each line as it comes: what is in a buffer when a program is stopped is
   lost to whoever watches. */
static int
buffer_lines(void)
{
    PyObject *out = PySys_GetObject("stdout");
    if (out == NULL || out == Py_None) {
        return 0;
    }
    PyObject *method = PyObject_GetAttrString(out, "reconfigure");
    PyObject *keywords = Py_BuildValue("{s:O}", "line_buffering", Py_True);
    PyObject *nothing = PyTuple_New(0);
    PyObject *result = method && keywords && nothing ? PyObject_Call(method, nothing, keywords) : NULL;
    Py_XDECREF(method);
    Py_XDECREF(keywords);
    Py_XDECREF(nothing);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

static int
import(const char *name)
{
    PyObject *module = PyImport_ImportModule(name);
    Py_XDECREF(module);
    return module == NULL ? -1 : 0;
}

/* The names of the modules that each program finds imported, as with `python main.py`. */
static PyObject *names_before = NULL;

/* Starts the interpreter. Returns NULL, or what is wrong. */
const char *
sandbox_python_start(void)
{
    PyPreConfig preconfig;
    PyPreConfig_InitIsolatedConfig(&preconfig);
    preconfig.utf8_mode = 1;
    preconfig.isolated = 0;
    PyStatus status = Py_PreInitialize(&preconfig);
    if (PyStatus_Exception(status)) {
        return status.err_msg;
    }
    if (PyImport_AppendInittab("_sandbox", PyInit__sandbox) < 0) {
        return "no memory for the module _sandbox";
    }
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    status = configure(&config);
    if (!PyStatus_Exception(status)) {
        status = Py_InitializeFromConfig(&config);
    }
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) {
        return status.err_msg;
    }
    names_before = PySet_New(PyImport_GetModuleDict());
    PyObject *type = PyErr_NewException("sandbox.End", PyExc_BaseException, NULL);
    _PySandbox_end = type == NULL ? NULL : PyObject_CallNoArgs(type);
    Py_XDECREF(type);
    if (_PySandbox_end == NULL || names_before == NULL || buffer_lines() < 0
        || import("_sandbox_site") < 0)
    {
        PyErr_Print();
        return "the interpreter cannot be readied";
    }
    return NULL;
}

/* Imports a module, so that programs find it imported. Returns whether it could. */
int
sandbox_python_import(const char *name)
{
    if (import(name) < 0) {
        PyErr_Print();
        return -1;
    }
    return 0;
}

/* The modules that are set aside, by name. */
static PyObject *ready_modules = NULL;

/* Sets aside what was imported for programs' sake (lib/_sandbox_ready.py). Nothing of what is there now
   is looked at by the garbage collector any more: no program's doing makes it garbage, and looking at it
   would write to all its pages. Returns whether it could. */
int
sandbox_python_settle(void)
{
    PyObject *ready = PyImport_ImportModule("_sandbox_ready");
    PyObject *gc = PyImport_ImportModule("gc");
    PyObject *result = NULL;
    if (ready != NULL && gc != NULL && names_before != NULL) {
        result = PyObject_CallMethod(ready, "set_aside", "O", names_before);
    }
    if (result != NULL) {
        ready_modules = PyObject_GetAttrString(ready, "modules");
        PyGC_Collect();
        Py_SETREF(result, PyObject_CallMethod(gc, "freeze", NULL));
    }
    Py_XDECREF(gc);
    Py_XDECREF(ready);
    Py_XDECREF(result);
    if (result == NULL) {
        PyErr_Print();
        return -1;
    }
    return 0;
}

/* Whether each program finds the module of this name imported. */
int
sandbox_python_was_there(PyObject *name)
{
    int there = PySet_Contains(names_before, name);
    PyErr_Clear();
    return there != 0;
}

/* --- Before a program ----------------------------------------------------------------------- */

/* `text` as the file system encoding has it. */
static PyObject *
decoded(const char *text)
{
    return PyUnicode_DecodeFSDefault(text);
}

/* os.environ and posix.environ hold bytes; putenv() is for C code. */
static int
set_environment(size_t count, const char *const *names, const char *const *values)
{
    PyObject *os = PyImport_ImportModule("os");
    PyObject *posix = PyImport_ImportModule("posix");
    PyObject *environ = os == NULL ? NULL : PyObject_GetAttrString(os, "environ");
    PyObject *data = environ == NULL ? NULL : PyObject_GetAttrString(environ, "_data");
    PyObject *raw = posix == NULL ? NULL : PyObject_GetAttrString(posix, "environ");
    int result = -1;
    if (data != NULL && raw != NULL) {
        PyDict_Clear(data);
        PyDict_Clear(raw);
        result = 0;
        for (size_t i = 0; i < count && result == 0; i++) {
            PyObject *name = PyBytes_FromString(names[i]);
            PyObject *value = PyBytes_FromString(values[i]);
            if (name == NULL || value == NULL || PyDict_SetItem(data, name, value) < 0
                || PyDict_SetItem(raw, name, value) < 0 || setenv(names[i], values[i], 1) != 0)
            {
                result = -1;
            }
            Py_XDECREF(name);
            Py_XDECREF(value);
        }
    }
    Py_XDECREF(os);
    Py_XDECREF(posix);
    Py_XDECREF(environ);
    Py_XDECREF(data);
    Py_XDECREF(raw);
    return result;
}

static int
set_arguments(const char *entry, size_t count, const char *const *arguments)
{
    PyObject *argv = PyList_New(0);
    int result = argv == NULL ? -1 : 0;
    for (size_t i = 0; i <= count && result == 0; i++) {
        PyObject *argument = decoded(i == 0 ? entry : arguments[i - 1]);
        result = argument == NULL ? -1 : PyList_Append(argv, argument);
        Py_XDECREF(argument);
    }
    if (result == 0) {
        result = PySys_SetObject("argv", argv);
    }
    Py_XDECREF(argv);
    return result;
}

/* Modules beside the program come first, as with `python main.py`. */
static int
set_path(const char *entry)
{
    const char *slash = strrchr(entry, '/');
    size_t length = slash == NULL || slash == entry ? 1 : (size_t)(slash - entry);
    PyObject *folder = PyUnicode_DecodeFSDefaultAndSize(slash == NULL ? "." : entry, length);
    PyObject *path = PySys_GetObject("path");
    int result = folder == NULL || path == NULL ? -1 : PyList_Insert(path, 0, folder);
    Py_XDECREF(folder);
    return result;
}

/* A module that is set aside for the first import of it. Borrowed. */
static PyObject *
set_aside(const char *name)
{
    return ready_modules == NULL ? NULL : PyDict_GetItemString(ready_modules, name);
}

/* What was fixed when the modules were imported, maybe long ago, and must be new in each run. */
static int
refresh(void)
{
    int result = 0;
    PyObject *random = set_aside("random");
    if (random != NULL) {
        unsigned char seed[32];
        PyObject *number = NULL, *generator = NULL, *seeded = NULL;
        if (getentropy(seed, sizeof seed) == 0) {
            number = PyLong_FromUnsignedNativeBytes(seed, sizeof seed, -1);
            generator = PyObject_GetAttrString(random, "_inst");
        }
        if (number != NULL && generator != NULL) {
            seeded = PyObject_CallMethod(generator, "seed", "O", number);
        }
        result = seeded == NULL ? -1 : 0;
        Py_XDECREF(number);
        Py_XDECREF(generator);
        Py_XDECREF(seeded);
    }
    PyObject *logging = set_aside("logging");
    if (logging != NULL && result == 0) {
        PyObject *now = NULL, *time = PyImport_ImportModule("time");
        if (time != NULL) {
            now = PyObject_CallMethod(time, "time_ns", NULL);
        }
        result = now == NULL ? -1 : PyObject_SetAttrString(logging, "_startTime", now);
        Py_XDECREF(now);
        Py_XDECREF(time);
    }
    return result;
}

/* Readies the interpreter for the program at `entry`. Returns whether it could. */
int
sandbox_python_ready(const char *entry, const char *directory,
                     size_t arguments, const char *const *argument,
                     size_t variables, const char *const *name, const char *const *value)
{
    if (chdir(directory) != 0 || set_environment(variables, name, value) < 0
        || set_arguments(entry, arguments, argument) < 0 || set_path(entry) < 0 || refresh() < 0)
    {
        PyErr_Clear();
        return -1;
    }
    return 0;
}
