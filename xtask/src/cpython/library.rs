//! The standard library as the component has it: CPython's, our own part, the time zones, compiled.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::build_python::BuildPython;
use crate::digest;
use crate::process;

/// Where programs find it. `exec-python/src/library.rs` says the same.
const PLACE: &str = "/usr/lib/python3.13";

/// What has no place in a sandbox without screen, terminal, network, C calls or other environments, or
/// is there to test and to install Python itself.
pub(super) const LEFT_OUT: [&str; 15] = [
    "__phello__",
    "_android_support.py",
    "_apple_support.py",
    "_ios_support.py",
    "_osx_support.py",
    "ctypes",
    "curses",
    "ensurepip",
    "idlelib",
    "pydoc_data/topics.py",
    "test",
    "tkinter",
    "turtle.py",
    "turtledemo",
    "venv",
];

/// Copies the Python files of `from` to `to`, but for those that are left out.
pub(super) fn copy(from: &Path, to: &Path, left_out: &[&str]) -> Result<()> {
    let mut files = Vec::new();
    digest::list(from, &mut files)?;
    for file in files {
        let name = file.strip_prefix(from)?;
        let left_out = left_out.iter().any(|prefix| name.starts_with(prefix));
        let compiled = name
            .components()
            .any(|part| part.as_os_str() == "__pycache__");
        if left_out || compiled {
            continue;
        }
        let destination = to.join(name);
        if let Some(folder) = destination.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, &destination).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    Ok(())
}

/// Compiles all of `folder`, as it will be in its place.
///
/// The bytecode is never compared with its source, nor with a time: the library is read-only.
pub(super) fn compile(folder: &Path, build_python: &BuildPython) -> Result<()> {
    process::output(
        build_python
            .command()
            .args(["-m", "compileall", "-q", "-f", "-d", PLACE])
            .args(["--invalidation-mode", "unchecked-hash", "-r", "255"])
            .arg(folder),
    )
    .map(drop)
}
