//! Objects that are there for all programs, made immortal (PEP 683).
//!
//! A count of references is written whenever an object is looked at, and with it the page that the object
//! lies on: two hundred of them in a program of one line, scattered over the whole interpreter. Each is a
//! page that the instance has for itself and that must be put back. Of an immortal object no count is kept.

use std::collections::HashSet;
use std::ffi::{c_int, c_void};
use std::ptr;

use pyo3_ffi as ffi;

use super::internal;
use super::object::Object;

/// What the count of an immortal object is where a pointer has 32 bits (object.h).
const IMMORTAL: ffi::Py_ssize_t = (u32::MAX >> 2) as ffi::Py_ssize_t;

/// What a code object holds; the garbage collector does not ask it.
const OF_CODE: [&std::ffi::CStr; 7] = [
    c"co_consts",
    c"co_names",
    c"co_exceptiontable",
    c"co_filename",
    c"co_name",
    c"co_qualname",
    c"co_linetable",
];

/// What has been made immortal, and what of it is to be looked into.
#[derive(Default)]
struct Walk {
    seen: HashSet<*mut ffi::PyObject>,
    ahead: Vec<*mut ffi::PyObject>,
}

/// Makes all objects immortal that the garbage collector knows, and whatever they hold.
pub(super) fn make_all_immortal() {
    let mut walk = Walk::default();
    // SAFETY: the function is one of the kind that is asked for, and `walk` outlives the call.
    unsafe { internal::PyUnstable_GC_VisitObjects(visit_tracked, (&raw mut walk).cast()) };
    while let Some(object) = walk.ahead.pop() {
        // SAFETY: the object is alive: whatever held it when it was found does so still.
        unsafe { look_into(object, &mut walk) };
    }
}

/// Whether an object lives as long as the interpreter does.
pub(super) fn is_immortal(object: &Object) -> bool {
    // SAFETY: the object is alive.
    unsafe { (*object.as_ptr()).ob_refcnt.ob_refcnt == IMMORTAL }
}

unsafe extern "C" fn visit_tracked(object: *mut ffi::PyObject, walk: *mut c_void) -> c_int {
    // SAFETY: the pointer is the one that was given with this function.
    found(object, unsafe { &mut *walk.cast::<Walk>() });
    1
}

unsafe extern "C" fn visit_held(object: *mut ffi::PyObject, walk: *mut c_void) -> c_int {
    // SAFETY: as above.
    found(object, unsafe { &mut *walk.cast::<Walk>() });
    0
}

fn found(object: *mut ffi::PyObject, walk: &mut Walk) {
    if walk.seen.insert(object) {
        walk.ahead.push(object);
    }
}

/// # Safety
/// The object is alive.
unsafe fn look_into(object: *mut ffi::PyObject, walk: &mut Walk) {
    // SAFETY: the object is alive, so its type is.
    unsafe {
        if ffi::PyCode_Check(object) != 0
            && let Some(code) = Object::lent(object)
        {
            for held in OF_CODE.iter().flat_map(|name| code.attribute(name)) {
                found(held.as_ptr(), walk);
            }
        }
        let class = ffi::Py_TYPE(object);
        found(class.cast(), walk);
        if ffi::PyType_HasFeature(class, ffi::Py_TPFLAGS_HAVE_GC) != 0
            && ffi::PyObject_IS_GC(object) != 0
            && let Some(traverse) = (*class).tp_traverse
        {
            traverse(object, visit_held, ptr::from_mut(walk).cast());
        }
        (*object).ob_refcnt.ob_refcnt = IMMORTAL;
    }
}
