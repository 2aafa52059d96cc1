//! Whether a file in `dist/` is still what it would be made into again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::digest::{self, Key};
use crate::workspace::Workspace;

/// A note beside cargo's output: what a file was made from, and what it was when it was made.
#[derive(Debug)]
pub(super) struct Stamp(PathBuf);

impl Stamp {
    pub(super) fn new(workspace: &Workspace, name: &str) -> Self {
        Self(
            workspace
                .target()
                .join("xtask")
                .join(format!("{name}.stamp")),
        )
    }

    /// The size of `file`, when it was made from `key` and nobody touched it since.
    pub(super) fn matches(&self, key: &Key, file: &Path) -> Option<usize> {
        let noted = fs::read_to_string(&self.0).ok()?;
        let bytes = fs::read(file).ok()?;
        (noted == note(key, &bytes)).then_some(bytes.len())
    }

    pub(super) fn write(&self, key: &Key, bytes: &[u8]) -> Result<()> {
        let Some(folder) = self.0.parent() else {
            return Ok(());
        };
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&self.0, note(key, bytes)))
            .with_context(|| format!("cannot write {}", self.0.display()))
    }
}

fn note(key: &Key, bytes: &[u8]) -> String {
    format!("from {}\nmade {}\n", key.digest(), digest::of_bytes(bytes))
}
