//! Finding what the interpreter has: modules, and what is in `sys`.

use std::ffi::CStr;

use pyo3_ffi as ffi;

use super::exception::Result;
use super::object::{Object, done};

/// Imports a module.
pub(crate) fn import(name: &CStr) -> Result<Object> {
    // SAFETY: the name is a C string, and the result is a new reference.
    unsafe { Object::returned(ffi::PyImport_ImportModule(name.as_ptr())) }
}

/// `sys.modules`.
pub(crate) fn modules() -> Option<Object> {
    // SAFETY: the interpreter holds what it lends.
    unsafe { Object::lent(ffi::PyImport_GetModuleDict()) }
}

/// A module, when it has been imported already.
pub(crate) fn imported(name: &CStr) -> Option<Object> {
    modules()?.item(name)
}

/// What is in `sys`.
pub(crate) fn in_sys(name: &CStr) -> Option<Object> {
    // SAFETY: the name is a C string, and `sys` holds what it lends.
    unsafe { Object::lent(ffi::PySys_GetObject(name.as_ptr())) }
}

/// Sets what is in `sys`.
pub(crate) fn set_in_sys(name: &CStr, value: &Object) -> Result<()> {
    // SAFETY: the name is a C string, and the object is alive.
    done(unsafe { ffi::PySys_SetObject(name.as_ptr(), value.as_ptr()) })
}

/// Collects garbage.
pub(crate) fn collect_garbage() {
    // SAFETY: the interpreter has been started.
    unsafe { ffi::PyGC_Collect() };
}
