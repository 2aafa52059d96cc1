//! quickjs-ng for this machine, from the sources that the component's engine is made of, without our patches.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process;
use crate::workspace::Workspace;

/// What each of its programs is linked from.
const ENGINE: [&str; 5] = [
    "quickjs.c",
    "quickjs-libc.c",
    "libregexp.c",
    "libunicode.c",
    "dtoa.c",
];

/// The folder of the sources, as cargo has them.
pub(crate) fn sources(workspace: &Workspace) -> Result<PathBuf> {
    let metadata = process::output(Command::new("cargo").current_dir(workspace.root()).args([
        "metadata",
        "--format-version",
        "1",
        "--locked",
    ]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let packages = metadata.get("packages").and_then(|found| found.as_array());
    let quickjs = packages.and_then(|packages| {
        let mut packages = packages.iter();
        packages.find(|package| {
            package
                .get("name")
                .is_some_and(|name| name == "rquickjs-sys")
        })
    });
    let manifest = quickjs.and_then(|package| package.get("manifest_path")?.as_str());
    let manifest = Path::new(manifest.context("cargo knows no package rquickjs-sys")?);
    Ok(manifest.with_file_name("quickjs"))
}

/// Compiles one of its programs, of which `own` are the sources beside the engine's.
pub(crate) fn compile(sources: &Path, own: &[&str], optimisation: &str, into: &Path) -> Result<()> {
    let mut cc = Command::new("cc");
    cc.current_dir(sources)
        .args([
            optimisation,
            "-w",
            "-pthread",
            "-D_GNU_SOURCE",
            "-DNDEBUG",
            "-o",
        ])
        .arg(into)
        .args(own)
        .args(ENGINE)
        .args(["-lm", "-ldl"]);
    process::run(&mut cc)
}
