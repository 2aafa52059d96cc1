//! The other way to build: cargo-component, which the requirements name.
//!
//! It packs with an adapter for preview1, where `cargo xtask build` uses none, does not strip, and starts
//! no interpreter beforehand; so its components are held to the same imports and exports, but not to
//! the same size.

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
/// The packages, with what cargo-component makes of them.
const COMPONENTS: [(&str, &str); 2] = [
    ("exec-javascript", "exec_javascript.wasm"),
    ("exec-python", "exec_python.wasm"),
];

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
    cargo.args(["component", "build", "--release"]);
    for (package, _) in COMPONENTS {
        cargo.args(["--package", package]);
    }
    process::run(&mut cargo)?;
    let folder = workspace.target().join("wasm32-wasip1/release");
    let results: Vec<_> = COMPONENTS
        .iter()
        .map(|(package, file)| {
            let made = folder.join(file);
            if !made.is_file() {
                bail!("cargo component made no {}", made.display());
            }
            let result = component::within(&made, Flavour::Wasi02, usize::MAX)?;
            Ok(format!("{package}: {result}"))
        })
        .collect::<Result<_>>()?;
    Ok(results.join("; "))
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
