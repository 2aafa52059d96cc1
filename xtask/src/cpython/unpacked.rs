//! Sources, unpacked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::sources::{Source, Sources};
use super::{debian_fixes, patches};
use crate::digest::Key;
use crate::process;
use crate::whole;
use crate::workspace::Workspace;

/// CPython's source tree, with Debian's fixes.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) folder: PathBuf,
    /// Such as 3.13.5.
    pub(super) version: String,
    /// When this version was made, in seconds since 1970: what it says of when it was built.
    pub(super) epoch: u64,
    source: Source,
}

impl Tree {
    pub(super) fn identify(&self, key: Key) -> Key {
        self.source.identify("CPython", key)
    }
}

pub(super) fn cpython(workspace: &Workspace, sources: &Sources) -> Result<Tree> {
    let source = sources.cpython.clone();
    let key = source.identify("CPython", debian_fixes::identify(Key::default()));
    let folder = workspace
        .cache()
        .join("cpython")
        .join(format!("source-{}", key.short()));
    whole::ensure(&folder, |partial| {
        unpack(&source, debian_fixes::CPYTHON, partial)
    })?;
    let header = folder.join("Include/patchlevel.h");
    let text =
        fs::read_to_string(&header).with_context(|| format!("cannot read {}", header.display()))?;
    let version = text
        .lines()
        .find_map(|line| line.strip_prefix("#define PY_VERSION"))
        .map(|value| value.trim().trim_matches('"').to_owned())
        .with_context(|| format!("{} names no PY_VERSION", header.display()))?;
    if !version.starts_with("3.13.") {
        bail!("this is the source of Python {version}, 3.13 is needed");
    }
    let epoch = header
        .metadata()?
        .modified()?
        .duration_since(std::time::UNIX_EPOCH)?
        .as_secs();
    Ok(Tree {
        folder,
        version,
        epoch,
        source,
    })
}

/// Unpacks a source into `folder`. Of a Debian package also those patches that `fixes` names.
pub(super) fn unpack(source: &Source, fixes: debian_fixes::Fixes, folder: &Path) -> Result<()> {
    let files = match source {
        Source::Named { path, .. } => return extract(path, folder),
        Source::Debian { folder, .. } => folder,
    };
    extract(&tarball(files, ".orig.tar.")?, folder)?;
    let debian = folder.join(".debian");
    fs::create_dir_all(&debian)?;
    extract(&tarball(files, ".debian.tar.")?, &debian)?;
    for patch in debian_fixes::of(&debian, fixes)? {
        patches::apply(&patch, folder)?;
    }
    Ok(())
}

/// The file in `folder` whose name has `part` in it, and is not a signature.
fn tarball(folder: &Path, part: &str) -> Result<PathBuf> {
    folder
        .read_dir()
        .with_context(|| format!("cannot list {}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| {
            path.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.contains(part) && !name.ends_with(".asc"))
        })
        .with_context(|| format!("no *{part}* in {}", folder.display()))
}

fn extract(archive: &Path, folder: &Path) -> Result<()> {
    process::output(
        Command::new("tar")
            .args(["--extract", "--strip-components=1", "--no-same-owner"])
            .arg("--file")
            .arg(archive)
            .arg("--directory")
            .arg(folder),
    )
    .map(drop)
}
