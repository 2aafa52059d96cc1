//! `cargo xtask setup`.

use anyhow::Result;

use crate::progress::Progress;
use crate::toolchain;
use crate::workspace::Workspace;

pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let toolchain = toolchain::ensure(workspace, &mut Progress::new(toolchain::STEPS))?;
    toolchain::ensure_lints()?;
    println!(
        "ready: {} -> {}",
        workspace.shown(&workspace.toolchain_link()),
        toolchain.folder().display()
    );
    Ok(())
}
