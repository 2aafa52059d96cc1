//! The C library for WASI: Debian's package `wasi-libc`, unpacked into the cache.
//!
//! It is never installed: bookworm's own is from 2022, and packages of two releases do not mix on
//! one machine. apt fetches and verifies the package with lists of its own, beside the machine's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::{apt, apt_sources};
use crate::process;
use crate::workspace::Workspace;

const PACKAGE: &str = "wasi-libc";

/// Its first snapshot that knows wasm32-wasip1 by that name and has what CPython 3.13 asks for.
const OLDEST: &str = "0.0~git20241209";

/// The first release of Debian with such a package.
const RELEASE: &str = "trixie";

/// An unpacked package.
pub(super) struct WasiLibc {
    /// Holds `usr/include` and `usr/lib`.
    pub(super) folder: PathBuf,
    pub(super) version: String,
}

/// Fetches and unpacks the package, unless the cache has it.
pub(super) fn ensure(workspace: &Workspace) -> Result<WasiLibc> {
    let folder = workspace.cache().join(PACKAGE);
    if let Some(libc) = unpacked(&folder) {
        return Ok(libc);
    }
    println!("fetching {PACKAGE}");
    let work = workspace
        .cache()
        .join(format!("{PACKAGE}.{}", std::process::id()));
    fs::create_dir_all(&work).with_context(|| format!("cannot create {}", work.display()))?;
    let result = fetch(&work).and_then(|package| unpack(&package, &work, &folder));
    // What is left is of no use, and in nobody's way.
    let _ = fs::remove_dir_all(&work);
    result?;
    unpacked(&folder).context("the package was unpacked, but is not there")
}

/// The newest version in the cache.
fn unpacked(folder: &Path) -> Option<WasiLibc> {
    let mut versions: Vec<_> = folder
        .read_dir()
        .ok()?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    versions.sort();
    let version = versions.pop()?;
    Some(WasiLibc {
        folder: folder.join(&version),
        version,
    })
}

/// Leaves the package in `work`, from the machine's own sources when they are new enough.
fn fetch(work: &Path) -> Result<PathBuf> {
    let own = apt::candidate(PACKAGE).is_some_and(|version| apt::at_least(&version, OLDEST));
    let mut options = Vec::new();
    if !own {
        options = private_lists(work).with_context(|| {
            format!(
                "{PACKAGE} {OLDEST} or later is missing: apt's own sources have {}, and those of Debian \
                 {RELEASE} cannot be used here; set WASI_SDK to an unpacked wasi-sdk 25 or later",
                apt::candidate(PACKAGE).unwrap_or_else(|| String::from("none"))
            )
        })?;
        process::output(
            Command::new("apt-get")
                .args(&options)
                .args(["-q", "update"]),
        )?;
    }
    process::output(
        Command::new("apt-get")
            .current_dir(work)
            .args(&options)
            .args(["-q", "download", PACKAGE]),
    )?;
    let packages = work
        .read_dir()
        .with_context(|| format!("cannot list {}", work.display()))?;
    packages
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .with_context(|| format!("apt-get download {PACKAGE} left no package"))
}

/// apt options for the machine's own mirror, but of [`RELEASE`], with all state under `work`.
fn private_lists(work: &Path) -> Result<Vec<String>> {
    let source = apt_sources::of_release(&apt_sources::debian_codename()?)?;
    let list = work.join("private.sources");
    fs::write(&list, source.stanza(RELEASE))
        .with_context(|| format!("cannot write {}", list.display()))?;
    let mut options = Vec::new();
    let mut option =
        |name: &str, value: &Path| options.push(format!("-o{name}={}", value.display()));
    option("Dir::Etc::sourcelist", &list);
    option("Dir::Etc::sourceparts", Path::new("-"));
    for (name, folder) in [
        ("Dir::State::lists", "lists/partial"),
        ("Dir::Cache", "cache/archives/partial"),
    ] {
        let folder = work.join(folder);
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        let base = if name == "Dir::Cache" {
            work.join("cache")
        } else {
            work.join("lists")
        };
        option(name, &base);
    }
    // As root, apt reads and writes as the user _apt, who cannot enter root's cache.
    options.push(String::from("-oAPT::Sandbox::User=root"));
    Ok(options)
}

fn unpack(package: &Path, work: &Path, folder: &Path) -> Result<()> {
    let version = process::output(
        Command::new("dpkg-deb")
            .arg("-f")
            .arg(package)
            .arg("Version"),
    )?;
    let files = work.join("files");
    apt::unpack(package, &files)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let destination = folder.join(version.trim());
    if !destination.exists() {
        fs::rename(&files, &destination)
            .with_context(|| format!("cannot create {}", destination.display()))?;
    }
    Ok(())
}
