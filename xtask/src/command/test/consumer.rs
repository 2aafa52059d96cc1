//! A program of somebody else's: the agent in `tests/consumer-python/`, made a component by
//! componentize-py, for the test that composes it with our components and runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::command::build;
use crate::debian::apt;
use crate::digest::{self, Key};
use crate::process;
use crate::whole;
use crate::workspace::Workspace;

/// Debian's packages of what makes a virtual environment; other systems have their own.
const DEBIAN: [&str; 2] = ["python3", "python3-venv"];

/// componentize-py has no module to be run by `-m`, and its script names a folder that was renamed.
const SCRIPT: &str = "import sys; from componentize_py import script; sys.exit(script())";

/// Names the agent, for the test.
const AGENT: &str = "GOLEM_EXEC_AGENT";

pub(super) fn run(workspace: &Workspace) -> Result<String> {
    let agent = agent(workspace)?;
    let mut test = build::host_cargo(workspace);
    test.env(AGENT, &agent).args(["test", "--release"]);
    // The packages that the other tests are built with, so that Wasmtime is not built once more.
    test.args(["--package", "golem-exec", "--package", "conformance"]);
    test.args(["--test", "consumer", "--", "--ignored"]);
    process::run(&mut test)?;
    Ok(format!("{} had its code run", workspace.shown(&agent)))
}

/// The agent as a component: made anew when its sources, the interface or its maker are new.
fn agent(workspace: &Workspace) -> Result<PathBuf> {
    let sources = workspace.root().join("tests/consumer-python");
    let requirements = sources.join("requirements.txt");
    let maker = environment(workspace, &requirements)?;
    // The interface is among them, by a link.
    let key = Key::default()
        .with("maker", &digest::of_file(&requirements)?)
        .with("agent", &digest::of_file(&sources.join("agent.py"))?)
        .with("interface", &interface(&sources)?);
    let folder = workspace.target().join("consumer").join(key.short());
    whole::ensure(&folder, |partial| {
        // Python leaves its bytecode beside what it imports.
        fs::copy(sources.join("agent.py"), partial.join("agent.py"))?;
        let mut componentize = Command::new(&maker);
        componentize.current_dir(partial).args(["-c", SCRIPT, "-d"]);
        componentize.arg(sources.join("wit"));
        componentize.args(["-w", "agent", "componentize", "agent", "-o", "agent.wasm"]);
        process::output(&mut componentize).map(drop)
    })?;
    Ok(folder.join("agent.wasm"))
}

/// The digest of the agent's world and of the interface that it imports.
fn interface(sources: &Path) -> Result<String> {
    let world = digest::of_tree(&sources.join("wit"))?;
    let imported = digest::of_tree(&sources.join("wit/deps/golem-exec"))?;
    Ok(world + &imported)
}

/// The Python of a virtual environment that has what `requirements` names.
fn environment(workspace: &Workspace, requirements: &Path) -> Result<PathBuf> {
    let python = python()?;
    let version = process::output(Command::new(&python).arg("--version"))?;
    let key = Key::default()
        .with("python", &version)
        .with("requirements", &digest::of_file(requirements)?);
    let folder = workspace.cache().join("consumer").join(key.short());
    whole::ensure(&folder, |partial| {
        process::output(Command::new(&python).args(["-m", "venv"]).arg(partial))?;
        let mut pip = Command::new(partial.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--requirement"]);
        process::output(pip.arg(requirements)).map(drop)
    })
    .context("cannot make a virtual environment for componentize-py")?;
    Ok(folder.join("bin/python"))
}

/// A Python that can make virtual environments.
fn python() -> Result<PathBuf> {
    let able = || {
        let python = process::find("python3")?;
        let probe = ["-c", "import ensurepip, venv"];
        process::output(Command::new(&python).args(probe)).ok()?;
        Some(python)
    };
    if let Some(python) = able() {
        return Ok(python);
    }
    ensure!(
        apt::is_here(),
        "python3 with venv is missing: install Python 3.10 or later"
    );
    apt::ensure(&DEBIAN)?;
    able().context("python3 makes no virtual environments, although python3-venv is installed")
}
