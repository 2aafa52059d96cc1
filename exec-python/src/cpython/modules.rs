//! Which of the library's modules a program may import, as the policy has it.
//!
//! A rule is about what a program names. What the library imports for itself it may have: CPython tells which
//! of them imports (`patches/modules-by-policy.patch`). The modules that the policy denies are kept out of
//! `sys.modules`, and out of what is set aside for first imports; while the library imports one of them it is
//! there, with what it lies in and what lies in it.

use std::cell::Cell;

use policies::Language;
use pyo3_ffi as ffi;

use super::exception::{Exception, Result};
use super::object::{Kept, Object};
use super::{internal, lookup, start};
use crate::library;

/// Modules that the policy denies: out of `sys.modules`.
static LOADED: Kept = Kept::nothing();

/// Modules that the policy denies: out of what is set aside.
static READY: Kept = Kept::nothing();

thread_local! {
    /// How many imports of the library's are in progress, each within the one before.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Binds the program that is about to run to the policy's rules.
pub(super) fn bind() -> Result<()> {
    let restricts = |run: &mut sandbox_core::run::Run| {
        let modules = run.policy().modules();
        modules.of(Language::Python).restricts()
    };
    if sandbox_libc::with_current(restricts).unwrap_or(false) {
        LOADED.keep(Object::dict()?);
        READY.keep(Object::dict()?);
        // SAFETY: a variable is set, as `internal` has it.
        unsafe { internal::_PySandbox_modules_ruled = 1 };
        withhold();
        if let Some(denied) = READY.get() {
            start::withhold(&Object::set_of(&denied)?)?;
        }
    }
    Ok(())
}

/// An import begins: of the library's, or of the program's.
///
/// # Errors
/// ImportError, when the program must not have what it names and the interpreter has it loaded.
pub(crate) fn begin(name: &Object, from: &Object, is_librarys: bool) -> Result<()> {
    let name = name.to_text()?;
    if is_librarys {
        DEPTH.set(DEPTH.get() + 1);
        show(&name);
        return Ok(());
    }
    refuse_loaded(&name)?;
    for part in from.items().unwrap_or_default() {
        if let Ok(part) = part.to_text() {
            refuse_loaded(&format!("{name}.{part}"))?;
        }
    }
    Ok(())
}

/// An import of the library's has ended. What it has raised stays raised.
pub(crate) fn end() {
    let raised = Exception::take();
    DEPTH.set(DEPTH.get().saturating_sub(1));
    if DEPTH.get() == 0 {
        withhold();
    }
    raised.set();
}

/// Whether the program may have a module of the library's.
///
/// # Errors
/// ImportError, when it may not; that is in the run's record then.
pub(crate) fn admit(name: &str) -> Result<()> {
    let admitted = sandbox_libc::with_current(|run| run.admits_module(Language::Python, name));
    if admitted.unwrap_or(false) {
        return Ok(());
    }
    Err(Exception::import(
        &format!("the policy's rules (modules.python) do not allow the module '{name}'"),
        name,
    ))
}

/// Whether the program may have the module in a file of the library's.
///
/// # Errors
/// As [`admit`].
pub(crate) fn admit_file(path: &str) -> Result<()> {
    match name_of(path) {
        Some(name) => admit(&name),
        None => Ok(()),
    }
}

/// A module that has been loaded, whoever may have it.
pub(super) fn loaded(name: &std::ffi::CStr) -> Option<Object> {
    lookup::imported(name).or_else(|| LOADED.get()?.item(name))
}

fn refuse_loaded(name: &str) -> Result<()> {
    let key = Object::text(name)?;
    match LOADED.get() {
        Some(loaded) if loaded.item_of(&key).is_some() => admit(name),
        _ => Ok(()),
    }
}

/// The module in a file of the library's. `None` for a file of a package's.
fn name_of(path: &str) -> Option<String> {
    let inside = |folder: &str| path.strip_prefix(folder)?.strip_prefix('/');
    if inside(library::PACKAGES).is_some() {
        return None;
    }
    let parts = inside(library::PATH)?
        .split('/')
        .filter(|part| *part != "__pycache__")
        .map(|part| part.split('.').next().unwrap_or(part))
        .filter(|part| *part != "__init__");
    Some(parts.collect::<Vec<_>>().join("."))
}

/// Takes away what the policy denies.
fn withhold() {
    let denied = |name: &str, module: &Object| {
        let allows = |run: &mut sandbox_core::run::Run| {
            run.policy().modules().allows(Language::Python, name)
        };
        sandbox_libc::with_current(allows) == Some(false) && is_librarys(module)
    };
    relocate(lookup::modules(), LOADED.get(), denied);
    relocate(start::modules_set_aside(), READY.get(), denied);
}

/// Gives back a module, what it lies in, and what lies in it.
fn show(name: &str) {
    let concerns = |other: &str, _: &Object| lies_in(other, name) || lies_in(name, other);
    relocate(LOADED.get(), lookup::modules(), concerns);
    relocate(READY.get(), start::modules_set_aside(), concerns);
}

fn lies_in(inner: &str, outer: &str) -> bool {
    let rest = inner.strip_prefix(outer);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Moves modules from one dictionary to another, unless that has one of the name.
fn relocate(from: Option<Object>, to: Option<Object>, chosen: impl Fn(&str, &Object) -> bool) {
    let (Some(from), Some(to)) = (from, to) else {
        return;
    };
    for key in from.keys().unwrap_or_default() {
        let (Ok(name), Some(module)) = (key.to_text(), from.item_of(&key)) else {
            continue;
        };
        if !chosen(&name, &module) {
            continue;
        }
        if to.item_of(&key).is_none() {
            to.set_item(&key, &module).ok();
        }
        from.remove_item(&key).ok();
    }
}

/// Whether a module is one of the library's or of the interpreter's, by where it says that it is from.
fn is_librarys(module: &Object) -> bool {
    // SAFETY: the object is alive, and known to be a module, which holds its namespace.
    let names = unsafe {
        if ffi::PyModule_Check(module.as_ptr()) == 0 {
            return false;
        }
        Object::lent(ffi::PyModule_GetDict(module.as_ptr()))
    };
    let Some(names) = names else { return false };
    if let Some(file) = names.item(c"__file__") {
        return file.to_text().is_ok_and(|file| name_of(&file).is_some());
    }
    let origin = names
        .item(c"__spec__")
        .map(|spec| spec.attribute(c"origin"));
    let origin = origin.and_then(std::result::Result::ok);
    origin.is_some_and(|origin| origin.is_text(c"built-in") || origin.is_text(c"frozen"))
}
