//! What exec-python is linked with: one folder of all that was built, to which the clone links.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::build_python::BuildPython;
use super::cross::Cross;
use super::sources::Sources;
use super::{CPython, library, pack, zones};
use crate::digest::{self, Key};
use crate::size;
use crate::whole;
use crate::workspace::Workspace;

/// The packed library, beside the archives.
const PACK: &str = "lib/python3.13.pack";

pub(super) fn ensure(
    workspace: &Workspace,
    cross: &Cross,
    build_python: &BuildPython,
    sources: &Sources,
) -> Result<(CPython, String)> {
    let own = workspace.root().join("exec-python/lib");
    let mut key = cross
        .identify(Key::default())
        .with("our own library", &digest::of_tree(&own)?)
        .with("left out", &library::LEFT_OUT.join(" "))
        // How it is packed is this program's.
        .with("packer", include_str!("pack.rs"))
        .with("zones", include_str!("zones.rs"));
    for zones in &sources.zones {
        key = zones.identify("zones", key);
    }
    let prefix = workspace
        .cache()
        .join("cpython")
        .join(format!("prefix-{}", key.short()));
    whole::ensure(&prefix, |partial| {
        link_files(&cross.folder.join("lib"), &partial.join("lib"))?;
        link_files(&cross.libraries.join("lib"), &partial.join("lib"))?;
        symlink(cross.folder.join("include"), partial.join("include"))?;
        let folder = partial.join("lib/python3.13");
        library::copy(&cross.folder.join("library"), &folder, &library::LEFT_OUT)?;
        library::copy(&own, &folder, &[])?;
        zones::write(&sources.zones, &folder)?;
        library::compile(&folder, build_python)?;
        fs::write(partial.join(PACK), pack::folder(&folder)?)?;
        Ok(())
    })?;
    workspace.link(&prefix, &workspace.cpython_link())?;
    let bytes = prefix.join(PACK).metadata()?.len();
    let words = size::shown(usize::try_from(bytes)?);
    Ok((CPython { prefix }, words))
}

/// Links every file of one folder into another one.
fn link_files(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in from.read_dir()? {
        let entry = entry?;
        let link = to.join(entry.file_name());
        symlink(entry.path(), &link)
            .with_context(|| format!("cannot create {}", link.display()))?;
    }
    Ok(())
}
