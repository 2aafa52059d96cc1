//! `cargo xtask clean`.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::workspace::Workspace;

pub(super) fn run(workspace: &Workspace, cache: bool) -> Result<()> {
    remove(workspace, &workspace.dist())?;
    remove(workspace, &workspace.toolchain_link())?;
    remove(workspace, &workspace.packages_link())?;
    remove(workspace, &workspace.cpython_link())?;
    remove(workspace, workspace.target())?;
    if cache {
        remove(workspace, workspace.cache())?;
    }
    Ok(())
}

/// Removes a folder with all in it, or a link and not what it leads to.
fn remove(workspace: &Workspace, path: &Path) -> Result<()> {
    let result = match path.symlink_metadata() {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => println!("removed {}", workspace.shown(path)),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => {
            return Err(error).with_context(|| format!("cannot remove {}", path.display()));
        }
    }
    Ok(())
}
