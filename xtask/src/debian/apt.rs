//! Packages through apt and dpkg.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process;

/// Whether this machine has apt at all.
pub(crate) fn is_here() -> bool {
    process::find("apt-get").is_some() && process::find("dpkg-query").is_some()
}

/// Installs those of `packages` that are not installed.
pub(crate) fn ensure(packages: &[&str]) -> Result<()> {
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
    .with_context(|| format!("apt cannot install {}", missing.join(" ")))
}

/// The version of an installed package.
pub(crate) fn installed(package: &str) -> Option<String> {
    let status = "-f=${db:Status-Status} ${Version}";
    let text = process::output(Command::new("dpkg-query").args(["-W", status, package])).ok()?;
    text.strip_prefix("installed ")
        .map(|version| version.trim().to_owned())
}

/// The version that apt would install of `package`.
pub(crate) fn candidate(package: &str) -> Option<String> {
    let text = process::output(Command::new("apt-cache").args(["policy", package])).ok()?;
    let version = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("Candidate:"))?
        .trim();
    (version != "(none)").then(|| version.to_owned())
}

/// Whether `version` is at least `oldest` in Debian's order.
pub(crate) fn at_least(version: &str, oldest: &str) -> bool {
    process::output(Command::new("dpkg").args(["--compare-versions", version, "ge", oldest]))
        .is_ok()
}

/// The version of a package's file.
pub(crate) fn version(package: &Path) -> Result<String> {
    let text = process::output(
        Command::new("dpkg-deb")
            .arg("-f")
            .arg(package)
            .arg("Version"),
    )?;
    Ok(text.trim().to_owned())
}

/// Unpacks a package's files into `folder`.
pub(crate) fn unpack(package: &Path, folder: &Path) -> Result<()> {
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
