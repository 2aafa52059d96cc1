//! What CPython has for itself, and our patches have added: in its library, not in its headers for
//! others, so `pyo3-ffi` does not have it.

use std::ffi::{c_char, c_int};

use pyo3_ffi::{PyInterpreterState, PyObject};

// SAFETY: the signatures are those of pycore_sandbox.h (`patches/`), pycore_import.h,
// pycore_pylifecycle.h and pycore_pythonrun.h. The variables are read and set between two steps of the interpreter's, in the
// component's one thread.
unsafe extern "C" {
    /// Ticks until the next question whether the program must end.
    pub(super) static mut _PySandbox_ticks: c_int;
    /// Whether the program must end.
    pub(super) static mut _PySandbox_stopped: c_int;
    /// Whether memory is refused, so that loops in C which only allocate end as well.
    pub(super) static mut _PySandbox_starving: c_int;
    /// How many MemoryErrors the interpreter itself has raised.
    pub(super) static mut _PySandbox_memory_errors: c_int;
    /// The position of the stack below which nothing recurses further.
    pub(super) static mut _PySandbox_stack_limit: usize;
    /// What a program is ended with, made beforehand.
    pub(super) static mut _PySandbox_end: *mut PyObject;

    /// Whether the policy has rules about modules at all.
    pub(super) static mut _PySandbox_modules_ruled: c_int;

    /// The position of the stack: its body is given to it when the component is packed.
    pub(super) safe fn __sandbox_stack_position() -> usize;

    /// The code of the program in a file, or null with an exception set. Where `last` is not null, a
    /// last statement that is an expression is compiled apart, and its code left there.
    pub(super) fn _PySandbox_CompileFile(
        path: *const c_char,
        filename: *mut PyObject,
        last: *mut *mut PyObject,
    ) -> *mut PyObject;

    /// Whether the exception that is set is SystemExit: then it is cleared, what it has to say is
    /// printed, and the code is set.
    pub(super) fn _Py_HandleSystemExit(code: *mut c_int) -> c_int;

    /// Calls `visit` with each object that the garbage collector knows, until it returns 0.
    pub(super) fn PyUnstable_GC_VisitObjects(
        visit: unsafe extern "C" fn(*mut PyObject, *mut std::ffi::c_void) -> c_int,
        with: *mut std::ffi::c_void,
    );

    /// Leaves the integers that are kept for the next ones where they are, for good.
    pub(super) fn _PyLong_SettleFree();

    /// Calls what was registered with `atexit`.
    pub(super) fn _PyAtExit_Call(interpreter: *mut PyInterpreterState);
}

/// Whether the program must end.
pub(super) fn is_stopped() -> bool {
    // SAFETY: as above.
    unsafe { _PySandbox_stopped != 0 }
}
