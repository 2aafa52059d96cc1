//! Debian and its relatives: packages through apt and dpkg.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process;

/// clang for wasm32, its linker, its archive tools, and its runtime.
pub(super) const PACKAGES: [&str; 4] =
    ["clang-19", "lld-19", "llvm-19", "libclang-rt-19-dev-wasm32"];

/// Whether this machine has apt at all.
pub(super) fn is_here() -> bool {
    process::find("apt-get").is_some() && process::find("dpkg-query").is_some()
}

/// Installs those of `packages` that are not installed.
pub(super) fn ensure(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| installed(package).is_none())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing {}", missing.join(" "));
    process::run(as_root("apt-get")?.args(["-q", "update"]))?;
    process::run(
        as_root("apt-get")?
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-q", "install", "-y", "--no-install-recommends"])
            .args(&missing),
    )
    .with_context(|| {
        format!(
            "apt cannot install {}: enable a release that has LLVM 19 (Debian 12 or later, \
             Ubuntu 24.10 or later), or set WASI_SDK to an unpacked wasi-sdk",
            missing.join(" ")
        )
    })
}

/// The version of an installed package.
pub(super) fn installed(package: &str) -> Option<String> {
    let status = "-f=${db:Status-Status} ${Version}";
    let text = process::output(Command::new("dpkg-query").args(["-W", status, package])).ok()?;
    text.strip_prefix("installed ")
        .map(|version| version.trim().to_owned())
}

/// The version that apt would install of `package`.
pub(super) fn candidate(package: &str) -> Option<String> {
    let text = process::output(Command::new("apt-cache").args(["policy", package])).ok()?;
    let version = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("Candidate:"))?
        .trim();
    (version != "(none)").then(|| version.to_owned())
}

/// Whether `version` is at least `oldest` in Debian's order.
pub(super) fn at_least(version: &str, oldest: &str) -> bool {
    process::output(Command::new("dpkg").args(["--compare-versions", version, "ge", oldest]))
        .is_ok()
}

/// Unpacks a package's files into `folder`.
pub(super) fn unpack(package: &Path, folder: &Path) -> Result<()> {
    process::output(Command::new("dpkg-deb").arg("-x").arg(package).arg(folder)).map(drop)
}

fn as_root(program: &str) -> Result<Command> {
    let user = process::output(Command::new("id").arg("-u"))?;
    if user.trim() == "0" {
        return Ok(Command::new(program));
    }
    if process::find("sudo").is_none() {
        bail!("{program} needs root, and there is no sudo: run `cargo xtask setup` as root once");
    }
    let mut sudo = Command::new("sudo");
    sudo.arg(program);
    Ok(sudo)
}
