//! Licences, banned crates and sources, as `deny.toml` has them.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

const VERSION: &str = "0.20.2";

/// Whether cargo-deny is installed, on the machine or in the cache.
pub(in crate::command) fn is_here(workspace: &Workspace) -> bool {
    program(workspace).is_some()
}

/// Runs cargo-deny, installing it into the cache first if need be.
pub(super) fn installed(workspace: &Workspace) -> Result<String> {
    if !is_here(workspace) {
        println!("installing cargo-deny {VERSION} into the cache; this takes minutes");
        process::run(
            process::cargo()
                .args([
                    "install",
                    "--locked",
                    "cargo-deny",
                    "--version",
                    VERSION,
                    "--root",
                ])
                .arg(workspace.cache())
                .arg("--target-dir")
                .arg(workspace.cache().join("tools-target")),
        )?;
    }
    run(workspace)
}

/// Runs cargo-deny, which must be there.
pub(in crate::command) fn run(workspace: &Workspace) -> Result<String> {
    let program = program(workspace).unwrap_or_else(|| PathBuf::from("cargo-deny"));
    process::run(Command::new(program).current_dir(workspace.root()).args([
        "--all-features",
        "check",
        "licenses",
        "bans",
        "sources",
    ]))?;
    Ok(String::from(
        "licences, bans and sources are as deny.toml has them",
    ))
}

fn program(workspace: &Workspace) -> Option<PathBuf> {
    let cached = workspace.cache().join("bin/cargo-deny");
    if cached.is_file() {
        Some(cached)
    } else {
        process::find("cargo-deny")
    }
}
