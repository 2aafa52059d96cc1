//! A test262 tree, run through the built JavaScript component with quickjs-ng's own configuration, and through
//! quickjs-ng's own runner on this machine: what passes there must pass here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::command::build;
use crate::process;
use crate::quickjs;
use crate::workspace::Workspace;

const PAGE: &str = "docs/conformance/javascript.md";

/// What stands above this line of the page is written by hand, and stays.
const MARK: &str = "## The last run";

/// Runs the tests below `folder/test`, and writes what they come to.
///
/// # Errors
/// When they cannot be run, and when one fails here alone and nobody has said why.
pub(super) fn run(workspace: &Workspace, folder: &Path) -> Result<String> {
    let folder = std::path::absolute(folder)?;
    for part in ["test", "harness"] {
        if !folder.join(part).is_dir() {
            bail!("{} has no folder `{part}`", folder.display());
        }
    }
    build::components(workspace)?;
    let sources = quickjs::sources(workspace)?;
    let scratch = workspace.root().join("target/test262");
    fs::create_dir_all(&scratch)?;
    let (errors, native_sum) = natively(&sources, &folder, &scratch)?;
    // Built with both packages, as the tests are, so that nothing is compiled twice; `cargo run` takes one only.
    process::run(
        build::host_cargo(workspace)
            .args(["build", "--quiet", "--release", "--package", "golem-exec"])
            .args(["--package", "conformance", "--example", "test262"]),
    )?;
    let mut runner = Command::new(workspace.target().join("release/examples/test262"));
    runner
        .arg(&folder)
        .arg(sources.join("test262.conf"))
        .arg(&errors)
        .arg(workspace.root().join("dist/exec-javascript.wasm"));
    let mut lines = Vec::new();
    let is_explained = process::each_line(&mut runner, |line| lines.push(line))?;
    if lines.is_empty() {
        bail!("the runner did not come to its end");
    }
    write(workspace, &native_sum, &lines)?;
    if !is_explained {
        bail!(
            "tests fail here alone, and tests/examples/test262/differences.txt does not say why: see {PAGE}"
        );
    }
    Ok(format!("no difference that is not explained: {PAGE}"))
}

/// Builds quickjs-ng's runner from the engine's sources as they are, without patches, and has it run the tree.
/// What failed is in the file whose path it gives, and the sum in words.
fn natively(sources: &Path, folder: &Path, scratch: &Path) -> Result<(PathBuf, String)> {
    let runner = scratch.join("run-test262");
    quickjs::compile(sources, &["run-test262.c"], "-O2", &runner)?;
    // The configuration names tests by `test262/test/…`, from the folder that it is in.
    let configuration = fs::read_to_string(sources.join("test262.conf"))?;
    let lines = configuration
        .lines()
        .map(|line| match line.split_once('=') {
            Some(("errorfile", _)) => "errorfile=errors.txt",
            _ => line,
        });
    let configuration: Vec<&str> = lines.collect();
    fs::write(scratch.join("test262.conf"), configuration.join("\n"))?;
    let errors = scratch.join("errors.txt");
    fs::write(&errors, "")?;
    let link = scratch.join("test262");
    if link.symlink_metadata().is_ok() {
        fs::remove_file(&link)?;
    }
    std::os::unix::fs::symlink(folder, &link)?;
    let mut command = Command::new(&runner);
    command
        .current_dir(scratch)
        .args(["-u", "-c", "test262.conf"]);
    // It tells the sum on one of its two streams, among its warnings.
    let output = command
        .output()
        .with_context(|| format!("cannot start {}", runner.display()))?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let sum = said.rsplit_once("Result: ").map(|(_, rest)| rest);
    let sum = sum.and_then(|rest| rest.lines().next()).unwrap_or_default();
    if sum.is_empty() {
        bail!("{} did not come to its end", runner.display());
    }
    Ok((errors, sum.to_owned()))
}

fn write(workspace: &Workspace, native_sum: &str, lines: &[String]) -> Result<()> {
    let path = workspace.root().join(PAGE);
    let page = fs::read_to_string(&path).unwrap_or_default();
    let kept = page.split(MARK).next().unwrap_or_default().trim_end();
    let text = format!(
        "{kept}\n\n{MARK}\n\nquickjs-ng's own runner: {native_sum}.\n\n{}\n",
        lines.join("\n")
    );
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}
