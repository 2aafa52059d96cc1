//! `cargo xtask bench`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::build;
use crate::process;
use crate::workspace::Workspace;

/// What `host/benches/programs` compares with, from npm.
const PEER: &str = "quickjs-emscripten@0.32.0";

/// Runs the benchmarks. Those of the host need the components, and a peer from npm.
pub(super) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    build::components(workspace)?;
    let mut cargo = build::host_cargo(workspace);
    cargo.arg("bench");
    // Beside this, cargo takes no notice of the one that is named.
    if !arguments.iter().any(|argument| argument == "--bench") {
        cargo.arg("--benches");
    }
    cargo.args(arguments);
    match peers(workspace)? {
        Some(folder) => {
            cargo.env("NODE_MODULES", folder);
        }
        None => println!("npm is not here: {PEER} is left out"),
    }
    process::run(&mut cargo)
}

/// The folder that [`PEER`] is installed in; nothing where there is no npm.
fn peers(workspace: &Workspace) -> Result<Option<PathBuf>> {
    if process::find("npm").is_none() {
        return Ok(None);
    }
    let folder = workspace.cache().join("bench").join(PEER);
    let modules = folder.join("node_modules");
    if !modules.join("quickjs-emscripten").is_dir() {
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        process::run(
            Command::new("npm")
                .args(["install", "--prefix"])
                .arg(&folder)
                .args(["--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
                .args(["--no-package-lock", PEER]),
        )?;
    }
    Ok(Some(modules))
}
