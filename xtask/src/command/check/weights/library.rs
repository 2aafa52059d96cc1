//! The platform's JavaScript, module by module, as the component has it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::Row;
use crate::workspace::Workspace;

/// As `exec-javascript/build.rs` deflates.
const LEVEL: u8 = 10;

/// A module below this many bytes has no row of its own.
const SMALL: usize = 1_000;

/// Each module's weight, largest first: packages of npm, our own modules, and the small ones together.
pub(super) fn weigh(workspace: &Workspace, component: &[u8]) -> Result<Vec<Row>> {
    let own = workspace.root().join("exec-javascript/js");
    let mut modules = BTreeMap::new();
    collect(&own, "", &mut modules)?;
    collect(&workspace.packages_link(), "npm: ", &mut modules)?;
    let mut rows = Vec::new();
    let (mut small, mut of_small) = (0, 0);
    for (name, source) in modules {
        let deflated = miniz_oxide::deflate::compress_to_vec(&source, LEVEL);
        if !component
            .windows(deflated.len())
            .any(|part| part == deflated)
        {
            bail!("the component does not hold {name} as exec-javascript/build.rs deflates it");
        }
        if deflated.len() < SMALL {
            small += 1;
            of_small += deflated.len();
        } else {
            rows.push((name, deflated.len()));
        }
    }
    rows.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    rows.push((format!("{small} modules below {SMALL} bytes"), of_small));
    Ok(rows)
}

fn collect(folder: &Path, prefix: &str, modules: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let entries = folder
        .read_dir()
        .with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), modules)?;
        } else if path.extension().is_some_and(|extension| extension == "js") {
            modules.insert(format!("{prefix}{name}"), fs::read(&path)?);
        }
    }
    Ok(())
}
