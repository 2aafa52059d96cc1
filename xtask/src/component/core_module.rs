//! The guests' core modules: cargo's part of the work.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::{GUESTS, Guest};
use crate::cpython::CPython;
use crate::process;
use crate::toolchain::Toolchain;
use crate::workspace::{self, Workspace};

const TARGET: &str = "wasm32-wasip1";
/// The cargo profile of what is packed.
pub(crate) const PROFILE: &str = "component";

/// Builds the core modules of all guests.
pub(crate) fn build(workspace: &Workspace, toolchain: &Toolchain, cpython: &CPython) -> Result<()> {
    let mut cargo = cargo(workspace, toolchain, cpython)?;
    cargo.args(["build", "--profile", PROFILE]);
    for guest in &GUESTS {
        cargo.args(["--package", guest.package]);
    }
    process::run(&mut cargo)
}

/// Where cargo leaves a guest's core module.
pub(crate) fn path(workspace: &Workspace, guest: &Guest) -> PathBuf {
    folder(workspace).join(guest.module_file())
}

/// Where cargo leaves what it makes for the guests.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target().join(TARGET).join(PROFILE)
}

/// Cargo in the clone, set up for guests; the caller adds the subcommand.
pub(crate) fn cargo(
    workspace: &Workspace,
    toolchain: &Toolchain,
    cpython: &CPython,
) -> Result<Command> {
    let mut cargo = process::cargo();
    cargo
        .current_dir(workspace.root())
        .env("CARGO_TARGET_DIR", workspace.target())
        .env("CARGO_BUILD_TARGET", TARGET)
        .env(
            "CARGO_ENCODED_RUSTFLAGS",
            remapped_paths(workspace)?.join("\u{1f}"),
        )
        .env("WASI_SDK", toolchain.folder())
        .env("JAVASCRIPT_PACKAGES", workspace.packages_link())
        .env("CPYTHON_WASM", cpython.prefix())
        // rquickjs-sys does not ask to be built again when WASI_SDK changes; the cc crate, which
        // it builds with, does when this variable changes.
        .env(
            "CFLAGS_wasm32_wasip1",
            format!("-DTOOLCHAIN_{}", toolchain.key()),
        );
    Ok(cargo)
}

/// rustc flags by which no path of this machine gets into a module.
///
/// Where a path matches several, rustc takes the last: from the outermost to the innermost.
fn remapped_paths(workspace: &Workspace) -> Result<Vec<String>> {
    let home = workspace::home()?;
    let cargo_home =
        workspace::set("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let rustup_home =
        workspace::set("RUSTUP_HOME").map_or_else(|| home.join(".rustup"), PathBuf::from);
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let crates = crate_sources(&cargo_home);
    let mut maps = vec![
        (home, "/home"),
        (cargo_home, "/cargo"),
        (rustup_home, "/rustup"),
        (PathBuf::from(sysroot.trim()), "/rust"),
        (workspace.root().to_owned(), "/golem-exec"),
        (workspace.target().to_owned(), "/target"),
    ];
    maps.extend(crates.into_iter().map(|folder| (folder, "/crates")));
    maps.into_iter()
        .map(|(from, to)| {
            let from = from
                .to_str()
                .with_context(|| format!("{} is not UTF-8", from.display()))?;
            Ok(format!("--remap-path-prefix={from}={to}"))
        })
        .collect()
}

/// Cargo's folders of unpacked crates, one for each registry and named after it.
fn crate_sources(cargo_home: &std::path::Path) -> Vec<PathBuf> {
    let Ok(entries) = cargo_home.join("registry/src").read_dir() else {
        return Vec::new();
    };
    let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders
}
