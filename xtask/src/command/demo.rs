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

const SCENES: [Scene; 7] = [
    Scene {
        title: "A program with modules, a CSV that it is given, JSON, a regular expression and timers",
        arguments: &[
            "run",
            "demo/javascript/report.js",
            "--file",
            "demo/javascript/lib",
            "--file",
            "demo/javascript/sales.csv",
        ],
        exit_code: 0,
    },
    Scene {
        title: "A program that reaches out of the sandbox, and what it finds there",
        arguments: &["run", "demo/javascript/denied.js"],
        exit_code: 137,
    },
    Scene {
        title: "A program that changes a file under a policy that only lets it read",
        arguments: &[
            "run",
            "--policy",
            "strict",
            "demo/javascript/read-only.js",
            "--file",
            "demo/javascript/sales.csv",
        ],
        exit_code: 1,
    },
    Scene {
        title: "Why that was denied",
        arguments: &[
            "policy",
            "explain",
            "strict",
            "/workspace/sales.csv",
            "write",
        ],
        exit_code: 1,
    },
    Scene {
        title: "Python: a CSV that it is given, statistics, a table, JSON and a database",
        arguments: &[
            "run",
            "demo/python/report.py",
            "--file",
            "demo/python/sales.csv",
        ],
        exit_code: 0,
    },
    Scene {
        title: "A Python program that reaches out of the sandbox, and what it finds there",
        arguments: &["run", "demo/python/denied.py"],
        exit_code: 137,
    },
    Scene {
        title: "A Python program that changes a file under a policy that only lets it read",
        arguments: &[
            "run",
            "--policy",
            "strict",
            "demo/python/read_only.py",
            "--file",
            "demo/python/sales.csv",
        ],
        exit_code: 1,
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
    let host = build::host(workspace);
    let mut command = Command::new(&host);
    command.current_dir(workspace.root()).args(scene.arguments);
    println!(
        "\n# {}\n$ {} {}",
        scene.title,
        workspace.shown(&host),
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
