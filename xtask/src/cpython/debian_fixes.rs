//! Those of Debian's patches that mend something, as against those that fit a package into Debian.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::digest::Key;

/// Parts of the names of the patches that are taken.
pub(super) type Fixes = &'static [&'static str];

pub(super) const CPYTHON: Fixes = &["CVE-", "dict-use-after-free", "traverse-managed-dicts"];
pub(super) const ZLIB: Fixes = &["CVE-"];
pub(super) const BZIP2: Fixes = &["CVE-"];
pub(super) const XZ: Fixes = &["CVE-", "liblzma-"];
pub(super) const SQLITE: Fixes = &["CVE-", "fix_a_bug"];

/// Adds the choice to what a source tree is made from.
pub(super) fn identify(key: Key) -> Key {
    [CPYTHON, ZLIB, BZIP2, XZ, SQLITE]
        .iter()
        .fold(key, |key, fixes| key.with("fixes", &fixes.join(" ")))
}

/// The patches to apply, in the order of the series file of the unpacked folder `debian`.
pub(super) fn of(debian: &Path, fixes: Fixes) -> Result<Vec<PathBuf>> {
    let folder = debian.join("patches");
    let series = folder.join("series");
    if !series.exists() {
        return Ok(Vec::new());
    }
    let text =
        fs::read_to_string(&series).with_context(|| format!("cannot read {}", series.display()))?;
    Ok(text
        .lines()
        .map(str::trim)
        .filter(|name| !name.starts_with('#'))
        .filter(|name| fixes.iter().any(|part| name.contains(part)))
        .map(|name| folder.join(name))
        .collect())
}
