//! quickjs-ng's own program.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::digest::Key;
use crate::quickjs;
use crate::whole;
use crate::workspace::Workspace;

/// What `qjs` has beside the engine.
const OWN: [&str; 3] = ["qjs.c", "gen/repl.c", "gen/standalone.c"];

/// As the component's engine is compiled.
const OPTIMISATION: &str = "-O3";

/// Compiles `qjs` into a folder below `peers`, unless it is there.
pub(super) fn ensure(workspace: &Workspace, peers: &Path) -> Result<(PathBuf, String)> {
    let sources = quickjs::sources(workspace)?;
    let release = sources.parent().and_then(Path::file_name);
    let release = release.context("the sources have no version")?;
    let words = release.to_string_lossy().into_owned();
    let key = Key::default()
        .with("sources", &words)
        .with("optimisation", OPTIMISATION);
    let folder = peers.join(format!("quickjs-{}", key.short()));
    whole::ensure(&folder, |partial| {
        fs::create_dir_all(partial)?;
        quickjs::compile(&sources, &OWN, OPTIMISATION, &partial.join("qjs"))
    })?;
    Ok((folder.join("qjs"), words))
}
