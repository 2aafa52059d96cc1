//! The snapshot of a guest that has an initialiser: what it does once for all programs is done here,
//! when the component is packed, and is part of it (`xtask/snapshot`).

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use wasmparser::{ExternalKind, Parser, Payload};

use crate::process;
use crate::workspace::Workspace;

/// A guest that exports a function of this name wants it to be run.
const INITIALISER: &str = "wizer-initialize";

/// The module as it is after its initialiser; one that has none as it is.
pub(super) fn take(workspace: &Workspace, module: Vec<u8>) -> Result<Vec<u8>> {
    if !has_initialiser(&module)? {
        return Ok(module);
    }
    let folder = workspace.target().join("xtask");
    let before = folder.join(format!("before.{}.wasm", std::process::id()));
    let after = before.with_extension("after");
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&before, module))
        .with_context(|| format!("cannot write {}", before.display()))?;
    let result = run(workspace, &before, &after);
    for file in [before, after] {
        // What is left is in nobody's way.
        let _ = fs::remove_file(file);
    }
    result
}

fn run(workspace: &Workspace, before: &Path, after: &Path) -> Result<Vec<u8>> {
    // Optimised: an interpreter runs the initialiser.
    process::run(
        process::cargo()
            .current_dir(workspace.root())
            .env("CARGO_TARGET_DIR", workspace.target())
            .args(["run", "--quiet", "--release", "--package", "snapshot", "--"])
            .args([before, after]),
    )?;
    fs::read(after).with_context(|| format!("cannot read {}", after.display()))
}

fn has_initialiser(module: &[u8]) -> Result<bool> {
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ExportSection(exports) = payload? {
            for export in exports {
                let export = export?;
                if export.name == INITIALISER && export.kind == ExternalKind::Func {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_a_function_of_that_name_is_an_initialiser() {
        for (module, expected) in [
            ("(module (func (export \"wizer-initialize\")))", true),
            ("(module (func (export \"wizer.initialize\")))", false),
            ("(module (memory (export \"wizer-initialize\") 1))", false),
            ("(module)", false),
        ] {
            let module = wat::parse_str(module).unwrap();
            assert_eq!(has_initialiser(&module).unwrap(), expected);
        }
    }
}
