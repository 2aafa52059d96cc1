//! A folder of preview1 tests, run on the sandbox's own preview1 by the conformance crate.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};

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
    let mut runner = cargo
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", process::line(&cargo)))?;
    let mut last = String::new();
    if let Some(stdout) = runner.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            last = line?;
            println!("{last}");
        }
    }
    if !runner.wait()?.success() {
        bail!("{last}");
    }
    Ok(last)
}
