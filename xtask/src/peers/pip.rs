//! Sandboxes for Python that PyPI has.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::debian::apt;
use crate::digest::Key;
use crate::process;
use crate::whole;

/// The last versions that have all their parts as wheels.
const PACKAGES: [&str; 2] = ["pyeryx==0.11.0", "pydantic-monty==1.4.0"];

/// For the CPython that is built to compare with, whatever Python pip itself runs on: that one has no pip.
const OPTIONS: [&str; 6] = [
    "--python-version=3.13",
    "--implementation=cp",
    "--only-binary=:all:",
    "--disable-pip-version-check",
    "--no-warn-script-location",
    "--quiet",
];

/// Unpacks the wheels into a folder below `peers`, unless they are there.
pub(super) fn ensure(peers: &Path) -> Result<(PathBuf, String)> {
    let words = PACKAGES.join(", ");
    let key = Key::default()
        .with("packages", &words)
        .with("options", &OPTIONS.join(" "));
    let folder = peers.join(format!("pip-{}", key.short()));
    whole::ensure(&folder, |partial| {
        if apt::is_here() && pip().arg("--version").output().is_err() {
            apt::ensure(&["python3-pip"])?;
        }
        process::output(
            pip()
                .arg("install")
                .args(OPTIONS)
                .arg("--target")
                .arg(partial)
                .args(PACKAGES),
        )
        .map(drop)
        .context("Python 3 with pip is needed")
    })?;
    Ok((folder, words))
}

fn pip() -> Command {
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip"]);
    pip
}
