//! The tool chain for WebAssembly: Rust's target, a C compiler, the C library, the runtime.

mod apt;
mod apt_sources;
mod layout;
mod parts;
mod rust;
mod wasi_libc;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::progress::Progress;
use crate::workspace::{self, Workspace};

/// The oldest clang that builds the guests; CPython and QuickJS are tested with 19.
const CLANG_MAJOR: u32 = 19;

/// A folder laid out as a wasi-sdk, made by [`ensure`].
#[derive(Debug, Clone)]
pub(crate) struct Toolchain {
    folder: PathBuf,
    key: String,
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
}

/// Installs what is missing, checks what is there, and links it into the clone as `.toolchain`.
///
/// # Errors
/// Names what is missing, where it was looked for, and how to get it.
pub(crate) fn ensure(workspace: &Workspace) -> Result<Toolchain> {
    let mut progress = Progress::new(3);
    progress.quiet("Rust for wasm32-wasip1", rust::ensure_target)?;
    let mut parts = None;
    progress.quiet("C compiler, runtime and library for wasm32", || {
        let found = match wasi_sdk(workspace) {
            Some(sdk) => parts::of_wasi_sdk(&sdk)?,
            None => parts::of_debian(workspace)?,
        };
        let shown = found.to_string();
        parts = Some(found);
        Ok(shown)
    })?;
    let mut toolchain = None;
    progress.quiet("tool chain", || {
        let Some(parts) = &parts else {
            anyhow::bail!("no parts to make a tool chain of")
        };
        let made = layout::ensure(workspace, parts)?;
        let shown = made.folder.display().to_string();
        toolchain = Some(made);
        Ok(shown)
    })?;
    toolchain.ok_or_else(|| anyhow::anyhow!("no tool chain was made"))
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
