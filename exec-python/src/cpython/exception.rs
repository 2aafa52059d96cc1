//! Exceptions of CPython's, as errors of Rust's.

use pyo3_ffi as ffi;

use super::internal;
use super::object::Object;

/// What CPython has raised, taken from it: while this is held, no exception is set.
pub(crate) struct Exception(Option<Object>);

pub(crate) type Result<T> = std::result::Result<T, Exception>;

/// The classes of exceptions that are asked about, or raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Memory,
    Os,
    Overflow,
    Recursion,
    Runtime,
    Syntax,
    Type,
    UnicodeEncode,
    Value,
}

impl Class {
    fn as_ptr(self) -> *mut ffi::PyObject {
        // SAFETY: the interpreter sets these variables when it starts, and never changes them.
        unsafe {
            match self {
                Self::Memory => ffi::PyExc_MemoryError,
                Self::Os => ffi::PyExc_OSError,
                Self::Overflow => ffi::PyExc_OverflowError,
                Self::Recursion => ffi::PyExc_RecursionError,
                Self::Runtime => ffi::PyExc_RuntimeError,
                Self::Syntax => ffi::PyExc_SyntaxError,
                Self::Type => ffi::PyExc_TypeError,
                Self::UnicodeEncode => ffi::PyExc_UnicodeEncodeError,
                Self::Value => ffi::PyExc_ValueError,
            }
        }
    }
}

impl Exception {
    /// An exception with these arguments: of the class, or of the one below it that they stand for.
    pub(crate) fn of(class: Class, arguments: &[&Object]) -> Self {
        // SAFETY: the interpreter holds its classes.
        let class = unsafe { Object::lent(class.as_ptr()) };
        match class.map(|class| class.call(arguments)) {
            Some(Ok(exception)) => Self(Some(exception)),
            Some(Err(other)) => other,
            None => Self(None),
        }
    }

    /// An exception with a message.
    pub(crate) fn new(class: Class, message: &str) -> Self {
        match Object::text(message) {
            Ok(message) => Self::of(class, &[&message]),
            Err(other) => other,
        }
    }

    /// Takes the exception that is set.
    pub(crate) fn take() -> Self {
        // SAFETY: the result is a new reference, or null.
        Self(unsafe { Object::given(ffi::PyErr_GetRaisedException()) })
    }

    /// ImportError about a module.
    pub(crate) fn import(message: &str, name: &str) -> Self {
        match Object::text(message).and_then(|message| Ok((message, Object::text(name)?))) {
            Ok((message, name)) => {
                // SAFETY: both are alive, and no path is told of.
                unsafe {
                    ffi::PyErr_SetImportError(
                        message.as_ptr(),
                        name.as_ptr(),
                        std::ptr::null_mut(),
                    );
                }
                Self::take()
            }
            Err(other) => other,
        }
    }

    /// Whether it is of one of these classes.
    pub(crate) fn is_any(&self, classes: &[Class]) -> bool {
        let Some(object) = &self.0 else { return false };
        classes.iter().any(|class| {
            // SAFETY: both are alive.
            unsafe { ffi::PyErr_GivenExceptionMatches(object.as_ptr(), class.as_ptr()) != 0 }
        })
    }

    /// Whether it is this very object.
    pub(crate) fn is(&self, other: &Object) -> bool {
        let own = self.0.as_ref();
        own.is_some_and(|object| object.as_ptr() == other.as_ptr())
    }

    /// Sets it again, for CPython to go on with.
    pub(crate) fn set(self) {
        let raised = self.0.map_or(std::ptr::null_mut(), Object::into_ptr);
        // SAFETY: the reference is given away; null means no exception.
        unsafe { ffi::PyErr_SetRaisedException(raised) }
    }

    /// Prints it, with its traceback, as CPython does before it exits.
    pub(crate) fn print(self) {
        self.set();
        // SAFETY: without an exception it prints nothing.
        unsafe { ffi::PyErr_PrintEx(1) }
    }

    /// Reports it as one that cannot be raised, since nobody called `from`.
    pub(crate) fn report(self, from: &Object) {
        self.set();
        // SAFETY: the object is alive.
        unsafe { ffi::PyErr_WriteUnraisable(from.as_ptr()) }
    }

    /// The code to exit with, if this is what `sys.exit` raises; what is no number has been printed then.
    ///
    /// # Errors
    /// Any other exception is given back.
    pub(crate) fn exit_code(self) -> std::result::Result<i32, Self> {
        self.set();
        let mut code = 0;
        // SAFETY: an exception is set, unless none could be, and the pointer is to what outlives the call.
        if unsafe { internal::_Py_HandleSystemExit(&raw mut code) } == 0 {
            return Err(Self::take());
        }
        Ok(code)
    }
}

/// Forgets what is set.
pub(crate) fn clear() {
    // SAFETY: the interpreter has been started.
    unsafe { ffi::PyErr_Clear() }
}
