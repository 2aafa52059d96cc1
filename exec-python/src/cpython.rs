//! CPython, as `c/` offers it.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char, c_int, c_void};

/// How a program ended, as far as the interpreter can tell. `c/embed.h` has the same numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    Exited,
    DoesNotCompile,
    Uncaught,
}

/// What a program raised and nobody caught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Raised {
    /// A MemoryError of the interpreter's own making.
    MemoryError,
    /// The error of the last limit of the file system that a call ran into.
    LimitError,
    Other,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) ended: Ended,
    pub(crate) raised: Raised,
    pub(crate) exit_code: i32,
}

/// As `c/embed.h` has it.
#[repr(C)]
#[derive(Default)]
struct RawOutcome {
    ending: c_int,
    raised: c_int,
    exit_code: c_int,
}

// SAFETY: these are the functions of `c/`, with the signatures that they have there.
unsafe extern "C" {
    fn sandbox_python_start() -> *const c_char;
    fn sandbox_python_import(name: *const c_char) -> c_int;
    fn sandbox_python_settle() -> c_int;
    fn sandbox_python_ready(
        entry: *const c_char,
        directory: *const c_char,
        arguments: usize,
        argument: *const *const c_char,
        variables: usize,
        name: *const *const c_char,
        value: *const *const c_char,
    ) -> c_int;
    fn sandbox_python_run(entry: *const c_char, outcome: *mut RawOutcome);
    fn sandbox_python_finish(outcome: *mut RawOutcome);
    fn sandbox_python_flush();
    fn sandbox_python_ask_now();
    fn sandbox_python_limit_stack(position: usize);
    fn sandbox_python_keep_limit_error(exception: *mut c_void);
    fn __sandbox_stack_position() -> usize;
}

/// Starts the interpreter; once, before anything else.
///
/// # Errors
/// What is wrong, in CPython's words.
pub(crate) fn start() -> Result<(), String> {
    // SAFETY: nothing was started before (the caller's promise); a message is a C string that stays.
    let message = unsafe {
        let message = sandbox_python_start();
        (!message.is_null()).then(|| CStr::from_ptr(message))
    };
    match message {
        None => Ok(()),
        Some(message) => Err(message.to_string_lossy().into_owned()),
    }
}

/// Imports a module, so that programs find it imported. Returns whether it could.
pub(crate) fn import(name: &CStr) -> bool {
    // SAFETY: the interpreter has been started, and the name is a C string.
    unsafe { sandbox_python_import(name.as_ptr()) == 0 }
}

/// Ends the readying: what is there now is what each program begins with. Returns whether it could.
pub(crate) fn settle() -> bool {
    // SAFETY: the interpreter has been started.
    unsafe { sandbox_python_settle() == 0 }
}

/// What a program is given.
pub(crate) struct Given {
    entry: CString,
    directory: CString,
    arguments: Vec<CString>,
    names: Vec<CString>,
    values: Vec<CString>,
}

impl Given {
    /// What `run` has for the program at `entry`. `None` when a text contains NUL, which callers are
    /// refused for.
    pub(crate) fn new(run: &sandbox_core::run::Run, entry: &str) -> Option<Self> {
        let text = |text: &str| CString::new(text).ok();
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for (name, value) in run.environment() {
            names.push(text(name)?);
            values.push(text(value)?);
        }
        let arguments = run.arguments().iter().map(|argument| text(argument));
        Some(Self {
            entry: text(entry)?,
            directory: text(run.working_directory())?,
            arguments: arguments.collect::<Option<_>>()?,
            names,
            values,
        })
    }
}

fn pointers(texts: &[CString]) -> Vec<*const c_char> {
    texts.iter().map(|text| text.as_ptr()).collect()
}

/// Readies the interpreter for a program. Returns whether it could.
pub(crate) fn ready(given: &Given) -> bool {
    let (arguments, names, values) = (
        pointers(&given.arguments),
        pointers(&given.names),
        pointers(&given.values),
    );
    // SAFETY: the interpreter has been started; each array is as long as said, and its strings, like
    // the arrays, outlive the call.
    unsafe {
        sandbox_python_ready(
            given.entry.as_ptr(),
            given.directory.as_ptr(),
            arguments.len(),
            arguments.as_ptr(),
            names.len(),
            names.as_ptr(),
            values.as_ptr(),
        ) == 0
    }
}

/// Runs the program, and does what Python does when one has ended.
pub(crate) fn run(given: &Given) -> Outcome {
    let mut raw = RawOutcome::default();
    // SAFETY: the interpreter has been started, and both pointers are to what outlives the calls.
    unsafe {
        sandbox_python_run(given.entry.as_ptr(), &raw mut raw);
        sandbox_python_finish(&raw mut raw);
    }
    Outcome {
        ended: match raw.ending {
            0 => Ended::Exited,
            1 => Ended::DoesNotCompile,
            _ => Ended::Uncaught,
        },
        raised: match raw.raised {
            1 => Raised::MemoryError,
            2 => Raised::LimitError,
            _ => Raised::Other,
        },
        exit_code: raw.exit_code,
    }
}

/// Writes out what a program that was stopped had printed.
pub(crate) fn flush() {
    // SAFETY: the interpreter has been started, and no code of its is on the stack.
    unsafe { sandbox_python_flush() }
}

/// The next question whether the program must end comes at once.
pub(crate) fn ask_now() {
    // SAFETY: it sets a variable.
    unsafe { sandbox_python_ask_now() }
}

/// Nothing recurses when more than `bytes` of stack, as the stack meter counts, are used from here.
pub(crate) fn limit_stack(bytes: usize) {
    // SAFETY: the one reads, the other sets a variable.
    unsafe { sandbox_python_limit_stack(__sandbox_stack_position().saturating_sub(bytes)) }
}

/// Keeps the exception that a limit became, so that it is known again.
///
/// # Safety
/// `exception` is a Python object.
pub(crate) unsafe fn keep_limit_error(exception: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { sandbox_python_keep_limit_error(exception) }
}
