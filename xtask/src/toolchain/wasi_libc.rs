//! The C library for WASI: Debian's package `wasi-libc`, unpacked into the cache.
//!
//! It is never installed: bookworm's own is from 2022, and packages of two releases do not mix on
//! one machine. apt fetches and verifies the package with lists of its own, beside the machine's.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::debian::apt;
use crate::debian::release::{self, Release};
use crate::workspace::Workspace;

const PACKAGE: &str = "wasi-libc";

/// Its first snapshot that knows wasm32-wasip1 by that name and has what CPython 3.13 asks for.
const OLDEST: &str = "0.0~git20241209";

/// An unpacked package.
pub(super) struct WasiLibc {
    /// Holds `usr/include` and `usr/lib`.
    pub(super) folder: PathBuf,
    pub(super) version: String,
}

/// Fetches and unpacks the package, unless the cache has it.
pub(super) fn ensure(workspace: &Workspace) -> Result<WasiLibc> {
    let folder = workspace.cache().join(PACKAGE);
    if let Some(libc) = unpacked(&folder) {
        return Ok(libc);
    }
    println!("fetching {PACKAGE}");
    let work = workspace
        .cache()
        .join(format!("{PACKAGE}.{}", std::process::id()));
    fs::create_dir_all(&work).with_context(|| format!("cannot create {}", work.display()))?;
    let result = fetch(&work).and_then(|package| unpack(&package, &work, &folder));
    // What is left is of no use, and in nobody's way.
    let _ = fs::remove_dir_all(&work);
    result?;
    unpacked(&folder).context("the package was unpacked, but is not there")
}

/// The newest version in the cache.
fn unpacked(folder: &Path) -> Option<WasiLibc> {
    let mut versions: Vec<_> = folder
        .read_dir()
        .ok()?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    versions.sort();
    let version = versions.pop()?;
    Some(WasiLibc {
        folder: folder.join(&version),
        version,
    })
}

/// Leaves the package in `work`, from the machine's own sources when they are new enough.
fn fetch(work: &Path) -> Result<PathBuf> {
    if apt::candidate(PACKAGE).is_some_and(|version| apt::at_least(&version, OLDEST)) {
        return release::own_package(PACKAGE, work);
    }
    Release::open(work)
        .and_then(|release| release.package(PACKAGE, work))
        .with_context(|| {
            format!(
                "{PACKAGE} {OLDEST} or later is missing: apt's own sources have {}, and those of Debian \
                 {} cannot be used here; set WASI_SDK to an unpacked wasi-sdk 25 or later",
                apt::candidate(PACKAGE).unwrap_or_else(|| String::from("none")),
                release::NAME
            )
        })
}

fn unpack(package: &Path, work: &Path, folder: &Path) -> Result<()> {
    let version = apt::version(package)?;
    let files = work.join("files");
    apt::unpack(package, &files)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let destination = folder.join(version);
    if !destination.exists() {
        fs::rename(&files, &destination)
            .with_context(|| format!("cannot create {}", destination.display()))?;
    }
    Ok(())
}
