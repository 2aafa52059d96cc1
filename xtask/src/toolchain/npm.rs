//! The npm packages in the JavaScript library: fetched as the lock file pins them, and bundled.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::debian::apt;
use crate::digest::{self, Key};
use crate::process;
use crate::whole;
use crate::workspace::Workspace;

/// Debian's packages of the two programs that it takes; other systems have their own.
const DEBIAN: [&str; 2] = ["nodejs", "npm"];

/// What names the packages, and what pins them with their digests.
const MANIFESTS: [&str; 2] = ["package.json", "package-lock.json"];

/// Makes the folder of bundles unless the cache has it, and links it into the clone.
///
/// npm is asked only when the lock file is a new one, node only when something here is new.
pub(super) fn ensure(workspace: &Workspace) -> Result<String> {
    let sources = workspace.root().join("exec-javascript/packages");
    let locked = key_of(&sources, &MANIFESTS.map(String::from))?;
    let installed = workspace.cache().join("npm").join(locked.short());
    let bundled = bundle_key(&sources, locked)?;
    let bundles = workspace.cache().join("javascript").join(bundled.short());
    if !bundles.is_dir() {
        whole::ensure(&installed, |partial| install(&sources, partial))?;
        whole::ensure(&bundles, |partial| {
            process::run(
                Command::new("node")
                    .arg(sources.join("bundle.mjs"))
                    .arg(installed.join("node_modules"))
                    .arg(partial),
            )
        })?;
    }
    workspace.link(&bundles, &workspace.packages_link())?;
    Ok(bundles.display().to_string())
}

/// Everything that the bundles are made from.
fn bundle_key(sources: &Path, key: Key) -> Result<Key> {
    let mut names = ["bundle.mjs", "time-zones.mjs"].map(String::from).to_vec();
    for part in ["bundles", "licences"] {
        let folder = sources.join(part);
        for entry in folder
            .read_dir()
            .with_context(|| format!("cannot list {}", folder.display()))?
        {
            let name = entry?.file_name();
            names.push(format!("{part}/{}", name.to_string_lossy()));
        }
    }
    names.sort();
    add_files(key, sources, &names)
}

fn key_of(folder: &Path, names: &[String]) -> Result<Key> {
    add_files(Key::default(), folder, names)
}

fn add_files(key: Key, folder: &Path, names: &[String]) -> Result<Key> {
    names.iter().try_fold(key, |key, name| {
        Ok(key.with(name, &digest::of_file(&folder.join(name))?))
    })
}

/// Installs exactly what the lock file pins; no package's own script is run.
fn install(sources: &Path, folder: &Path) -> Result<()> {
    if process::find("npm").is_none() || process::find("node").is_none() {
        anyhow::ensure!(apt::is_here(), "npm is missing: install Node 18 or later");
        apt::ensure(&DEBIAN)?;
    }
    fs::create_dir_all(folder)?;
    for name in MANIFESTS {
        fs::copy(sources.join(name), folder.join(name))?;
    }
    let options = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
    process::run(
        Command::new("npm")
            .current_dir(folder)
            .arg("ci")
            .args(options),
    )
}
