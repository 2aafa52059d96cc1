//! One program, from its source to its ending.

use std::ffi::CStr;

use pyo3_ffi as ffi;
use sandbox_libc::heap::program_break;

use super::exception::{Class, Exception, Result, clear};
use super::object::{Kept, Object};
use super::ready::Given;
use super::{finish, internal, lookup, value};

/// What is granted beyond the program's memory, to say what went wrong: maybe it is about memory.
const LAST_WORDS_BYTES: usize = 1 << 20;

/// How a program ended, as far as the interpreter can tell.
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

/// The error of the last limit of the file system that a call ran into.
static LIMIT_ERROR: Kept = Kept::nothing();

/// Keeps the exception that a limit became, so that it is known again.
pub(crate) fn keep_limit_error(exception: Object) {
    LIMIT_ERROR.keep(exception);
}

/// Runs the program, and does what Python does when one has ended.
///
/// As `python main.py` between reading the file and exiting (Modules/main.c, Python/pythonrun.c,
/// Python/pylifecycle.c), except that this returns where those exit: an instance outlives its programs.
pub(crate) fn run(given: &Given) -> Outcome {
    let mut outcome = execute(&given.entry);
    finish::finish(&mut outcome);
    outcome
}

fn execute(entry: &CStr) -> Outcome {
    let program = match compile(entry) {
        Ok(program) => program,
        Err(exception) => {
            let ended = if exception.is_any(&COMPILERS) {
                Ended::DoesNotCompile
            } else {
                Ended::Uncaught
            };
            return uncaught(exception, ended);
        }
    };
    match program.execute() {
        Ok(()) => EXITED,
        Err(exception) => uncaught(exception, Ended::Uncaught),
    }
}

const EXITED: Outcome = Outcome {
    ended: Ended::Exited,
    raised: Raised::Other,
    exit_code: 0,
};

/// What a parser or compiler says of a source that it cannot take: also that it nests too deeply.
const COMPILERS: [Class; 5] = [
    Class::Syntax,
    Class::Memory,
    Class::Recursion,
    Class::Value,
    Class::Overflow,
];

/// A program that compiles.
struct Program {
    filename: Object,
    code: Object,
    /// The code of its last expression, where the value of that is asked for.
    last: Option<Object>,
}

fn compile(entry: &CStr) -> Result<Program> {
    let filename = Object::path(entry.to_bytes())?;
    let wants_value = sandbox_libc::with_current(|run| run.wants_value()).unwrap_or(false);
    let mut last = std::ptr::null_mut();
    let place = if wants_value {
        &raw mut last
    } else {
        std::ptr::null_mut()
    };
    // SAFETY: the path is a C string, the name is alive, the place is there during the call, and the
    // results are new references.
    unsafe {
        let code = internal::_PySandbox_CompileFile(entry.as_ptr(), filename.as_ptr(), place);
        let last = Object::given(last);
        Ok(Program {
            code: Object::returned(code)?,
            filename,
            last,
        })
    }
}

impl Program {
    fn execute(&self) -> Result<()> {
        let names = prepare_main(&self.filename)?;
        evaluate(&self.code, &names)?;
        match &self.last {
            Some(last) => value::tell(&evaluate(last, &names)?),
            None => Ok(()),
        }
    }
}

/// A new `__main__`, as CPython has it before it runs a file: its namespace. New, so that the garbage
/// collector looks at it when the program has ended.
fn prepare_main(filename: &Object) -> Result<Object> {
    let name = Object::text("__main__")?;
    let module = Object::module(c"__main__")?;
    let names = module.attribute(c"__dict__")?;
    if let Some(modules) = lookup::modules() {
        modules.set_item(&name, &module)?;
    }
    drop(module);
    let external = lookup::import(c"_frozen_importlib_external")?;
    let loader = external.call_method(c"SourceFileLoader", &[&name, filename])?;
    let builtins = lookup::import(c"builtins")?;
    let none = Object::none();
    for (key, value) in [
        ("__loader__", &loader),
        ("__builtins__", &builtins),
        ("__file__", filename),
        ("__cached__", &none),
    ] {
        names.set_item(&Object::text(key)?, value)?;
    }
    Ok(names)
}

fn evaluate(code: &Object, names: &Object) -> Result<Object> {
    // SAFETY: all are alive, and the result is a new reference.
    unsafe {
        Object::returned(ffi::PyEval_EvalCode(
            code.as_ptr(),
            names.as_ptr(),
            names.as_ptr(),
        ))
    }
}

/// What becomes of an exception that ends the program.
fn uncaught(exception: Exception, ended: Ended) -> Outcome {
    if internal::is_stopped() {
        drop(exception);
        clear();
        return EXITED;
    }
    let exception = match exception.exit_code() {
        // A process's code is a byte, as the kernel has it.
        Ok(code) => {
            return Outcome {
                exit_code: code & 0xff,
                ..EXITED
            };
        }
        Err(exception) => exception,
    };
    let raised = behind(&exception);
    program_break::allow_more(LAST_WORDS_BYTES);
    exception.print();
    Outcome {
        ended,
        raised,
        exit_code: 1,
    }
}

fn behind(exception: &Exception) -> Raised {
    // SAFETY: a variable is read, as `internal` has it.
    let by_interpreter = unsafe { internal::_PySandbox_memory_errors > 0 };
    if LIMIT_ERROR.get().is_some_and(|error| exception.is(&error)) {
        Raised::LimitError
    } else if by_interpreter && exception.is_any(&[Class::Memory]) {
        Raised::MemoryError
    } else {
        Raised::Other
    }
}
