/*
 * The built-in module `_sandbox`: how the library's stand-ins for processes, threads and sockets tell the
 * sandbox what was asked for. The functions give a program nothing: they only refuse, and record.
 */
#define PY_SSIZE_T_CLEAN
#define Py_BUILD_CORE 1
#include <Python.h>

#include <errno.h>
#include <signal.h>

#include "internal/pycore_sandbox.h"

/* Defined by src/native/refusals.rs. False when no run is current. */
extern int sandbox_python_refuse_process(const char *call, size_t call_length, const char *command,
                                         size_t command_length, int is_violation);
extern int sandbox_python_refuse_network(const char *call, size_t call_length, const char *target,
                                         size_t target_length);

static PyObject *
outside_of_a_run(void)
{
    PyErr_SetString(PyExc_RuntimeError, "no program is running");
    return NULL;
}

/* OSError(error, message, subject), of the subclass that the number stands for. */
static PyObject *
refuse(int error, const char *message, PyObject *subject)
{
    PyObject *exception = PyObject_CallFunction(PyExc_OSError, "isO", error, message, subject);
    if (exception != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
        Py_DECREF(exception);
    }
    return NULL;
}

struct request {
    const char *call;
    Py_ssize_t call_length;
    PyObject *subject;
    const char *text;
    Py_ssize_t text_length;
};

static int
parse(PyObject *arguments, struct request *request)
{
    PyObject *call;
    if (!PyArg_ParseTuple(arguments, "UU", &call, &request->subject)) {
        return -1;
    }
    request->call = PyUnicode_AsUTF8AndSize(call, &request->call_length);
    request->text = PyUnicode_AsUTF8AndSize(request->subject, &request->text_length);
    if (request->call != NULL && request->text == NULL
        && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
    {
        /* A name with surrogates is no text that a report can hold. */
        PyErr_Clear();
        request->text = "";
        request->text_length = 0;
    }
    return request->call == NULL || request->text == NULL ? -1 : 0;
}

static PyObject *
refuse_process(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    struct request request;
    if (parse(arguments, &request) < 0) {
        return NULL;
    }
    if (!sandbox_python_refuse_process(request.call, (size_t)request.call_length, request.text,
                                       (size_t)request.text_length, 1))
    {
        return outside_of_a_run();
    }
    return refuse(EPERM, "the sandbox starts no processes", request.subject);
}

static PyObject *
refuse_network(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    struct request request;
    if (parse(arguments, &request) < 0) {
        return NULL;
    }
    if (!sandbox_python_refuse_network(request.call, (size_t)request.call_length, request.text,
                                       (size_t)request.text_length))
    {
        return outside_of_a_run();
    }
    return refuse(EACCES, "network is not granted", request.subject);
}

static PyObject *
record_network(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    struct request request;
    if (parse(arguments, &request) < 0) {
        return NULL;
    }
    if (!sandbox_python_refuse_network(request.call, (size_t)request.call_length, request.text,
                                       (size_t)request.text_length))
    {
        return outside_of_a_run();
    }
    Py_RETURN_NONE;
}

static PyObject *
record_thread(PyObject *Py_UNUSED(module), PyObject *call)
{
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(call, &length);
    if (text == NULL) {
        return NULL;
    }
    if (!sandbox_python_refuse_process(text, (size_t)length, "", 0, 0)) {
        return outside_of_a_run();
    }
    Py_RETURN_NONE;
}

static PyObject *
end_by_abort(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(nothing))
{
    __sandbox_kill(SIGABRT);
    _PySandbox_Stop();
    return NULL;
}

static PyMethodDef methods[] = {
    {"refuse_process", refuse_process, METH_VARARGS, "Record that a process was asked for, and raise."},
    {"refuse_network", refuse_network, METH_VARARGS, "Record that the network was asked for, and raise."},
    {"record_network", record_network, METH_VARARGS, "Record that the network was asked for."},
    {"record_thread", record_thread, METH_O, "Record that a thread was asked for."},
    {"abort", end_by_abort, METH_NOARGS, "End the program as by SIGABRT."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_sandbox",
    .m_doc = "What the sandbox refuses.",
    .m_methods = methods,
    .m_slots = slots,
};

PyObject *
PyInit__sandbox(void)
{
    return PyModuleDef_Init(&definition);
}
