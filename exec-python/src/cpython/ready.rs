//! Readying the interpreter for a program.

use std::ffi::CString;

use super::exception::Result;
use super::object::Object;
use super::{lookup, modules};

/// What a program is given.
pub(crate) struct Given {
    pub(super) entry: CString,
    directory: String,
    arguments: Vec<String>,
    variables: Vec<(CString, CString)>,
}

impl Given {
    /// What `run` has for the program at `entry`. `None` when a text contains NUL, which callers are
    /// refused for.
    pub(crate) fn new(run: &sandbox_core::run::Run, entry: &str) -> Option<Self> {
        let text = |text: &str| CString::new(text).ok();
        let variables = run.environment().iter();
        let variables = variables.map(|(name, value)| Some((text(name)?, text(value)?)));
        let arguments = run.arguments().iter();
        let (directory, entry) = (run.working_directory().to_owned(), text(entry)?);
        (!directory.contains('\0')).then_some(())?;
        Some(Self {
            entry,
            directory,
            arguments: arguments
                .map(|argument| (!argument.contains('\0')).then(|| argument.clone()))
                .collect::<Option<_>>()?,
            variables: variables.collect::<Option<_>>()?,
        })
    }
}

/// Readies the interpreter for a program. Returns whether it could.
pub(crate) fn ready(given: &Given) -> bool {
    std::env::set_current_dir(&given.directory).is_ok()
        && set_environment(given).is_ok_and(|done| done)
        && set_arguments(given).is_ok()
        && set_path(given).is_ok()
        && modules::bind().is_ok()
}

/// `os.environ` and `posix.environ` hold bytes; setenv() is for C code. Returns whether that had memory.
fn set_environment(given: &Given) -> Result<bool> {
    let data = lookup::import(c"os")?
        .attribute(c"environ")?
        .attribute(c"_data")?;
    let raw = lookup::import(c"posix")?.attribute(c"environ")?;
    data.clear_items();
    raw.clear_items();
    for (name, value) in &given.variables {
        let key = Object::bytes(name.to_bytes())?;
        let item = Object::bytes(value.to_bytes())?;
        data.set_item(&key, &item)?;
        raw.set_item(&key, &item)?;
        // SAFETY: both are C strings, which are copied, and nobody reads the environment meanwhile.
        if unsafe { libc::setenv(name.as_ptr(), value.as_ptr(), 1) } != 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

fn set_arguments(given: &Given) -> Result<()> {
    let mut arguments = vec![Object::path(given.entry.to_bytes())?];
    for argument in &given.arguments {
        arguments.push(Object::path(argument.as_bytes())?);
    }
    lookup::set_in_sys(c"argv", &Object::list(&arguments)?)
}

/// Modules beside the program come first, as with `python main.py`.
fn set_path(given: &Given) -> Result<()> {
    let entry = given.entry.to_bytes();
    let folder = match entry.iter().rposition(|&byte| byte == b'/') {
        None => b".".as_slice(),
        Some(slash) => entry.get(..slash.max(1)).unwrap_or_default(),
    };
    let folder = Object::path(folder)?;
    match lookup::in_sys(c"path") {
        Some(path) => path.prepend(&folder),
        None => Ok(()),
    }
}
