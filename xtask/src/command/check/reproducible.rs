//! The components, built twice: once here, once elsewhere and from nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::command::build;
use crate::component::{self, GUESTS};
use crate::cpython;
use crate::digest;
use crate::process;
use crate::progress::Progress;
use crate::toolchain;
use crate::workspace::Workspace;

/// Builds the components here first, then compares.
pub(super) fn built(workspace: &Workspace) -> Result<String> {
    build::components(workspace)?;
    run(workspace)
}

/// Compares `dist/` with what a copy of this clone's files builds, in a folder of another depth and
/// name, into a target folder outside it.
pub(in crate::command) fn run(workspace: &Workspace) -> Result<String> {
    let folder = Scratch::new()?;
    let copy = workspace.elsewhere(folder.0.join("another/clone"), folder.0.join("built"));
    copy_files(workspace.root(), copy.root())?;
    let mut progress = Progress::new(toolchain::STEPS + cpython::STEPS + component::STEPS);
    let toolchain = toolchain::ensure(&copy, &mut progress)?;
    let cpython = cpython::ensure(&copy, &toolchain, &mut progress)?;
    component::build(&copy, &toolchain, &cpython, &mut progress)?;
    let mut same = Vec::new();
    for guest in &GUESTS {
        let (here, there) = (
            digest::of_file(&guest.path(workspace))?,
            digest::of_file(&guest.path(&copy))?,
        );
        if here != there {
            bail!(
                "{} differs: sha256 {here} here, {there} in {}",
                guest.file(),
                copy.root().display()
            );
        }
        same.push(format!(
            "{} {}",
            guest.file(),
            here.get(..16).unwrap_or(&here)
        ));
    }
    Ok(format!("the same bytes: {}", same.join(", ")))
}

/// Copies what git tracks or would track, as it is in the folder now.
fn copy_files(from: &Path, to: &Path) -> Result<()> {
    let list = [
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ];
    let files = process::output(Command::new("git").current_dir(from).args(list))?;
    for file in files.split_terminator('\0') {
        let (source, destination) = (from.join(file), to.join(file));
        if !source.is_file() {
            continue;
        }
        if let Some(folder) = destination.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::copy(&source, &destination)
            .with_context(|| format!("cannot copy {}", source.display()))?;
    }
    Ok(())
}

/// A folder outside the clone that goes when this does.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self> {
        let folder =
            std::env::temp_dir().join(format!("golem-exec-reproducible-{}", std::process::id()));
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is the system's to clean.
        let _ = fs::remove_dir_all(&self.0);
    }
}
