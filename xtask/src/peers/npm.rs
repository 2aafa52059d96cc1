//! Sandboxes for JavaScript that npm has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::debian::apt;
use crate::digest::Key;
use crate::process;
use crate::whole;

const QUICKJS: &str = "quickjs-emscripten@0.32.0";

/// Its C++ is compiled, against the headers of this machine's node.
const V8: &str = "isolated-vm";
const V8_NEEDS: [&str; 3] = ["g++", "make", "python3"];

/// The last version for each node from which on it can be built.
const V8_VERSIONS: [(u32, &str); 3] = [(24, "7.0.1"), (22, "6.1.2"), (18, "5.0.4")];

/// Installs the packages into a folder below `peers`, unless they are there.
pub(super) fn ensure(peers: &Path) -> Result<(PathBuf, String)> {
    let node = node()?;
    let Some((_, version)) = V8_VERSIONS.iter().find(|(least, _)| node >= *least) else {
        bail!("node {node} is here; node 18 or later is needed");
    };
    let v8 = format!("{V8}@{version}");
    let words = format!("{QUICKJS}, {v8}");
    let key = Key::default()
        .with("packages", &words)
        .with("node", &node.to_string());
    let folder = peers.join(format!("npm-{}", key.short()));
    whole::ensure(&folder, |partial| install(partial, &v8))?;
    Ok((folder.join("node_modules"), words))
}

/// The major version of the node that is here.
fn node() -> Result<u32> {
    let said = process::output(Command::new("node").arg("--version"))
        .context("node and npm are needed")?;
    said.trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok())
        .with_context(|| format!("node says that its version is {said:?}"))
}

/// The script of no other package is run than of the one that must be compiled.
fn install(folder: &Path, v8: &str) -> Result<()> {
    if apt::is_here() {
        apt::ensure(&V8_NEEDS)?;
    }
    fs::create_dir_all(folder)?;
    let npm = |command: &str| {
        let mut npm = Command::new("npm");
        npm.arg(command).arg("--prefix").arg(folder).args([
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
        ]);
        npm
    };
    process::output(npm("install").args(["--ignore-scripts", QUICKJS, v8]))?;
    process::output(npm("rebuild").arg(V8))?;
    let compiled = folder
        .join("node_modules")
        .join(V8)
        .join("out/isolated_vm.node");
    anyhow::ensure!(compiled.is_file(), "npm made no {}", compiled.display());
    Ok(())
}
