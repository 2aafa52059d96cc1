//! What is done after a program: what CPython does before it exits.

use std::ffi::CStr;

use super::exception::{Result, clear};
use super::object::Object;
use super::program::{Ended, Outcome};
use super::{immortal, internal, lookup, modules, start};

/// What `sys` keeps of a program that has ended.
const KEPT_BY_SYS: [&CStr; 6] = [
    c"last_exc",
    c"last_type",
    c"last_value",
    c"last_traceback",
    c"ps1",
    c"ps2",
];

/// The code of a program whose output cannot be written, as CPython has it.
const CANNOT_FLUSH: i32 = 120;

/// What CPython does before it exits: Py_FinalizeEx() up to where it takes itself apart.
pub(super) fn finish(outcome: &mut Outcome) {
    if internal::is_stopped() {
        return;
    }
    end_threads();
    // SAFETY: the interpreter has been started, and no code of its is running.
    unsafe { internal::_PyAtExit_Call(pyo3_ffi::PyInterpreterState_Get()) };
    let flushed = flush(c"stdout").is_ok();
    if !flushed && outcome.ended == Ended::Exited && outcome.exit_code == 0 {
        outcome.exit_code = CANNOT_FLUSH;
    }
    flush(c"stderr").ok();
    drop_modules();
    flush(c"stdout").ok();
    flush(c"stderr").ok();
    clear();
}

/// Writes out what a program that was stopped had printed.
pub(crate) fn flush_stopped() {
    // SAFETY: a variable is set, as `internal` has it.
    unsafe { internal::_PySandbox_starving = 0 };
    clear();
    flush(c"__stdout__").ok();
    flush(c"__stderr__").ok();
}

/// Writes out what a standard stream still holds. The type's own method is called: what a program puts
/// into the object instead would only be run to be stopped.
fn flush(name: &CStr) -> Result<()> {
    let Some(stream) = lookup::in_sys(name) else {
        return Ok(());
    };
    if stream.is_none() || is_closed(&stream) {
        return Ok(());
    }
    let class = stream.class();
    class.call_method(c"flush", &[&stream]).map(drop)
}

fn is_closed(stream: &Object) -> bool {
    let closed = stream.attribute(c"closed");
    closed.and_then(|closed| closed.is_true()).unwrap_or(false)
}

/// `threading._shutdown()`, where that has something to do: there are no threads, but maybe functions that are to
/// be called when they end, or the program has put another one in its place.
fn end_threads() {
    let Some(threading) = modules::loaded(c"threading") else {
        return;
    };
    let is_idle = || -> Result<bool> {
        let shutdown = threading.attribute(c"_shutdown")?;
        let ahead = threading.attribute(c"_threading_atexits")?;
        Ok(immortal::is_immortal(&shutdown) && !ahead.is_true()?)
    };
    if is_idle().unwrap_or(false) {
        return;
    }
    if let Err(exception) = threading.call_method(c"_shutdown", &[]) {
        exception.report(&threading);
    }
}

/// Lets go of the program's modules, so that destructors run as they do when CPython exits: while the
/// names that they use are still there. The library's modules stay: they are put back as they were. Those
/// that were ready would not go anyway.
fn drop_modules() {
    let none = Object::none();
    for name in KEPT_BY_SYS {
        if lookup::in_sys(name).is_some() {
            lookup::set_in_sys(name, &none).ok();
        }
    }
    let Some(loaded) = lookup::modules() else {
        return;
    };
    let names = loaded.keys_of(|module| !immortal::is_immortal(module));
    for name in names.iter().rev() {
        if name.is_text(c"__main__") || !start::was_there(name) {
            loaded.remove_item(name).ok();
        }
    }
    drop(names);
    lookup::collect_garbage();
}
