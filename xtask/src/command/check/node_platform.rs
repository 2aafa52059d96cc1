//! Node's modules here and in the `node` of this machine: the same probe in both, and a table of what
//! is there, missing and different.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::command::build;
use crate::process;
use crate::workspace::Workspace;

const PROBE: &str = "xtask/src/command/check/node_probe.mjs";
const TABLE: &str = "docs/conformance/node.md";

/// How many missing names a row lists.
const MOST_NAMES: usize = 40;

/// What each module has: its names, and what each of them is.
type Platform = BTreeMap<String, BTreeMap<String, String>>;

pub(super) fn run(workspace: &Workspace) -> Result<String> {
    build::everything(workspace)?;
    let probe = workspace.root().join(PROBE);
    let version = process::output(Command::new("node").arg("--version"))
        .context("this check compares with Node: install Node 20")?;
    let theirs = parse(&process::output(
        Command::new("node").arg("--no-warnings").arg(&probe),
    )?);
    let ours = parse(&process::output(
        Command::new(build::host(workspace)).arg("run").arg(&probe),
    )?);
    ensure!(
        theirs.len() > 40,
        "node told of {} modules only",
        theirs.len()
    );
    let (text, found, all) = table(&theirs, &ours, version.trim());
    let path = workspace.root().join(TABLE);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(format!(
        "{found} of {all} names of Node {} are here: {TABLE}",
        version.trim()
    ))
}

fn parse(text: &str) -> Platform {
    let mut platform = Platform::new();
    for line in text.lines() {
        let mut fields = line.split('\t');
        if let (Some(module), Some(name), Some(kind)) =
            (fields.next(), fields.next(), fields.next())
        {
            platform
                .entry(module.to_owned())
                .or_default()
                .insert(name.to_owned(), kind.to_owned());
        }
    }
    platform
}

fn table(theirs: &Platform, ours: &Platform, version: &str) -> (String, usize, usize) {
    let nothing = BTreeMap::new();
    let (mut found, mut all) = (0, 0);
    let mut rows = String::new();
    for (module, names) in theirs {
        let here = ours.get(module).unwrap_or(&nothing);
        let missing: Vec<&str> = names
            .keys()
            .filter(|name| !here.contains_key(*name))
            .map(String::as_str)
            .collect();
        let different: Vec<String> = names
            .iter()
            .filter_map(|(name, kind)| {
                let found = here.get(name)?;
                (found != kind).then(|| format!("`{name}` is {found}, not {kind}"))
            })
            .collect();
        let present = names.len() - missing.len();
        found += present;
        all += names.len();
        // Writing to a String cannot fail.
        let _ = writeln!(
            rows,
            "| `{module}` | {present} of {} | {} | {} |",
            names.len(),
            listed(&missing),
            different.join("; ")
        );
    }
    let head = format!(
        "# Node's platform, name by name\n\n\
         Made by `cargo xtask check --node-platform`, which runs one probe in `node` ({version}) and in the\n\
         sandbox. A name is an export of a module, `Class#member` one of a class's. That a name is there says\n\
         nothing of what it does: that is `tests/tests/matrix/node.rs`, whose programs print here what they\n\
         print in Node 20.\n\n\
         {found} of {all} names are there.\n\n\
         | module | there | missing | different |\n|---|---:|---|---|\n"
    );
    (head + &rows, found, all)
}

fn listed(names: &[&str]) -> String {
    let mut text: Vec<String> = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| format!("`{name}`"))
        .collect();
    if let Some(rest) = names.len().checked_sub(MOST_NAMES).filter(|rest| *rest > 0) {
        text.push(format!("and {rest} more"));
    }
    text.join(", ")
}
