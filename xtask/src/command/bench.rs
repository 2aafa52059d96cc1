//! `cargo xtask bench`.

use std::process::Command;

use anyhow::Result;

use super::build;
use crate::cli::BenchArgs;
use crate::peers;
use crate::process;
use crate::progress::Progress;
use crate::workspace::Workspace;

/// Runs the benchmarks. Those of the host need the components.
pub(super) fn run(workspace: &Workspace, arguments: &BenchArgs) -> Result<()> {
    if arguments.peers {
        return beside_peers(workspace, arguments.quick);
    }
    build::components(workspace)?;
    if let Some(minutes) = arguments.soak {
        return process::run(of_host(workspace, "soak").arg(minutes.to_string()));
    }
    let arguments = &arguments.arguments;
    let mut cargo = build::host_cargo(workspace);
    cargo.arg("bench");
    // Beside this, cargo takes no notice of the one that is named.
    if !arguments.iter().any(|argument| argument == "--bench") {
        cargo.arg("--benches");
    }
    process::run(cargo.args(arguments))
}

fn beside_peers(workspace: &Workspace, quick: bool) -> Result<()> {
    let peers = peers::ensure(workspace, &mut Progress::new(peers::STEPS))?;
    build::components(workspace)?;
    let mut cargo = of_host(workspace, "programs");
    cargo.env("GOLEM_EXEC_PEERS", peers.told());
    if quick {
        cargo.arg("--quick");
    } else {
        let documents = workspace.root().join("docs");
        cargo.arg(format!("--write={}", documents.display()));
    }
    process::run(&mut cargo)
}

/// One benchmark of the host; what is added are its own arguments. The package of the tests has none:
/// named beside the host's, Wasmtime has the features with which `cargo xtask test` built it.
fn of_host(workspace: &Workspace, name: &str) -> Command {
    let mut cargo = build::host_cargo(workspace);
    cargo.args([
        "bench",
        "--package",
        "golem-exec",
        "--package",
        "conformance",
    ]);
    cargo.args(["--bench", name, "--"]);
    cargo
}
