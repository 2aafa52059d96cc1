//! Rust's side: the compiler, the standard library for wasm32-wasip1, clippy and rustfmt.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::version::Version;

/// As `rust-version` in Cargo.toml.
const OLDEST: Version = Version {
    major: 1,
    minor: 95,
    patch: 0,
};

pub(crate) const TARGET: &str = "wasm32-wasip1";

/// Checks the compiler's version and adds the target's standard library when it is missing.
pub(super) fn ensure_target() -> Result<String> {
    let text = process::output(Command::new("rustc").arg("--version"))
        .context("no Rust compiler: install rustup (https://rustup.rs)")?;
    let version = Version::find(&text).with_context(|| format!("rustc says only {text:?}"))?;
    if version < OLDEST {
        bail!("rustc {version} is too old, {OLDEST} is needed: rustup update stable");
    }
    if has_target()? {
        return Ok(format!("rustc {version}"));
    }
    if process::find("rustup").is_none() {
        bail!(
            "the standard library for {TARGET} is missing, and there is no rustup to add it with: \
             install your distribution's package of it, or rustup (https://rustup.rs)"
        );
    }
    println!("adding");
    process::run(Command::new("rustup").args(["target", "add", TARGET]))?;
    if !has_target()? {
        bail!("rustup added {TARGET}, but `rustc` is another compiler than rustup's");
    }
    Ok(format!("rustc {version}, {TARGET} added"))
}

fn has_target() -> Result<bool> {
    let folder = process::output(Command::new("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        TARGET,
    ]))?;
    let self_contained = Path::new(folder.trim()).join("self-contained");
    Ok(self_contained.join("crt1-reactor.o").is_file())
}

/// Checks for clippy and rustfmt, and adds them when they are missing.
pub(super) fn ensure_lints() -> Result<String> {
    for (command, component) in [("clippy", "clippy"), ("fmt", "rustfmt")] {
        if process::output(process::cargo().args([command, "--version"])).is_err() {
            process::run(Command::new("rustup").args(["component", "add", component]))
                .with_context(|| format!("cargo {command} is missing: install {component}"))?;
        }
    }
    Ok(String::from("clippy, rustfmt"))
}
