//! Components against the gates.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::component::gates::{self, Flavour, Sizes};
use crate::component::{GUESTS, Guest};
use crate::size;
use crate::workspace::Workspace;

/// Checks a guest's component in `dist/`.
///
/// # Errors
/// When it is not there, and one line for each violation when there are any.
pub(in crate::command) fn built(workspace: &Workspace, guest: &Guest) -> Result<String> {
    within(&guest.path(workspace), guest.flavour, guest.largest)
}

/// Checks any component. One that has the name of a component of ours may be no larger than that; of others
/// nobody has said how large they may be.
pub(super) fn file(path: &Path) -> Result<String> {
    let name = path.file_name().map(|name| name.to_string_lossy());
    let guest = GUESTS
        .iter()
        .find(|guest| name.as_deref() == Some(guest.file().as_str()));
    match guest {
        Some(guest) => within(path, guest.flavour, guest.largest),
        None => within(path, Flavour::Wasi02, Sizes::ANY),
    }
}

/// Checks a component of this flavour, which may be as large as `largest`.
pub(super) fn within(path: &Path, flavour: Flavour, largest: Sizes) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let violations = gates::check(&bytes, flavour, largest)?;
    if !violations.is_empty() {
        let lines: Vec<_> = violations
            .iter()
            .map(|violation| format!("\n  {violation}"))
            .collect();
        bail!("{}:{}", path.display(), lines.concat());
    }
    let imports = gates::Surface::of(&bytes)?.imports.len();
    Ok(format!(
        "{} bytes ({}), {imports} imports, all on the allow-list",
        bytes.len(),
        size::shown(bytes.len())
    ))
}
