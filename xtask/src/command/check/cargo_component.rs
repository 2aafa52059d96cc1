//! The other way to build: cargo-component, which the requirements name.
//!
//! It packs with an adapter for preview1, where `cargo xtask build` uses none, and does not strip;
//! so its component is held to the same imports and exports, but not to the same size.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::component;
use crate::component::core_module;
use crate::component::gates::Flavour;
use crate::cpython;
use crate::process;
use crate::progress::Progress;
use crate::toolchain;
use crate::workspace::Workspace;

const VERSION: &str = "0.21.1";
const PACKAGE: &str = "exec-javascript";

pub(super) fn run(workspace: &Workspace) -> Result<String> {
    let mut progress = Progress::new(toolchain::STEPS + cpython::STEPS);
    let toolchain = toolchain::ensure(workspace, &mut progress)?;
    let cpython = cpython::ensure(workspace, &toolchain, &mut progress)?;
    let program = ensure(workspace)?;
    let mut cargo = core_module::cargo(workspace, &toolchain, &cpython)?;
    // As a subcommand: cargo finds it by its name on PATH.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = program
        .parent()
        .map(Path::to_owned)
        .into_iter()
        .chain(std::env::split_paths(&path));
    cargo.env("PATH", std::env::join_paths(folders)?);
    cargo.args(["component", "build", "--release", "--package", PACKAGE]);
    process::run(&mut cargo)?;
    let made = workspace
        .target()
        .join("wasm32-wasip1/release/exec_javascript.wasm");
    if !made.is_file() {
        bail!("cargo component made no {}", made.display());
    }
    component::within(&made, Flavour::Wasi02, usize::MAX)
}

/// cargo-component from the cache, installed there if need be.
fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let program = workspace.cache().join("bin/cargo-component");
    if !program.is_file() {
        println!("installing cargo-component {VERSION} into the cache; this takes minutes");
        process::run(
            process::cargo()
                .args([
                    "install",
                    "--locked",
                    "cargo-component",
                    "--version",
                    VERSION,
                    "--root",
                ])
                .arg(workspace.cache())
                .arg("--target-dir")
                .arg(workspace.cache().join("tools-target")),
        )?;
    }
    Ok(program)
}
