//! One release of Debian, from the mirror that this machine already uses.
//!
//! apt keeps lists of their own for it, so that the machine's stay what they are. apt verifies all of
//! it: the signature of the release's index, by the machine's keyring; the list of packages, by the
//! digest in that index; each file, by the SHA-256 digest in that list.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{apt, mirror};
use crate::process;

/// The release that has what the guests are made of: the first one with wasi-libc for wasm32-wasip1,
/// and with CPython 3.13.
pub(crate) const NAME: &str = "trixie";

/// The lists of [`NAME`], in a folder of the caller's.
#[derive(Debug)]
pub(crate) struct Release {
    options: Vec<String>,
}

impl Release {
    /// Fetches the lists into `folder`.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let options = options(folder)?;
        process::output(
            Command::new("apt-get")
                .args(&options)
                .args(["-q", "update"]),
        )?;
        Ok(Self { options })
    }

    /// Leaves a package in `folder`; returns its file.
    pub(crate) fn package(&self, name: &str, folder: &Path) -> Result<PathBuf> {
        download(&self.options, name, folder)
    }

    /// Leaves the files of a source package in `folder`; returns its version.
    ///
    /// A mirror may list a version of a point release before it has the files: the newest one that is
    /// there, whole, is taken.
    pub(crate) fn source(&self, name: &str, folder: &Path) -> Result<String> {
        let mut problems = Vec::new();
        for version in self.source_versions(name)? {
            match self.source_files(name, &version, folder) {
                Ok(()) => return Ok(version),
                Err(error) => problems.push(format!("{version}: {error:#}")),
            }
        }
        bail!(
            "Debian {NAME} has no source package {name} to download{}",
            problems
                .iter()
                .map(|problem| format!("\n  {problem}"))
                .collect::<String>()
        )
    }

    fn source_files(&self, name: &str, version: &str, folder: &Path) -> Result<()> {
        empty(folder)?;
        process::output(
            Command::new("apt-get")
                .current_dir(folder)
                .args(&self.options)
                .args(["-q", "source", "--download-only", "--only-source"])
                .arg(format!("{name}={version}")),
        )
        .map(drop)
    }

    /// The versions that the release lists, newest first.
    fn source_versions(&self, name: &str) -> Result<Vec<String>> {
        let text = process::output(Command::new("apt-cache").args(&self.options).args([
            "showsrc",
            "--only-source",
            name,
        ]))?;
        let mut versions: Vec<String> = text
            .lines()
            .filter_map(|line| line.strip_prefix("Version:"))
            .map(|version| version.trim().to_owned())
            .collect();
        versions.sort_by(|a, b| apt::at_least(b, a).cmp(&apt::at_least(a, b)));
        versions.dedup();
        Ok(versions)
    }
}

/// Leaves a package of the machine's own sources in `folder`; returns its file.
pub(crate) fn own_package(name: &str, folder: &Path) -> Result<PathBuf> {
    download(&[], name, folder)
}

fn download(options: &[String], name: &str, folder: &Path) -> Result<PathBuf> {
    process::output(
        Command::new("apt-get")
            .current_dir(folder)
            .args(options)
            .args(["-q", "download", name]),
    )?;
    let prefix = format!("{name}_");
    folder
        .read_dir()
        .with_context(|| format!("cannot list {}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| {
            path.file_name()
                .and_then(|file| file.to_str())
                .is_some_and(|file| file.starts_with(&prefix) && file.ends_with(".deb"))
        })
        .with_context(|| format!("apt-get download {name} left no package"))
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// apt options for the machine's own mirror, but of [`NAME`], with all state under `folder`.
fn options(folder: &Path) -> Result<Vec<String>> {
    let source = mirror::of_release(&mirror::debian_codename()?)?;
    let lists = folder.join("lists");
    let cache = folder.join("cache");
    for folder in [lists.join("partial"), cache.join("archives/partial")] {
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    let list = folder.join("private.sources");
    fs::write(&list, source.stanza(NAME))
        .with_context(|| format!("cannot write {}", list.display()))?;
    let mut options: Vec<String> = [
        ("Dir::Etc::sourcelist", list.as_path()),
        ("Dir::Etc::sourceparts", Path::new("-")),
        ("Dir::State::lists", lists.as_path()),
        ("Dir::Cache", cache.as_path()),
    ]
    .map(|(name, value)| format!("-o{name}={}", value.display()))
    .into();
    // As root, apt reads and writes as the user _apt, who cannot enter root's cache.
    options.push(String::from("-oAPT::Sandbox::User=root"));
    Ok(options)
}
