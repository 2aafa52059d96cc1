//! `cargo xtask build`.

use std::path::PathBuf;

use anyhow::Result;

use crate::cli::BuildArgs;
use crate::component;
use crate::cpython;
use crate::process;
use crate::progress::Progress;
use crate::toolchain;
use crate::workspace::Workspace;

pub(super) fn run(workspace: &Workspace, arguments: &BuildArgs) -> Result<()> {
    let made = if arguments.components_only {
        components(workspace)?
    } else {
        everything(workspace)?
    };
    for path in made {
        println!("made {}", workspace.shown(&path));
    }
    Ok(())
}

/// The components alone.
pub(super) fn components(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let mut progress = Progress::new(toolchain::STEPS + cpython::STEPS + component::STEPS);
    let toolchain = toolchain::ensure(workspace, &mut progress)?;
    let cpython = cpython::ensure(workspace, &toolchain, &mut progress)?;
    component::build(workspace, &toolchain, &cpython, &mut progress)
}

/// The components, then the host, which has them inside.
pub(super) fn everything(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let mut progress = Progress::new(toolchain::STEPS + cpython::STEPS + component::STEPS + 1);
    let toolchain = toolchain::ensure(workspace, &mut progress)?;
    let cpython = cpython::ensure(workspace, &toolchain, &mut progress)?;
    let mut made = component::build(workspace, &toolchain, &cpython, &mut progress)?;
    progress.loud("building the host", || {
        process::run(host_cargo(workspace).args(["build", "--release", "--package", "golem-exec"]))
    })?;
    made.push(host(workspace));
    Ok(made)
}

/// The host's binary.
pub(super) fn host(workspace: &Workspace) -> PathBuf {
    workspace.target().join("release/golem-exec")
}

/// Cargo in the clone, for what runs on this machine.
pub(super) fn host_cargo(workspace: &Workspace) -> std::process::Command {
    let mut cargo = process::cargo();
    cargo
        .current_dir(workspace.root())
        .env("CARGO_TARGET_DIR", workspace.target());
    cargo
}
