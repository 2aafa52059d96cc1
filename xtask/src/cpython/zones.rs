//! The time zones, as the package `tzdata` that the library's `zoneinfo` asks for.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::sources::Source;
use crate::digest;

/// How a compiled zone begins (RFC 8536, section 3.1).
const MAGIC: &[u8] = b"TZif";

/// Other forms of the same zones: with leap seconds, and without, and the machine's own.
const LEFT_OUT: [&str; 4] = ["localtime", "posix", "posixrules", "right"];

/// Writes the package into `library`.
pub(super) fn write(sources: &[Source], library: &Path) -> Result<()> {
    let package = library.join("tzdata");
    let folder = package.join("zoneinfo");
    let mut zones = Vec::new();
    for source in sources {
        let place = match source {
            Source::Debian { folder, .. } => folder.join("usr/share/zoneinfo"),
            Source::Named { path, .. } => path.clone(),
        };
        zones.extend(copy(&place, &folder)?);
    }
    zones.sort();
    zones.dedup();
    if zones.is_empty() {
        anyhow::bail!("no time zones in {sources:?}");
    }
    // Each folder is a package, since zones are read as resources of packages.
    for zone in &zones {
        let mut parent = folder.join(zone);
        while parent.pop() && parent.starts_with(&package) {
            let init = parent.join("__init__.py");
            if !init.exists() {
                fs::write(&init, "")?;
            }
        }
    }
    fs::write(package.join("zones"), zones.join("\n") + "\n")
        .context("cannot write the list of zones")
}

/// Copies the zones of a folder; returns their names.
fn copy(from: &Path, to: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    digest::list(from, &mut files)?;
    let mut zones = Vec::new();
    for file in files {
        let name = file.strip_prefix(from)?;
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        if !bytes.starts_with(MAGIC) || LEFT_OUT.iter().any(|part| name.starts_with(part)) {
            continue;
        }
        let destination = to.join(name);
        if let Some(folder) = destination.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&destination, bytes)?;
        zones.push(name.to_string_lossy().into_owned());
    }
    Ok(zones)
}
