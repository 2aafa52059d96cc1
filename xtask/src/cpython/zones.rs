//! The time zones, as the package `tzdata` that the library's `zoneinfo` asks for.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::sources::Source;
use crate::whole;
use crate::{digest, process};

/// How a compiled zone begins (RFC 8536, section 3.1).
const MAGIC: &[u8] = b"TZif";

/// Other forms of the same zones: with leap seconds, and without, and the machine's own.
const LEFT_OUT: [&str; 4] = ["localtime", "posix", "posixrules", "right"];

/// Writes the package into `library`.
pub(super) fn write(sources: &[Source], library: &Path) -> Result<()> {
    let package = library.join("tzdata");
    let folder = package.join("zoneinfo");
    let mut zones = collect(sources, &library.with_extension("zones"), &folder)?;
    if zones.is_empty() {
        bail!("no time zones in {sources:?}");
    }
    zones.sort();
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

/// Copies all zones to `to`; returns their names. They come together in `work` first: names in one
/// package are links to zones in the other.
fn collect(sources: &[Source], work: &Path, to: &Path) -> Result<Vec<String>> {
    fs::create_dir_all(work)?;
    for source in sources {
        let place = match source {
            Source::Debian { folder, .. } => folder.join("usr/share/zoneinfo"),
            Source::Named { path, .. } => path.clone(),
        };
        process::output(
            Command::new("cp")
                .args(["--archive", "--"])
                .arg(place.join("."))
                .arg(work),
        )?;
    }
    let zones = copy(work, to)?;
    whole::remove(work)?;
    Ok(zones)
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
