//! A real wheel, imported in the sandbox.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;

/// Imports every module of the distribution that is its argument, and says what it found.
const PROGRAM: &str = "\
import importlib, importlib.metadata, sys
distribution = importlib.metadata.distribution(sys.argv[1])
modules = {
    file.parts[0].removesuffix('.py')
    for file in distribution.files
    if file.suffix == '.py' and file.parts[0].removesuffix('.py').isidentifier()
}
for module in sorted(modules):
    print(importlib.import_module(module).__name__, end=' ')
print(distribution.version)
";

/// Gives a wheel to a program that imports all of it.
pub(super) fn import(workspace: &Workspace, wheel: &Path) -> Result<String> {
    let name = wheel.file_name().and_then(|name| name.to_str());
    let distribution = name
        .and_then(|name| name.split_once('-'))
        .map(|(distribution, _)| distribution)
        .with_context(|| format!("{} is no name of a wheel", wheel.display()))?;
    let output = Command::new(workspace.target().join("release/golem-exec"))
        .args(["run", "--lang", "python", "-c", PROGRAM, "--wheel"])
        .arg(wheel)
        .args(["--", distribution])
        .output()
        .context("cannot start golem-exec; `cargo xtask build` makes it")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned())
}
