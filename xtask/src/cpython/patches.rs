//! Patches: ours in `exec-python/patches/`, each with a head that says why. Those of CPython lie there
//! themselves, those of a library under it in the folder of its name.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::digest::{self, Key};
use crate::workspace::Workspace;

/// Our patches, in the order of their names.
#[derive(Debug)]
pub(super) struct Patches(Vec<PathBuf>);

impl Patches {
    /// CPython's.
    pub(super) fn of(workspace: &Workspace) -> Result<Self> {
        Self::within(&folder(workspace))
    }

    /// A library's.
    pub(super) fn of_library(workspace: &Workspace, name: &str) -> Result<Self> {
        Self::within(&folder(workspace).join(name))
    }

    fn within(folder: &Path) -> Result<Self> {
        let mut files: Vec<PathBuf> = folder
            .read_dir()
            .with_context(|| format!("cannot list {}", folder.display()))?
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|suffix| suffix == "patch"))
            .collect();
        files.sort();
        Ok(Self(files))
    }

    pub(super) fn identify(&self, mut key: Key) -> Result<Key> {
        for file in &self.0 {
            key = key.with("patch", &digest::of_file(file)?);
        }
        Ok(key)
    }

    pub(super) fn apply(&self, folder: &Path) -> Result<()> {
        self.0.iter().try_for_each(|patch| apply(patch, folder))
    }
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root().join("exec-python/patches")
}

/// Applies one patch to the source tree in `folder`. Its context has to be there to the letter: what is moved
/// elsewhere by a resemblance compiles just as well.
pub(super) fn apply(patch: &Path, folder: &Path) -> Result<()> {
    let text = fs::File::open(patch).with_context(|| format!("cannot read {}", patch.display()))?;
    let result = Command::new("patch")
        .args(["-p1", "--batch", "--forward", "--fuzz=0"])
        .arg("--no-backup-if-mismatch")
        .arg("--directory")
        .arg(folder)
        .stdin(text)
        .output()
        .context("cannot start patch")?;
    if !result.status.success() {
        anyhow::bail!(
            "{} does not fit {}:\n{}",
            patch.display(),
            folder.display(),
            String::from_utf8_lossy(&result.stdout).trim_end()
        );
    }
    Ok(())
}
