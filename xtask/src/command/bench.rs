//! `cargo xtask bench`.

use anyhow::Result;

use super::build;
use crate::process;
use crate::workspace::Workspace;

/// Runs the benchmarks. Those of the host need the components.
pub(super) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    build::components(workspace)?;
    let mut cargo = build::host_cargo(workspace);
    cargo.args(["bench", "--benches"]).args(arguments);
    process::run(&mut cargo)
}
