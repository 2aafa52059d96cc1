//! Modules of CPython's own tests, run in the sandbox by the command line.
//!
//! Every failure has to be explained, in `docs/conformance/python.md`. One that is not there fails this
//! check, and so does one that is there and does not occur. With `UPDATE_EXPECTED=1` the table of results
//! is written into the document, or the rows of the modules that are named; explanations are for people
//! to write.

mod document;
mod modules;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use self::document::Document;
use self::modules::MODULES;
use crate::command::build;
use crate::workspace::Workspace;
use crate::{cpython, whole};

/// Runs one module inside the sandbox.
const DRIVER: &str = include_str!("cpython_suite/driver.py");
/// The most that one module may take.
const TIME: &str = "4m";
/// The policy that modules run under: `trusted`, with paths as deep as a policy may have them, since an archive
/// of the tests has one of 127 levels.
const TRUSTED: &str = include_str!("../../../../policies/presets/trusted.toml");
const DEPTH: [&str; 2] = ["\ndepth = 128\n", "\ndepth = 256\n"];

/// What became of one module.
#[derive(Debug, Default)]
struct Tested {
    run: u64,
    skipped: u64,
    /// Tests that failed, or the module itself, with the last line of what they said.
    failed: BTreeMap<String, String>,
}

/// Runs the named modules, or all of the list.
pub(super) fn run(workspace: &Workspace, named: &[String]) -> Result<String> {
    build::everything(workspace)?;
    let tests = cpython::tests(workspace)?;
    let stage = Stage::of(workspace, &tests)?;
    let chosen: Vec<&str> = if named.is_empty() {
        MODULES.to_vec()
    } else {
        named.iter().map(String::as_str).collect()
    };
    let mut results = BTreeMap::new();
    for (number, module) in (1..).zip(&chosen) {
        let tested = stage.test(module)?;
        println!(
            "[{number}/{}] {module}: {} run, {} skipped, {} failed",
            chosen.len(),
            tested.run,
            tested.skipped,
            tested.failed.len()
        );
        for (test, said) in &tested.failed {
            println!("    {test}: {said}");
        }
        results.insert((*module).to_owned(), tested);
    }
    let document = Document::read(workspace)?;
    document.explains(&results)?;
    document.has(&results, named.is_empty())?;
    let sum = |count: fn(&Tested) -> u64| results.values().map(count).sum::<u64>();
    Ok(format!(
        "{} modules, {} tests run, {} skipped, {} failed as explained",
        results.len(),
        sum(|tested| tested.run),
        sum(|tested| tested.skipped),
        sum(|tested| tested.failed.len() as u64)
    ))
}

/// What all modules have beside them: helpers and data, and the driver.
struct Stage<'a> {
    host: PathBuf,
    tests: &'a Path,
    folder: PathBuf,
}

impl<'a> Stage<'a> {
    fn of(workspace: &Workspace, tests: &'a Path) -> Result<Self> {
        let folder = workspace.target().join("xtask/cpython-suite");
        whole::remove(&folder)?;
        fs::create_dir_all(folder.join("test"))?;
        fs::write(folder.join("driver.py"), DRIVER)?;
        let [preset, deepest] = DEPTH;
        if !TRUSTED.contains(preset) {
            bail!("the policy trusted has another line for its depth than {preset:?}");
        }
        fs::write(folder.join("policy.toml"), TRUSTED.replace(preset, deepest))?;
        for entry in tests.read_dir()? {
            let entry = entry?;
            let name = entry.file_name();
            let own = name.to_string_lossy().starts_with("test_");
            if !own && !modules::LARGE.iter().any(|large| name == *large) {
                copy(&entry.path(), &folder.join("test").join(name))?;
            }
        }
        Ok(Self {
            host: build::host(workspace),
            tests,
            folder,
        })
    }

    fn test(&self, module: &str) -> Result<Tested> {
        let mut command = Command::new(&self.host);
        command
            .arg("run")
            .arg(self.folder.join("driver.py"))
            .arg("--policy")
            .arg(self.folder.join("policy.toml"))
            .args(["--json", "--time", TIME, "--file"])
            .arg(guest(&self.folder.join("test"), "test"));
        let file = format!("{module}.py");
        let mut files = vec![if self.tests.join(module).is_dir() {
            module
        } else {
            &file
        }];
        files.extend(modules::beside(module));
        for name in files {
            command
                .arg("--file")
                .arg(guest(&self.tests.join(name), &format!("test/{name}")));
        }
        let output = command.args(["--", module]).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let outcome: Outcome = serde_json::from_str(&text).with_context(|| {
            format!(
                "{module}: no outcome, but {text:?} {}",
                String::from_utf8_lossy(&output.stderr)
            )
        })?;
        Ok(result(module, &outcome))
    }
}

/// What the command line says of a run, with `--json`.
#[derive(Deserialize)]
struct Outcome {
    outcome: String,
    stdout: String,
    stderr: String,
    /// What the host has to say, of a trap for one.
    message: Option<String>,
}

/// The driver's last line.
#[derive(Deserialize)]
struct Answer {
    run: u64,
    skipped: u64,
    failed: BTreeMap<String, String>,
    /// Why the module wants to be skipped as a whole.
    absent: Option<String>,
}

/// The driver's result, or what the run's outcome says of the module as a whole.
fn result(module: &str, outcome: &Outcome) -> Tested {
    let last = |text: &str| {
        text.trim_end()
            .lines()
            .next_back()
            .unwrap_or_default()
            .to_owned()
    };
    let whole = |said: String| Tested {
        failed: BTreeMap::from([(module.to_owned(), said)]),
        ..Tested::default()
    };
    match serde_json::from_str::<Answer>(&last(&outcome.stdout)) {
        Err(_) => {
            let said = outcome.message.as_ref().unwrap_or(&outcome.stderr);
            whole(format!("{}: {}", outcome.outcome, last(said)))
        }
        Ok(Answer {
            absent: Some(reason),
            ..
        }) => whole(reason),
        Ok(answer) => Tested {
            run: answer.run,
            skipped: answer.skipped,
            failed: answer.failed,
        },
    }
}

/// The option's value that puts `host` at `guest`.
fn guest(host: &Path, guest: &str) -> std::ffi::OsString {
    let mut value = host.as_os_str().to_owned();
    value.push(":");
    value.push(guest);
    value
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in from.read_dir()? {
        let entry = entry?;
        if entry.file_name() != "__pycache__" {
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// One message for all that is wrong.
fn all_well(problems: &[String]) -> Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    bail!("{}", problems.join("\n"))
}
