//! The other way to build: cargo-component, which the requirements name.
//!
//! It packs with an adapter for preview1, where `cargo xtask build` uses none, does not strip, and starts
//! no interpreter beforehand; so its components are held to the same imports and exports, but not to
//! the same size. Each has to run a program in our host.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::component;
use crate::command::build;
use crate::component::core_module;
use crate::component::gates::{Flavour, Sizes};
use crate::cpython;
use crate::process;
use crate::progress::Progress;
use crate::toolchain;
use crate::workspace::Workspace;

const VERSION: &str = "0.21.1";

/// A package, and what cargo-component makes of it.
struct Built {
    package: &'static str,
    file: &'static str,
    /// Names a component to our host that runs in place of its own.
    variable: &'static str,
    language: &'static str,
    /// Prints [`ANSWER`], with something of the library's.
    program: &'static str,
}

const COMPONENTS: [Built; 2] = [
    Built {
        package: "exec-javascript",
        file: "exec_javascript.wasm",
        variable: "EXEC_JS_QUICKJS_PATH",
        language: "js",
        program: "console.log(require('path').basename('/a/' + 6 * 7))",
    },
    Built {
        package: "exec-python",
        file: "exec_python.wasm",
        variable: "EXEC_PYTHON_WASI_PATH",
        language: "py",
        program: "import json\nprint(json.dumps(6 * 7))",
    },
];

/// What each program prints.
const ANSWER: &str = "42\n";

/// The most that a program may take: its interpreter is started first.
const TIME: &str = "1m";

pub(super) fn run(workspace: &Workspace) -> Result<String> {
    build::everything(workspace)?;
    let mut progress = Progress::new(toolchain::STEPS + cpython::STEPS);
    let toolchain = toolchain::ensure(workspace, &mut progress)?;
    let cpython = cpython::ensure(workspace, &toolchain, &mut progress)?;
    let program = ensure(workspace)?;
    let mut cargo = core_module::cargo(workspace, &toolchain, &cpython)?;
    // As a subcommand: cargo finds it by its name on PATH.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = program
        .parent()
        .map(Path::to_owned)
        .into_iter()
        .chain(std::env::split_paths(&path));
    cargo.env("PATH", std::env::join_paths(folders)?);
    cargo.args(["component", "build", "--release"]);
    for built in &COMPONENTS {
        cargo.args(["--package", built.package]);
    }
    process::run(&mut cargo)?;
    let folder = workspace.target().join("wasm32-wasip1/release");
    let results: Vec<_> = COMPONENTS
        .iter()
        .map(|built| built.check(&folder, &build::host(workspace)))
        .collect::<Result<_>>()?;
    Ok(results.join("; "))
}

impl Built {
    /// Checks the component that is in `folder`.
    fn check(&self, folder: &Path, host: &Path) -> Result<String> {
        let made = folder.join(self.file);
        if !made.is_file() {
            bail!("cargo component made no {}", made.display());
        }
        let result = component::within(&made, Flavour::Wasi02, Sizes::ANY)?;
        let printed = process::output(
            Command::new(host)
                .env(self.variable, &made)
                .args(["run", "--policy", "trusted", "--time", TIME])
                .args(["--lang", self.language, "-c"])
                .arg(self.program),
        )?;
        if printed != ANSWER {
            bail!("{}: a program printed {printed:?}", made.display());
        }
        Ok(format!("{}: {result}, runs", self.package))
    }
}

/// cargo-component from the cache, installed there if need be.
fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let program = workspace.cache().join("bin/cargo-component");
    if !program.is_file() {
        println!("installing cargo-component {VERSION} into the cache; this takes minutes");
        process::run(
            process::cargo()
                .args([
                    "install",
                    "--locked",
                    "cargo-component",
                    "--version",
                    VERSION,
                    "--root",
                ])
                .arg(workspace.cache())
                .arg("--target-dir")
                .arg(workspace.cache().join("tools-target")),
        )?;
    }
    Ok(program)
}
