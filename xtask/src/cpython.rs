//! CPython for the guest: built from source for wasm32-wasip1, with the C libraries under it.
//!
//! Everything is made once for what it is made from, in the cache:
//! `sources/` (as downloaded) → `cpython/source-*` (unpacked, with Debian's fixes) → `cpython/build-python-*`
//! (for this machine, the same version, which the cross build needs) and `cpython/libraries-*` (zlib,
//! bzip2, xz, SQLite) → `cpython/cross-*` (with our patches) → `cpython/prefix-*` (with our own part of
//! the library, and packed), to which the clone's `.cpython` links.

mod build_python;
mod cross;
mod debian_fixes;
mod libraries;
mod library;
mod log;
mod native;
mod pack;
mod patches;
mod prefix;
mod sources;
mod sqlite;
mod unpacked;
mod zones;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::debian::apt;
use crate::progress::Progress;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;

pub(crate) use native::ensure as native;

/// How many steps [`ensure`] tells of.
pub(crate) const STEPS: usize = 5;

/// What the build runs on this machine: make and a compiler for the build Python, Tcl for SQLite's
/// amalgamation, tar's helpers for the sources.
const PACKAGES: [&str; 7] = [
    "bzip2",
    "gcc",
    "libc6-dev",
    "make",
    "patch",
    "tcl",
    "xz-utils",
];

/// CPython, ready to be linked.
#[derive(Debug, Clone)]
pub(crate) struct CPython {
    prefix: PathBuf,
}

impl CPython {
    /// What exec-python's build script takes as `CPYTHON_WASM`.
    pub(crate) fn prefix(&self) -> &Path {
        &self.prefix
    }
}

/// Makes what is missing, and links it into the clone as `.cpython`.
///
/// # Errors
/// What could not be fetched or built, with the log of it.
pub(crate) fn ensure(
    workspace: &Workspace,
    toolchain: &Toolchain,
    progress: &mut Progress,
) -> Result<CPython> {
    let sources = progress.quiet("sources of CPython and its libraries", || {
        if apt::is_here() {
            apt::ensure(&PACKAGES)?;
        }
        let sources = sources::ensure(workspace)?;
        let words = sources.to_string();
        Ok((sources, words))
    })?;
    let source = unpacked::cpython(workspace, &sources)?;
    let build_python = progress.quiet("Python for this machine, to build with", || {
        build_python::ensure(&source)
    })?;
    let libraries = progress.quiet("zlib, bzip2, xz, SQLite for wasm32-wasip1", || {
        libraries::ensure(workspace, toolchain, &sources)
    })?;
    let cross = progress.quiet("CPython for wasm32-wasip1", || {
        cross::ensure(workspace, toolchain, &source, &build_python, &libraries)
    })?;
    progress.quiet("packing Python's library", || {
        prefix::ensure(workspace, &cross, &build_python, &sources)
    })
}

/// The folder of CPython's own tests, once [`ensure`] has been called.
pub(crate) fn tests(workspace: &Workspace) -> Result<PathBuf> {
    let tree = unpacked::cpython(workspace, &sources::ensure(workspace)?)?;
    Ok(tree.folder.join("Lib/test"))
}
