//! `cargo xtask demo`: the sandbox at work, on programs from `demo/`.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::build;
use crate::process;
use crate::workspace::Workspace;

/// One command line of the demonstration.
struct Scene {
    /// What there is to see.
    title: &'static str,
    /// Arguments of golem-exec; paths are relative to the clone.
    arguments: &'static [&'static str],
    /// How it ends.
    exit_code: i32,
}

const SCENES: [Scene; 2] = [
    Scene {
        title: "A program with modules, a CSV that it is given, JSON, regular expressions and promises",
        arguments: &[
            "run",
            "--file",
            "demo/javascript/sales.csv:sales.csv",
            "demo/javascript/main.js",
        ],
        exit_code: 0,
    },
    Scene {
        title: "A program that reaches out of the sandbox, and what it finds there",
        arguments: &["run", "demo/javascript/denied.js"],
        exit_code: 137,
    },
];

pub(super) fn run(workspace: &Workspace) -> Result<()> {
    build::everything(workspace)?;
    for scene in &SCENES {
        play(workspace, scene)?;
    }
    Ok(())
}

fn play(workspace: &Workspace, scene: &Scene) -> Result<()> {
    let mut command = Command::new(build::host(workspace));
    command.current_dir(workspace.root()).args(scene.arguments);
    println!(
        "\n# {}\n$ golem-exec {}",
        scene.title,
        scene.arguments.join(" ")
    );
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", process::line(&command)))?;
    println!(
        "(exit code {})",
        status
            .code()
            .map_or_else(|| String::from("none"), |code| code.to_string())
    );
    if status.code() != Some(scene.exit_code) {
        bail!(
            "the demonstration ends with {status} here, and not with {}",
            scene.exit_code
        );
    }
    Ok(())
}
