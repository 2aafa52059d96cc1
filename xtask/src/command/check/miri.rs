//! The unit tests of `vfs-layer` under Miri, where it is installed.

use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::workspace::Workspace;

const TOOLCHAIN: &str = "nightly";

pub(super) fn run(workspace: &Workspace) -> Result<String> {
    let mut version = cargo_miri();
    if let Err(error) = process::output(version.arg("--version")) {
        bail!(
            "Miri is not available: it is a component of nightly toolchains, and `rustup component \
             add --toolchain {TOOLCHAIN} miri` has not been done or cannot be.\n{error:#}"
        );
    }
    let mut tests = cargo_miri();
    tests
        .current_dir(workspace.root())
        .args(["test", "--package", "vfs-layer", "--lib"])
        .arg("--target-dir")
        .arg(workspace.target().join("miri"));
    process::run(&mut tests)?;
    Ok(String::from(
        "the unit tests of vfs-layer, no undefined behaviour",
    ))
}

fn cargo_miri() -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", TOOLCHAIN, "cargo", "miri"]);
    // Set by the cargo that runs us, and it would win.
    command.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
    command.env_remove("RUST_BACKTRACE");
    command
}
