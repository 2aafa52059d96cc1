//! The components: what is made of each guest, and what it must be like.

mod compact;
pub(crate) mod core_module;
pub(crate) mod gates;
pub(crate) mod guest;
mod leave_out;
mod pack;
mod preview1;
mod reachable;
mod snapshot;
mod stack_meter;
mod stamp;
mod strip;
mod twins;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

pub(crate) use guest::{GUESTS, Guest};

use crate::cpython::CPython;
use crate::progress::Progress;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;

/// How many steps [`build`] tells of.
pub(crate) const STEPS: usize = 1 + GUESTS.len();

/// Builds every guest and packs it into `dist/`. What is up to date is left alone.
pub(crate) fn build(
    workspace: &Workspace,
    toolchain: &Toolchain,
    cpython: &CPython,
    progress: &mut Progress,
) -> Result<Vec<PathBuf>> {
    progress.loud("building the guests", || {
        core_module::build(workspace, toolchain, cpython)
    })?;
    let packed: Result<Vec<PathBuf>> = GUESTS
        .iter()
        .map(|guest| {
            let what = format!("packing {}", guest.file());
            progress.quiet(&what, || pack::ensure(workspace, guest))
        })
        .collect();
    ship_licences(workspace)?;
    packed
}

/// Puts what the bundled packages of npm ask to be told beside the components that have them inside.
fn ship_licences(workspace: &Workspace) -> Result<()> {
    let from = workspace.packages_link().join("LICENCES.txt");
    let to = workspace.dist().join("exec-javascript.licences.txt");
    fs::copy(&from, &to)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}
