//! What CPython asks when it imports (`patches/modules-by-policy.patch`).

use std::ffi::c_int;

use pyo3_ffi::PyObject;

use crate::cpython::{Object, Result, modules};

/// An import begins, of `name` and maybe of parts of it. Returns -1 with an exception set, or 0.
// SAFETY: the name is ours, and only CPython's own patch calls it.
#[unsafe(no_mangle)]
unsafe extern "C" fn __sandbox_import_begins(
    name: *mut PyObject,
    from: *mut PyObject,
    is_librarys: c_int,
) -> c_int {
    // SAFETY: both are objects that the caller holds, or null.
    let (name, from) = unsafe { (Object::lent(name), Object::lent(from)) };
    let from = from.unwrap_or_else(Object::none);
    let Some(name) = name else { return 0 };
    status(modules::begin(&name, &from, is_librarys != 0))
}

/// An import of the library's has ended.
// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn __sandbox_import_ends() {
    modules::end();
}

/// The program is about to be given a module of the interpreter's.
// SAFETY: as above.
#[unsafe(no_mangle)]
unsafe extern "C" fn __sandbox_admit_module(name: *mut PyObject) -> c_int {
    // SAFETY: the caller holds the object.
    let name = unsafe { Object::lent(name) };
    status(name.map_or(Ok(()), |name| modules::admit(&name.to_text()?)))
}

/// The program is about to be given the code in a file of the library's.
// SAFETY: as above.
#[unsafe(no_mangle)]
unsafe extern "C" fn __sandbox_admit_file(path: *mut PyObject) -> c_int {
    // SAFETY: the caller holds the object.
    let path = unsafe { Object::lent(path) };
    status(path.map_or(Ok(()), |path| modules::admit_file(&path.to_text()?)))
}

/// A result, as CPython has it.
fn status(result: Result<()>) -> c_int {
    match result {
        Ok(()) => 0,
        Err(exception) => {
            exception.set();
            -1
        }
    }
}
