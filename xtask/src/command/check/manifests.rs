//! Golem's manifests against Golem's schemas, which are not part of this repository.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::command::build;
use crate::process;
use crate::workspace::Workspace;

/// Where the schemas are when somebody put them beside the clone.
const BESIDE: &str = "../shared/spec/golem-manifest";

/// The folder of schemas beside the clone, if there is one.
pub(in crate::command) fn schemas_here(workspace: &Workspace) -> Option<PathBuf> {
    let folder = workspace.root().join(BESIDE);
    folder.is_dir().then_some(folder)
}

/// Checks every manifest against the schema of its version in `folder`.
pub(in crate::command) fn run(workspace: &Workspace, folder: &Path) -> Result<String> {
    let mut cargo = build::host_cargo(workspace);
    cargo
        .env("GOLEM_MANIFEST_SCHEMAS", std::path::absolute(folder)?)
        .args([
            "test",
            "--quiet",
            "--package",
            "xtask",
            "--test",
            "manifests",
        ])
        .args(["--", "--include-ignored"]);
    process::run(&mut cargo)?;
    Ok(format!("valid by the schemas in {}", folder.display()))
}
