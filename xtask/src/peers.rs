//! What the benchmarks compare with, each in a folder of its own in the cache.

mod npm;
mod pip;
mod quickjs;

use std::path::PathBuf;

use anyhow::Result;

use crate::cpython;
use crate::progress::Progress;
use crate::workspace::Workspace;

/// How many steps [`ensure`] tells of.
pub(crate) const STEPS: usize = 4;

/// The peers, ready to run.
#[derive(Debug)]
pub(crate) struct Peers {
    /// CPython for this machine.
    python: PathBuf,
    /// Python packages, for that CPython.
    packages: PathBuf,
    /// npm packages.
    modules: PathBuf,
    /// quickjs-ng's program.
    quickjs: PathBuf,
}

impl Peers {
    /// As the benchmark `programs` of the host reads it.
    pub(crate) fn told(&self) -> String {
        serde_json::json!({
            "python": self.python,
            "packages": self.packages,
            "modules": self.modules,
            "quickjs": self.quickjs,
        })
        .to_string()
    }
}

/// Fetches and builds what the cache has not.
///
/// # Errors
/// What could not be fetched or built.
pub(crate) fn ensure(workspace: &Workspace, progress: &mut Progress) -> Result<Peers> {
    let folder = workspace.cache().join("peers");
    Ok(Peers {
        python: cpython::native(workspace, progress)?,
        packages: progress.quiet("sandboxes from PyPI", || pip::ensure(&folder))?,
        modules: progress.quiet("sandboxes from npm", || npm::ensure(&folder))?,
        quickjs: progress.quiet("quickjs-ng for this machine", || {
            quickjs::ensure(workspace, &folder)
        })?,
    })
}
