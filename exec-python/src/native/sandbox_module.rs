//! The built-in module `_sandbox`: how the library's stand-ins for processes, threads and sockets tell the
//! sandbox what was asked for, and ask it what the C library has no word for. The functions give a program
//! nothing that it may not have.

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_int};
use std::ptr::null_mut;

use policies::{Denial, Rule};
use pyo3_ffi as ffi;

use crate::cpython::{Class, Exception, Object, Result};

/// What programs' libraries import it by.
pub(crate) const NAME: &CStr = c"_sandbox";

/// What was asked for.
#[derive(Debug, Clone, Copy)]
enum Asked {
    /// A process: the run's outcome, whatever the program does next.
    Process,
    Thread,
    Network,
}

/// What becomes of the call that asked.
#[derive(Debug, Clone, Copy)]
enum Answer {
    /// OSError of this number and with these words.
    Refused(c_int, &'static str),
    /// Nothing: the caller has an error of its own.
    Recorded,
}

const NO_PROCESSES: Answer = Answer::Refused(libc::EPERM, "the sandbox starts no processes");
const NO_NETWORK: Answer = Answer::Refused(libc::EACCES, "network is not granted");

/// Records what was asked for in a call, `(call, subject)`, and answers it. Without a subject it is the
/// program itself.
fn answer(arguments: &[Object], asked: Asked, answer: Answer) -> Result<Object> {
    let itself;
    let (call, subject) = match arguments {
        [call] => {
            itself = program()?;
            (call, &itself)
        }
        [call, subject] => (call, subject),
        _ => {
            return Err(Exception::new(
                Class::Type,
                "one or two strings are expected",
            ));
        }
    };
    let name = call.to_text()?;
    let target = match subject.to_text() {
        // A name with surrogates is no text that a report can hold.
        Err(exception) if exception.is_any(&[Class::UnicodeEncode]) => String::new(),
        text => text?,
    };
    let recorded = sandbox_libc::with_current(|run| match asked {
        Asked::Process => run.refuse_process(&name, &target),
        Asked::Thread => run.record(Denial::new(&name, &target, Rule::Processes)),
        Asked::Network => run.record(Denial::new(&name, &target, Rule::Network)),
    });
    match (recorded, answer) {
        (None, _) => Err(Exception::new(Class::Runtime, "no program is running")),
        (Some(()), Answer::Recorded) => Ok(Object::none()),
        (Some(()), Answer::Refused(number, words)) => {
            let number = Object::integer(&number.to_le_bytes())?;
            Err(Exception::of(
                Class::Os,
                &[&number, &Object::text(words)?, subject],
            ))
        }
    }
}

/// Where the program is that is running.
fn program() -> Result<Object> {
    let program = sandbox_libc::with_current(|run| run.program().to_owned());
    Object::text(&program.unwrap_or_default())
}

/// The room on a device: bytes, bytes left, inodes, inodes left, whether nothing can be written.
fn room(arguments: &[Object]) -> Result<Object> {
    let [device] = arguments else {
        return Err(Exception::new(Class::Type, "a number is expected"));
    };
    let device = device.to_u64()?;
    let space = sandbox_libc::with_current(|run| run.file_system().space(device)).flatten();
    let Some(space) = space else {
        let number = Object::integer(&libc::ENOSYS.to_le_bytes())?;
        let words = Object::text("no file system is there")?;
        return Err(Exception::of(Class::Os, &[&number, &words]));
    };
    let numbers = [
        space.bytes,
        space.bytes_free,
        space.inodes,
        space.inodes_free,
        space.read_only.into(),
    ];
    let numbers = numbers.map(|number| Object::integer(&number.to_le_bytes()));
    Object::list(&numbers.into_iter().collect::<Result<Vec<_>>>()?)
}

/// What CPython calls: a function in the convention of METH_FASTCALL.
type Function = unsafe extern "C" fn(
    *mut ffi::PyObject,
    *mut *mut ffi::PyObject,
    ffi::Py_ssize_t,
) -> *mut ffi::PyObject;

/// What such a function does, whatever it is about.
///
/// # Safety
/// `arguments` are `count` objects, which the caller holds.
unsafe fn called(
    arguments: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    body: fn(&[Object]) -> Result<Object>,
) -> *mut ffi::PyObject {
    let arguments: Vec<_> = (0..usize::try_from(count).unwrap_or(0))
        // SAFETY: the caller's promise.
        .filter_map(|index| unsafe { Object::lent(*arguments.add(index)) })
        .collect();
    match body(&arguments) {
        Ok(object) => object.into_ptr(),
        Err(exception) => {
            exception.set();
            null_mut()
        }
    }
}

/// A function of the module's, by what it does with its arguments.
macro_rules! function {
    ($body:expr) => {{
        unsafe extern "C" fn function(
            _: *mut ffi::PyObject,
            arguments: *mut *mut ffi::PyObject,
            count: ffi::Py_ssize_t,
        ) -> *mut ffi::PyObject {
            // SAFETY: CPython passes `count` objects, and holds them during the call.
            unsafe { called(arguments, count, $body) }
        }
        function
    }};
}

const fn method(name: &'static CStr, function: Function, about: &'static CStr) -> ffi::PyMethodDef {
    ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: ffi::PyMethodDefPointer {
            PyCFunctionFast: function,
        },
        ml_flags: ffi::METH_FASTCALL,
        ml_doc: about.as_ptr(),
    }
}

/// What CPython is lent for good.
struct Lent<T>(UnsafeCell<T>);

// SAFETY: the component has one thread, and only CPython changes what it is lent.
unsafe impl<T> Sync for Lent<T> {}

static METHODS: Lent<[ffi::PyMethodDef; 6]> = Lent(UnsafeCell::new([
    method(
        c"refuse_process",
        function!(|arguments| answer(arguments, Asked::Process, NO_PROCESSES)),
        c"Record that a process was asked for, and raise.",
    ),
    method(
        c"refuse_network",
        function!(|arguments| answer(arguments, Asked::Network, NO_NETWORK)),
        c"Record that the network was asked for, and raise.",
    ),
    method(
        c"record_network",
        function!(|arguments| answer(arguments, Asked::Network, Answer::Recorded)),
        c"Record that the network was asked for.",
    ),
    method(
        c"record_thread",
        function!(|arguments| answer(arguments, Asked::Thread, Answer::Recorded)),
        c"Record that a thread was asked for.",
    ),
    method(
        c"room",
        function!(room),
        c"How much room there is on a device.",
    ),
    ffi::PyMethodDef::zeroed(),
]));

static SLOTS: Lent<[ffi::PyModuleDef_Slot; 2]> = Lent(UnsafeCell::new([
    ffi::PyModuleDef_Slot {
        slot: ffi::Py_mod_multiple_interpreters,
        value: ffi::Py_MOD_PER_INTERPRETER_GIL_SUPPORTED,
    },
    ffi::PyModuleDef_Slot {
        slot: 0,
        value: null_mut(),
    },
]));

static DEFINITION: Lent<ffi::PyModuleDef> = Lent(UnsafeCell::new(ffi::PyModuleDef {
    m_base: ffi::PyModuleDef_HEAD_INIT,
    m_name: NAME.as_ptr(),
    m_doc: c"What the sandbox refuses, and tells.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.0.get().cast(),
    m_slots: SLOTS.0.get().cast(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
}));

/// What CPython calls when the module is imported first.
pub(crate) extern "C" fn initialize() -> *mut ffi::PyObject {
    // SAFETY: the definition and what it names stay, and are CPython's from now on.
    unsafe { ffi::PyModuleDef_Init(DEFINITION.0.get()) }
}
