//! Starting the interpreter: its configuration, and what is imported for all programs.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use libc::wchar_t;
use pyo3_ffi as ffi;

use super::exception::{Exception, Result};
use super::object::{Kept, Object};
use super::{immortal, internal, lookup, value};
use crate::library;
use crate::native::sandbox_module;

/// The secret of string hashes follows from this. It is no secret here: docs/THREAT_MODEL.md.
const HASH_SEED: std::ffi::c_ulong = 3013;

/// The names of the modules that each program finds imported, as with `python main.py`.
static NAMES_BEFORE: Kept = Kept::nothing();

/// The modules that are set aside, by name.
static READY_MODULES: Kept = Kept::nothing();

/// The module that has them set aside and hands them out.
static READY: Kept = Kept::nothing();

/// Starts the interpreter; once, before anything else.
///
/// # Errors
/// What is wrong, in CPython's words.
pub(crate) fn start() -> std::result::Result<(), String> {
    preinitialize()?;
    // SAFETY: the interpreter has not been started, the name stays, and the function is one that makes a
    // module.
    let added = unsafe {
        ffi::PyImport_AppendInittab(
            sandbox_module::NAME.as_ptr(),
            Some(sandbox_module::initialize),
        )
    };
    if added < 0 {
        return Err("no memory for the module _sandbox".to_owned());
    }
    initialize()?;
    ready_for_imports().map_err(|exception| {
        exception.print();
        "the interpreter cannot be readied".to_owned()
    })
}

/// What is needed before anything else can be said: that texts are UTF-8.
fn preinitialize() -> std::result::Result<(), String> {
    let mut config = MaybeUninit::uninit();
    // SAFETY: the one function fills in the structure, the other one reads it.
    succeeded(unsafe {
        ffi::PyPreConfig_InitIsolatedConfig(config.as_mut_ptr());
        let config = config.assume_init_mut();
        config.utf8_mode = 1;
        config.isolated = 0;
        ffi::Py_PreInitialize(&raw const *config)
    })
}

fn initialize() -> std::result::Result<(), String> {
    let mut config = MaybeUninit::uninit();
    // SAFETY: the function fills in the structure.
    let config = unsafe {
        ffi::PyConfig_InitPythonConfig(config.as_mut_ptr());
        config.assume_init_mut()
    };
    let started = configure(config).and_then(|()| {
        // SAFETY: the structure is whole.
        succeeded(unsafe { ffi::Py_InitializeFromConfig(&raw const *config) })
    });
    // SAFETY: the structure's strings are its own, and not used any more.
    unsafe { ffi::PyConfig_Clear(&raw mut *config) };
    started
}

fn configure(config: &mut ffi::PyConfig) -> std::result::Result<(), String> {
    // All pointers into the structure come from this one.
    let whole = &raw mut *config;
    // SAFETY: only addresses are taken.
    let strings = unsafe {
        [
            (&raw mut (*whole).program_name, "python3"),
            (&raw mut (*whole).executable, ""),
            (&raw mut (*whole).base_executable, ""),
            (&raw mut (*whole).prefix, "/usr"),
            (&raw mut (*whole).exec_prefix, "/usr"),
            (&raw mut (*whole).base_prefix, "/usr"),
            (&raw mut (*whole).base_exec_prefix, "/usr"),
            (&raw mut (*whole).stdlib_dir, library::PATH),
            (&raw mut (*whole).filesystem_encoding, "utf-8"),
            (&raw mut (*whole).filesystem_errors, "surrogateescape"),
            (&raw mut (*whole).stdio_encoding, "utf-8"),
            (&raw mut (*whole).stdio_errors, "strict"),
        ]
    };
    for (field, value) in strings {
        let value = wide(value);
        // SAFETY: the field is the structure's, and the text ends with zero.
        succeeded(unsafe { ffi::PyConfig_SetString(whole, field, value.as_ptr()) })?;
    }
    let paths = &raw mut config.module_search_paths;
    for path in [library::PATH, library::PACKAGES] {
        let path = wide(path);
        // SAFETY: as above.
        succeeded(unsafe { ffi::PyWideStringList_Append(paths, path.as_ptr()) })?;
    }
    config.module_search_paths_set = 1;
    config.use_environment = 0;
    config.user_site_directory = 0;
    config.parse_argv = 0;
    config.pathconfig_warnings = 0;
    config.write_bytecode = 0;
    config.configure_c_stdio = 0;
    config.use_hash_seed = 1;
    config.hash_seed = HASH_SEED;
    Ok(())
}

/// A text as C's wide characters, with a zero at its end.
fn wide(text: &str) -> Vec<wchar_t> {
    text.chars()
        .map(|character| wchar_t::try_from(u32::from(character)).unwrap_or_default())
        .chain([0])
        .collect()
}

/// What a status of CPython's means.
fn succeeded(status: ffi::PyStatus) -> std::result::Result<(), String> {
    // SAFETY: the status is CPython's own, and its message a C string that stays.
    let message: *const c_char = unsafe {
        if ffi::PyStatus_Exception(status) == 0 {
            return Ok(());
        }
        status.err_msg
    };
    if message.is_null() {
        return Err("it says nothing".to_owned());
    }
    // SAFETY: as above.
    let message = unsafe { CStr::from_ptr(message) };
    Err(message.to_string_lossy().into_owned())
}

/// Notes what is there, makes what a program will be ended with, and fills up the library.
fn ready_for_imports() -> Result<()> {
    if let Some(modules) = lookup::modules() {
        NAMES_BEFORE.keep(Object::set_of(&modules)?);
    }
    // SAFETY: the name is a C string; the result is a new reference, and so is the variable's.
    unsafe {
        let class = Object::returned(ffi::PyErr_NewException(
            c"sandbox.End".as_ptr(),
            ffi::PyExc_BaseException,
            std::ptr::null_mut(),
        ))?;
        internal::_PySandbox_end = class.call(&[])?.into_ptr();
    }
    lookup::import(c"_sandbox_imports")?.call_method(c"begin", &[])?;
    lookup::import(c"_sandbox_ready")?;
    lookup::import(c"_sandbox_site").map(drop)
}

/// Imports a module, so that programs find it imported. Returns whether it could.
pub(crate) fn import(name: &CStr) -> bool {
    lookup::import(name).map_err(Exception::print).is_ok()
}

/// Ends the readying: what is there now is what each program begins with. Returns whether it could.
pub(crate) fn settle() -> bool {
    set_aside().map_err(Exception::print).is_ok()
}

/// Sets aside what was imported for programs' sake (`lib/_sandbox_ready.py`). Nothing of what is there
/// now is looked at by the garbage collector any more: no program's doing makes it garbage, and looking
/// at it would write to all its pages.
fn set_aside() -> Result<()> {
    let ready = lookup::import(c"_sandbox_ready")?;
    let gc = lookup::import(c"gc")?;
    value::prepare()?;
    if let Some(names) = NAMES_BEFORE.get() {
        ready.call_method(c"set_aside", &[&names])?;
    }
    READY_MODULES.keep(ready.attribute(c"modules")?);
    READY.keep(ready);
    lookup::collect_garbage();
    immortal::make_all_immortal();
    // SAFETY: the interpreter has been started.
    unsafe {
        ffi::PyType_ClearCache();
        internal::_PyLong_SettleFree();
    }
    gc.call_method(c"freeze", &[]).map(drop)
}

/// Whether each program finds the module of this name imported.
pub(super) fn was_there(name: &Object) -> bool {
    let Some(names) = NAMES_BEFORE.get() else {
        return true;
    };
    // What has no hash is nothing that an import put there.
    names.contains(name).unwrap_or(true)
}

/// The modules that are set aside, by name.
pub(super) fn modules_set_aside() -> Option<Object> {
    READY_MODULES.get()
}

/// Keeps modules back that are set aside: they are not handed out with others that import them.
pub(super) fn withhold(names: &Object) -> Result<()> {
    match READY.get() {
        Some(ready) => ready.set_attribute(c"withheld", names),
        None => Ok(()),
    }
}
