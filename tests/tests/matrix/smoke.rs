//! `deploy/smoke.sh`, with a `golem` that records its calls: each invocation of its is then made in the
//! host that is set up as Golem is, and what is answered there is what the script is given.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use crate::case::unhurried;
use crate::host::Guest;
use crate::host::golem_like::Worker;

/// Writes its arguments down, a call a line, each followed by a unit separator. An invocation is
/// answered from the file of the worker's language.
const GOLEM: &str = r#"#!/bin/sh
folder=$(dirname "$0")
for argument; do printf '%s\037' "$argument"; done >> "$folder/calls"
echo >> "$folder/calls"
case "$1 $2 $3" in
    "worker invoke exec:javascript/"*) cat "$folder/javascript" ;;
    "worker invoke exec:python/"*) cat "$folder/python" ;;
esac
"#;

struct FakeGolem(tempfile::TempDir);

impl FakeGolem {
    fn new(javascript: &str, python: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let golem = folder.path().join("golem");
        fs::write(&golem, GOLEM).unwrap();
        fs::set_permissions(&golem, fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(folder.path().join("javascript"), javascript).unwrap();
        fs::write(folder.path().join("python"), python).unwrap();
        Self(folder)
    }

    /// Runs the script against it.
    fn smoke(&self) -> Output {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/smoke.sh");
        let mut path = vec![PathBuf::from(self.0.path())];
        path.extend(env::split_paths(&env::var_os("PATH").unwrap()));
        let mut sh = Command::new("sh");
        sh.arg(script).env("PATH", env::join_paths(path).unwrap());
        sh.output().unwrap()
    }

    /// The arguments of each call, in order.
    fn calls(&self) -> Vec<Vec<String>> {
        let calls = fs::read_to_string(self.0.path().join("calls")).unwrap();
        let words = |line: &str| line.split_terminator('\u{1f}').map(str::to_owned).collect();
        calls.lines().map(words).collect()
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// What the component answers to an invocation that was recorded.
fn answered(guest: Guest, call: &[String]) -> String {
    let [_, _, _, function, arguments @ ..] = call else {
        panic!("{call:?} invokes nothing");
    };
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    Worker::new(guest, &unhurried()).invoke(function, &arguments)
}

#[test]
fn the_smoke_test_deploys_runs_both_languages_and_cleans_up() {
    // Any answer makes the script ask; the second round has the components' own.
    let first = FakeGolem::new("stdout: \"42\\n\"", "stdout: \"hello\\n\"");
    first.smoke();
    let invocations: Vec<_> = first
        .calls()
        .into_iter()
        .filter(|call| call[1] == "invoke")
        .collect();
    let golem = FakeGolem::new(
        &answered(Guest::JavaScript, &invocations[0]),
        &answered(Guest::Python, &invocations[1]),
    );
    let output = golem.smoke();
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), "ok: javascript\nok: python\n");
    assert!(output.status.success());
    let calls = golem.calls();
    let commands: Vec<String> = calls.iter().map(|call| call[..2].join(" ")).collect();
    let of_a_worker = ["worker new", "worker invoke", "worker delete"];
    let expected = [&["app build", "app deploy"][..], &of_a_worker, &of_a_worker].concat();
    assert_eq!(commands, expected);
    for (calls, worker) in [
        (&calls[2..5], "exec:javascript/"),
        (&calls[5..], "exec:python/"),
    ] {
        assert!(calls[0][2].starts_with(worker), "{calls:?}");
        assert!(calls.iter().all(|call| call[2] == calls[0][2]), "{calls:?}");
    }
}

#[test]
fn the_smoke_test_fails_on_another_answer_and_cleans_up_all_the_same() {
    let golem = FakeGolem::new("err(timeout)", "");
    let output = golem.smoke();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        "FAILED: javascript answered: err(timeout)\n"
    );
    let calls = golem.calls();
    assert_eq!(calls.last().unwrap()[..2], ["worker", "delete"]);
}
