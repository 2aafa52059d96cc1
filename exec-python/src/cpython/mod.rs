//! CPython as the engine uses it: started once, then given one program after another.
//!
//! [`start`] configures and starts it, [`ready`] readies it for a program, [`program`] runs one,
//! [`finish`] does what is done before a process exits. They speak to CPython's C API (`pyo3-ffi`)
//! through [`object`] and [`exception`]: references that give themselves back, and errors as results.
#![allow(unsafe_code, reason = "CPython's C API, called from here only")]

mod exception;
mod finish;
mod immortal;
mod internal;
mod lookup;
pub(crate) mod modules;
mod object;
mod program;
mod ready;
mod start;
mod value;

pub(crate) use exception::{Class, Exception, Result};
pub(crate) use finish::flush_stopped;
pub(crate) use object::Object;
pub(crate) use program::{Ended, Outcome, Raised, keep_limit_error, run};
pub(crate) use ready::{Given, ready};
pub(crate) use start::{import, settle, start};

/// The next question whether the program must end comes at once.
pub(crate) fn ask_now() {
    // SAFETY: a variable is set, as `internal` has it.
    unsafe { internal::_PySandbox_ticks = -1 }
}

/// Nothing recurses when more than `bytes` of stack, as the stack meter counts, are used from here.
pub(crate) fn limit_stack(bytes: usize) {
    let position = internal::__sandbox_stack_position();
    // SAFETY: as above.
    unsafe { internal::_PySandbox_stack_limit = position.saturating_sub(bytes) }
}
