//! A folder of preview1 tests, run on the sandbox's own preview1 by the conformance crate.

use std::path::Path;

use anyhow::{Result, bail};

use crate::command::build;
use crate::process;
use crate::workspace::Workspace;

/// Passes on what the runner prints, as it comes; its last line is the result.
pub(super) fn run(workspace: &Workspace, folder: &Path) -> Result<String> {
    let folder = std::path::absolute(folder)?;
    let mut cargo = build::host_cargo(workspace);
    cargo
        .args(["run", "--quiet", "--release", "--package", "conformance"])
        .args(["--bin", "wasi-testsuite", "--"])
        .arg(&folder);
    let mut last = String::new();
    let passed = process::each_line(&mut cargo, |line| {
        println!("{line}");
        last = line;
    })?;
    if !passed {
        bail!("{last}");
    }
    Ok(last)
}
