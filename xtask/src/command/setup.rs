//! `cargo xtask setup`.

use anyhow::Result;

use crate::toolchain;
use crate::workspace::Workspace;

pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let toolchain = toolchain::ensure(workspace)?;
    toolchain::ensure_lints()?;
    println!(
        "ready: {} -> {}",
        workspace.shown(&workspace.toolchain_link()),
        toolchain.folder().display()
    );
    Ok(())
}
