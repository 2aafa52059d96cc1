//! Running a folder of tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use policies::{Format, Policy};
use sandbox_core::invocation::Invocation;
use sandbox_core::outcome::Failure;
use sandbox_core::platform::Platform;
use thiserror::Error;
use vfs_layer::{MountSpec, Namespace, Quota, Timestamp};

use super::folder::{self, FolderError};
use super::specification::{Specification, SpecificationError};
use crate::preview1::{Ended, Host, NativePlatform, Preopen, Program};

/// More than any test needs, and not without end.
const POLICY: &str = r#"
version = 1

[[grants]]
path = "/workspace"
layer = "scratch"
rights = ["all"]

[limits]
time = "60s"
output = "64MiB"
stdin = "64MiB"

[environment]
allow = ["*"]
"#;

/// What became of every test, in order of path.
#[derive(Debug, Default)]
pub struct Report {
    /// Each test's path below the folder, and its verdict.
    pub verdicts: Vec<(String, Verdict)>,
}

/// What became of a test.
#[derive(Debug)]
pub enum Verdict {
    /// It did what its specification says.
    Passed,
    /// It did not, or could not be run.
    Failed(Failed),
    /// It is a component: not a test of preview1.
    Skipped,
}

/// Why a test failed.
#[derive(Debug, Error)]
pub enum Failed {
    /// A file cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// Which file.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// Its specification is not one.
    #[error(transparent)]
    Specification(#[from] SpecificationError),
    /// A folder that it needs cannot be copied.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The sandbox cannot be made.
    #[error("{0}")]
    Sandbox(String),
    /// It is no module that can be run.
    #[error("it cannot be run: {0}")]
    Module(String),
    /// It trapped.
    #[error("it trapped: {trap}{}", printed(.stderr))]
    Trapped {
        /// The trap.
        trap: String,
        /// What it had printed to standard error.
        stderr: String,
    },
    /// A limit stopped it.
    #[error("{0} stopped it")]
    Stopped(String),
    /// It exited with another code.
    #[error("exit code {found}, not {expected}{}", printed(.stderr))]
    ExitCode {
        /// What it exited with.
        found: i32,
        /// What it was to exit with.
        expected: i32,
        /// What it had printed to standard error.
        stderr: String,
    },
    /// It printed something else.
    #[error("{stream} is {found:?}, not {expected:?}")]
    Printed {
        /// Where.
        stream: &'static str,
        /// What it printed.
        found: String,
        /// What it was to print.
        expected: String,
    },
}

fn printed(stderr: &str) -> String {
    let stderr = stderr.trim_end();
    if stderr.is_empty() {
        String::new()
    } else {
        format!("\n{stderr}")
    }
}

impl Report {
    /// How many passed.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Passed))
    }

    /// How many failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Failed(_)))
    }

    fn count(&self, what: impl Fn(&Verdict) -> bool) -> usize {
        self.verdicts
            .iter()
            .filter(|(_, verdict)| what(verdict))
            .count()
    }
}

/// Runs every test in a folder and in the folders below it, telling `seen` of each.
///
/// # Errors
/// When the folder cannot be read, holds no test, or Wasmtime does not support this machine.
pub fn run(folder: &Path, mut seen: impl FnMut(&str, &Verdict)) -> Result<Report, Failed> {
    let host = Host::new().map_err(|error| Failed::Sandbox(format!("{error:#}")))?;
    let mut tests = Vec::new();
    find(folder, &mut tests)?;
    tests.sort();
    if tests.is_empty() {
        return Err(Failed::Sandbox(format!(
            "{} holds no *.wasm",
            folder.display()
        )));
    }
    let mut report = Report::default();
    for test in tests {
        let name = test
            .strip_prefix(folder)
            .unwrap_or(&test)
            .display()
            .to_string();
        let verdict = verdict(&host, &test);
        seen(&name, &verdict);
        report.verdicts.push((name, verdict));
    }
    Ok(report)
}

fn find(folder: &Path, tests: &mut Vec<PathBuf>) -> Result<(), Failed> {
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.is_dir() && !path.is_symlink() {
            find(&path, tests)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "wasm" || extension == "wat")
        {
            tests.push(path);
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: std::io::Error) -> Failed {
    Failed::Unreadable {
        path: path.display().to_string(),
        error,
    }
}

fn verdict(host: &Host, test: &Path) -> Verdict {
    match carry_out(host, test) {
        Ok(verdict) => verdict,
        Err(failed) => Verdict::Failed(failed),
    }
}

fn carry_out(host: &Host, test: &Path) -> Result<Verdict, Failed> {
    let bytes = fs::read(test).map_err(|error| unreadable(test, error))?;
    let module = wat::parse_bytes(&bytes).map_err(|error| Failed::Module(error.to_string()))?;
    if is_component(&module) {
        return Ok(Verdict::Skipped);
    }
    let specification = specification(test)?;
    let program = program(test.parent().unwrap_or(Path::new(".")), &specification)?;
    let ended = host
        .run(&module, program)
        .map_err(|error| Failed::Module(format!("{error:#}")))?;
    judge(&specification, &ended)?;
    Ok(Verdict::Passed)
}

/// The fourth to eighth bytes are version and layer; a component's layer is 1.
fn is_component(module: &[u8]) -> bool {
    module.get(6) == Some(&1)
}

fn specification(test: &Path) -> Result<Specification, Failed> {
    let path = test.with_extension("json");
    if !path.exists() {
        return Ok(Specification::default());
    }
    let json = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
    Ok(Specification::parse(&json)?)
}

/// A sandbox with the test's folders in it, and nothing else preopened.
fn program(beside: &Path, specification: &Specification) -> Result<Program, Failed> {
    let platform = Rc::new(NativePlatform::default());
    let unmade = |error: &dyn std::fmt::Display| Failed::Sandbox(error.to_string());
    let quota = Quota {
        descriptors: 4096,
        total_bytes: 256 << 20,
        ..Quota::default()
    };
    let mut namespace = Namespace::builder(quota)
        .now(Timestamp::from_nanos(platform.wall_nanos()))
        .mount("/", MountSpec::scratch())
        .build()
        .map_err(|error| unmade(&error))?;
    let mut preopens = Vec::new();
    for name in &specification.dirs {
        let path = format!("/{}", name.trim_matches(['.', '/']));
        folder::copy(&beside.join(name), &mut namespace, &path)?;
        preopens.push(Preopen {
            name: name.clone(),
            path,
        });
    }
    if let Some(root) = &specification.root {
        folder::copy(&beside.join(root), &mut namespace, "/")?;
        preopens.push(Preopen {
            name: "/".to_owned(),
            path: "/".to_owned(),
        });
    }
    if preopens.is_empty() {
        namespace
            .close(vfs_layer::ROOT_FD)
            .map_err(|error| unmade(&error))?;
    }
    Ok(Program {
        policy: Policy::parse(POLICY, Some(Format::Toml)).map_err(|error| unmade(&error))?,
        namespace,
        preopens,
        invocation: Invocation {
            args: specification.args.clone(),
            env: specification.env.clone().into_iter().collect(),
            stdin: specification.stdin.clone().into_bytes(),
        },
        platform,
    })
}

fn judge(specification: &Specification, ended: &Ended) -> Result<(), Failed> {
    let Some(stage) = ended.stage() else {
        return Err(match (&ended.outcome, ended.report.limit) {
            (Err(Failure::Internal(message)), _) => Failed::Sandbox(message.clone()),
            (_, Some(exceeded)) => Failed::Stopped(format!("the {} limit", exceeded.limit.name())),
            (_, None) => Failed::Stopped("a limit".to_owned()),
        });
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let stderr = text(&stage.stderr);
    if let Some(trap) = &ended.trap {
        return Err(Failed::Trapped {
            trap: trap.clone(),
            stderr,
        });
    }
    let found = stage.exit_code.unwrap_or(0);
    if found != specification.exit_code {
        return Err(Failed::ExitCode {
            found,
            expected: specification.exit_code,
            stderr,
        });
    }
    for (stream, found, expected) in [
        ("stdout", text(&stage.stdout), &specification.stdout),
        ("stderr", stderr, &specification.stderr),
    ] {
        match expected {
            Some(expected) if *expected != found => {
                return Err(Failed::Printed {
                    stream,
                    found,
                    expected: expected.clone(),
                });
            }
            _ => {}
        }
    }
    Ok(())
}
