//! The functions that CPython was patched to call (`patches/`, pycore_sandbox.h).

use std::cell::Cell;
use std::ffi::c_int;

use pyo3_ffi::PyObject;
use sandbox_core::report::LimitExceeded;

use crate::cpython::{self, Object};
use crate::reserve;

thread_local! {
    /// The limit behind the exception that CPython keeps.
    static LIMIT_ERROR: Cell<Option<LimitExceeded>> = const { Cell::new(None) };
}

/// Where these variables are.
pub(crate) fn variables() -> [(usize, usize); 1] {
    [LIMIT_ERROR.with(|cell| {
        (
            std::ptr::from_ref(cell).expose_provenance(),
            size_of_val(cell),
        )
    })]
}

/// The limit of the file system that the program last ran into.
pub(crate) fn limit_error() -> Option<LimitExceeded> {
    LIMIT_ERROR.get()
}

/// Whether the program must end, which has worked through so many intervals since the last question.
// SAFETY: the name is ours, and the function has no requirements.
#[unsafe(no_mangle)]
extern "C" fn __sandbox_must_stop(intervals: c_int) -> c_int {
    reserve::tend();
    let intervals = u32::try_from(intervals).unwrap_or(1);
    let stop = sandbox_libc::with_current(|run| run.must_stop_after(intervals));
    stop.unwrap_or(false).into()
}

/// CPython has made an OSError of the number that the last call said.
// SAFETY: as above; `exception` is a Python object, which only CPython's own patch passes.
#[unsafe(no_mangle)]
extern "C" fn __sandbox_limit_error(error: c_int, exception: *mut PyObject) {
    let limit = u16::try_from(error)
        .ok()
        .and_then(|errno| sandbox_libc::with_current(|run| run.limit_behind(errno))?);
    if let Some(limit) = limit {
        LIMIT_ERROR.set(Some(limit));
        // SAFETY: `exception` is a Python object, which the caller holds.
        if let Some(exception) = unsafe { Object::lent(exception) } {
            cpython::keep_limit_error(exception);
        }
    }
}

/// `os._exit`.
// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn __sandbox_exit(code: c_int) {
    // As the kernel has it: a process's code is a byte.
    sandbox_libc::with_current(|run| run.exit(code & 0xff));
}

/// The program sent itself a signal that ends it.
// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn __sandbox_kill(signal: c_int) {
    sandbox_libc::with_current(|run| run.kill(name(signal)));
}

/// The name of a signal, by wasi-libc's numbers (its <signal.h>, which are Linux's).
fn name(signal: c_int) -> &'static str {
    match signal {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        10 => "SIGUSR1",
        11 => "SIGSEGV",
        12 => "SIGUSR2",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        16 => "SIGSTKFLT",
        19 => "SIGSTOP",
        20 => "SIGTSTP",
        21 => "SIGTTIN",
        22 => "SIGTTOU",
        24 => "SIGXCPU",
        25 => "SIGXFSZ",
        26 => "SIGVTALRM",
        27 => "SIGPROF",
        29 => "SIGIO",
        30 => "SIGPWR",
        31 => "SIGSYS",
        _ => "SIGABRT",
    }
}
