//! The runner for folders in the layout of WebAssembly/wasi-testsuite, on folders of our own.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::Command;

use conformance::testsuite::{Verdict, run};

fn fixtures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// Each test's name and verdict in words.
fn verdicts(name: &str) -> Vec<(String, String)> {
    let report = run(&fixtures(name), |_, _| {}).unwrap();
    let words = |verdict: &Verdict| match verdict {
        Verdict::Passed => "passed".to_owned(),
        Verdict::Skipped => "skipped".to_owned(),
        Verdict::Failed(why) => why
            .to_string()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned(),
    };
    report
        .verdicts
        .iter()
        .map(|(name, verdict)| (name.clone(), words(verdict)))
        .collect()
}

#[test]
fn tests_that_do_as_specified_pass() {
    let expected = [
        "exits_with_zero.wat",
        "reads_a_preopened_file.wat",
        "root_is_preopened.wat",
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|name| ((*name).to_owned(), "passed".to_owned()))
        .collect();
    assert_eq!(verdicts("wasi-testsuite"), expected);
}

#[test]
fn tests_that_do_not_fail_and_say_why() {
    let expected = [
        ("component.wat", "skipped"),
        ("exit_code.wat", "exit code 0, not 3"),
        (
            "import.wat",
            "it cannot be run: unknown import: `env::getpid` has not been defined",
        ),
        (
            "malformed.wat",
            "it cannot be run: failed to compile: wasm[0]::function[0]",
        ),
        ("output.wat", "stdout is \"ab\", not \"cd\""),
        (
            "socket.wat",
            "the specification asks for \"connect\", which preview1 does not have",
        ),
        (
            "trap.wat",
            "it trapped: error while executing at wasm backtrace:",
        ),
    ];
    let found = verdicts("failing");
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, expected.map(|(name, _)| name));
    for ((name, why), (_, expected)) in found.iter().zip(expected) {
        assert!(why.starts_with(expected), "{name}: {why}");
    }
}

#[test]
fn the_program_prints_each_and_closes_with_the_numbers() {
    let runner = |folder: &Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_wasi-testsuite"))
            .arg(folder)
            .output()
            .unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        (
            stdout.lines().last().unwrap_or_default().to_owned(),
            output.status.code(),
        )
    };
    assert_eq!(
        runner(&fixtures("wasi-testsuite")),
        ("3 passed, 0 failed".to_owned(), Some(0))
    );
    assert_eq!(
        runner(&fixtures("failing")),
        ("0 passed, 6 failed".to_owned(), Some(1))
    );
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(runner(empty.path()), (String::new(), Some(1)));
}

#[test]
fn what_a_test_does_to_its_folder_stays_in_the_sandbox() {
    run(&fixtures("wasi-testsuite"), |_, _| {}).unwrap();
    let file = fixtures("wasi-testsuite")
        .join("files.dir")
        .join("file.txt");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "content\n");
}
