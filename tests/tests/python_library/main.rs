//! Python's standard library where the sandbox differs from a machine: no network, processes or
//! threads, and packages that a caller brings. The programs are in `fixtures/python-library`; what
//! each prints is beside it.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod imports;
mod programs;
mod refusals;
mod waiting;
mod wheels;

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use golem_exec::{CacheLocation, Language, Outcome, OutcomeKind, Request, Sandbox};

/// The sandbox of all tests: the built component under the policy `standard`.
fn sandbox() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(|| {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let dist =
            std::env::var_os("GOLEM_EXEC_DIST").map_or_else(|| root.join("../dist"), PathBuf::from);
        Sandbox::builder()
            .component(Language::Python, dist.join("exec-python.wasm"))
            .cache(CacheLocation::Folder(
                PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("compiled-code"),
            ))
            // Longer than any machine is busy: what ends a program is the component.
            .grace(Duration::from_secs(30))
            .build()
            .unwrap()
    })
}

/// A program of the fixtures.
fn request(program: &str) -> Request {
    request_of(&fixture(program, "py"))
}

fn request_of(source: &str) -> Request {
    Request::new(Language::Python, "main.py", source)
}

fn fixture(program: &str, extension: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/python-library")
        .join(program)
        .with_extension(extension);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The program ended by itself, and printed this.
#[track_caller]
fn assert_prints(outcome: &Outcome, stdout: &str) {
    assert_eq!(text(&outcome.stderr), "", "{outcome:?}");
    assert_eq!(text(&outcome.stdout), stdout);
    assert_eq!(outcome.kind, OutcomeKind::Ok, "{outcome:?}");
    assert_eq!(outcome.exit_code, Some(0));
}

/// What the run was refused, as `operation on subject`.
fn refused(outcome: &Outcome) -> Vec<String> {
    let denials = outcome.denials.iter();
    denials
        .map(|denial| format!("{} on {:?}", denial.operation(), denial.subject()))
        .collect()
}
