//! A test262 tree, run through the built JavaScript component with quickjs-ng's own configuration.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::command::build;
use crate::process;
use crate::workspace::Workspace;

const PAGE: &str = "docs/conformance/javascript.md";

/// What stands above this line of the page is written by hand, and stays.
const MARK: &str = "## The last run";

/// Runs the tests below `folder/test`, and writes what they come to.
///
/// # Errors
/// When they cannot be run. Tests that fail are told in the page: which of them may, is said there.
pub(super) fn run(workspace: &Workspace, folder: &Path) -> Result<String> {
    let folder = std::path::absolute(folder)?;
    for part in ["test", "harness"] {
        if !folder.join(part).is_dir() {
            bail!("{} has no folder `{part}`", folder.display());
        }
    }
    build::components(workspace)?;
    let mut cargo = build::host_cargo(workspace);
    cargo
        .args(["run", "--quiet", "--release", "--package", "golem-exec"])
        .args(["--package", "conformance", "--example", "test262", "--"])
        .arg(&folder)
        .arg(configuration(workspace)?)
        .arg(workspace.root().join("dist/exec-javascript.wasm"));
    let mut lines = Vec::new();
    // Tests that fail make it end with another code than 0: what counts is whether it tells the sum.
    process::each_line(&mut cargo, |line| lines.push(line))?;
    let Some(sum) = lines.pop().filter(|sum| sum.ends_with(" left out")) else {
        bail!("the runner did not come to its end");
    };
    write(workspace, &sum, &lines)?;
    Ok(format!("{sum}: {PAGE}"))
}

/// `test262.conf` of the QuickJS that the component is made of.
fn configuration(workspace: &Workspace) -> Result<PathBuf> {
    let metadata = process::output(Command::new("cargo").current_dir(workspace.root()).args([
        "metadata",
        "--format-version",
        "1",
        "--locked",
    ]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let packages = metadata.get("packages").and_then(|found| found.as_array());
    let quickjs = packages.and_then(|packages| {
        let mut packages = packages.iter();
        packages.find(|package| {
            package
                .get("name")
                .is_some_and(|name| name == "rquickjs-sys")
        })
    });
    let manifest = quickjs.and_then(|package| package.get("manifest_path")?.as_str());
    let manifest = Path::new(manifest.context("cargo knows no package rquickjs-sys")?);
    Ok(manifest.with_file_name("quickjs").join("test262.conf"))
}

fn write(workspace: &Workspace, sum: &str, lines: &[String]) -> Result<()> {
    let path = workspace.root().join(PAGE);
    let page = fs::read_to_string(&path).unwrap_or_default();
    let kept = page.split(MARK).next().unwrap_or_default().trim_end();
    let mut text = format!("{kept}\n\n{MARK}\n\n{sum}.\n\n");
    for line in lines {
        // Writing to a String cannot fail. A message may be as long as the test likes.
        let line: String = line.chars().take(200).collect();
        let _ = writeln!(text, "- {}", line.replace('|', "\\|"));
    }
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}
