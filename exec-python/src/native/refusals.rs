//! What the library's stand-ins for processes, threads and sockets report (`c/sandbox_module.c`).

use std::ffi::{c_char, c_int};

use policies::{Denial, Rule};

/// The text that C code lends for a call.
///
/// # Safety
/// `text` points to `length` bytes, which stay while the result is used; not null.
unsafe fn lent<'a>(text: *const c_char, length: usize) -> std::borrow::Cow<'a, str> {
    // SAFETY: the caller's promise.
    String::from_utf8_lossy(unsafe { std::slice::from_raw_parts(text.cast(), length) })
}

/// A process was asked for, or (`is_violation` 0) a thread. Returns 0 when no run is current.
// SAFETY: the name is ours; `c/sandbox_module.c` alone calls it, with the UTF-8 of Python strings.
#[unsafe(no_mangle)]
unsafe extern "C" fn sandbox_python_refuse_process(
    call: *const c_char,
    call_length: usize,
    command: *const c_char,
    command_length: usize,
    is_violation: c_int,
) -> c_int {
    // SAFETY: the strings belong to the arguments of a call that is still in progress.
    let (call, command) = unsafe { (lent(call, call_length), lent(command, command_length)) };
    let recorded = sandbox_libc::with_current(|run| {
        if is_violation == 0 {
            run.record(Denial::new(&call, &command, Rule::Processes));
        } else {
            run.refuse_process(&call, &command);
        }
    });
    recorded.is_some().into()
}

/// The network was asked for. Returns 0 when no run is current.
// SAFETY: as above.
#[unsafe(no_mangle)]
unsafe extern "C" fn sandbox_python_refuse_network(
    call: *const c_char,
    call_length: usize,
    target: *const c_char,
    target_length: usize,
) -> c_int {
    // SAFETY: as above.
    let (call, target) = unsafe { (lent(call, call_length), lent(target, target_length)) };
    let recorded =
        sandbox_libc::with_current(|run| run.record(Denial::new(&call, &target, Rule::Network)));
    recorded.is_some().into()
}
