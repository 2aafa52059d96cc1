//! The tool chain for WebAssembly: Rust's target, a C compiler, the C library, the runtime; and the
//! packages of the JavaScript library.

mod layout;
mod npm;
mod parts;
mod rust;
mod wasi_libc;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::progress::Progress;
use crate::workspace::{self, Workspace};

/// The oldest clang that builds the guests; CPython and QuickJS are tested with 19.
const CLANG_MAJOR: u32 = 19;

/// How many steps [`ensure`] tells of.
pub(crate) const STEPS: usize = 4;

/// A folder laid out as a wasi-sdk, made by [`ensure`].
#[derive(Debug, Clone)]
pub(crate) struct Toolchain {
    folder: PathBuf,
    key: String,
    compiler_key: String,
}

impl Toolchain {
    /// What build scripts take as `WASI_SDK`.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Changes with everything that the tool chain was made from.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Changes with everything but what is there for QuickJS alone.
    pub(crate) fn compiler_key(&self) -> &str {
        &self.compiler_key
    }
}

/// Installs what is missing, checks what is there, and links it into the clone as `.toolchain`.
///
/// # Errors
/// Names what is missing, where it was looked for, and how to get it.
pub(crate) fn ensure(workspace: &Workspace, progress: &mut Progress) -> Result<Toolchain> {
    progress.quiet("Rust for wasm32-wasip1", || {
        Ok(((), rust::ensure_target()?))
    })?;
    let parts = progress.quiet("C compiler, runtime and library for wasm32", || {
        let parts = match wasi_sdk(workspace) {
            Some(sdk) => parts::of_wasi_sdk(&sdk)?,
            None => parts::of_debian(workspace)?,
        };
        let words = parts.to_string();
        Ok((parts, words))
    })?;
    progress.quiet("packages of the JavaScript library", || {
        Ok(((), npm::ensure(workspace)?))
    })?;
    progress.quiet("tool chain", || {
        let made = layout::ensure(workspace, &parts)?;
        let words = made.folder.display().to_string();
        Ok((made, words))
    })
}

/// Installs clippy and rustfmt where rustup keeps them apart.
pub(crate) fn ensure_lints() -> Result<String> {
    rust::ensure_lints()
}

/// The wasi-sdk that the user named.
///
/// Cargo sets WASI_SDK to a clone's own link when it runs this program (`.cargo/config.toml`): a tool
/// chain made here is none to make another one of.
fn wasi_sdk(workspace: &Workspace) -> Option<PathBuf> {
    let sdk = PathBuf::from(workspace::set("WASI_SDK")?);
    if sdk == workspace.toolchain_link() {
        return None;
    }
    let made_here = sdk
        .canonicalize()
        .is_ok_and(|folder| folder.join(layout::MARK).exists());
    (!made_here).then_some(sdk)
}
