//! The command line: what it refuses, its messages and its exit codes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod guest;

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use assert_cmd::Command;
use golem_exec::LimitExceeded;
use golem_exec::policies::{Denial, LimitName, Rule};
use sandbox_core::event::{encode_output, encode_report};
use sandbox_core::report::Report;

use guest::Guest;

const FOREVER: &str = "(loop $l (br $l))";

/// Answers `Err` with this variant of `error`: the outer and the inner discriminant.
fn answer_error(variant: u8) -> String {
    format!(
        "(i32.store8 (i32.const 1024) (i32.const 1)) (i32.store8 (i32.const 1032) (i32.const {variant}))"
    )
}

/// Answers `ok` with an exit code.
fn answer_exit(code: i32) -> String {
    format!(
        "(i32.store8 (i32.const 1088) (i32.const 1)) (i32.store (i32.const 1092) (i32.const {code}))"
    )
}

const COMPILATION_FAILED: u8 = 1;
const RUNTIME_FAILED: u8 = 2;
const TIMEOUT: u8 = 3;
const RESOURCE_EXCEEDED: u8 = 4;

struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("main.js"), "").unwrap();
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// `golem-exec` in the bench's folder, with nothing of this process's environment that it reads.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_golem-exec"));
        for variable in ["EXEC_POLICY", "EXEC_TIMEOUT_MS", "EXEC_MEMORY_LIMIT_MB"] {
            command.env_remove(variable);
        }
        command
            .current_dir(self.path())
            .env("GOLEM_EXEC_CACHE", self.path().join("cache"))
            .args(args);
        command
    }

    fn with_guest(&self, guest: &Guest, args: &[&str]) -> Command {
        let mut command = self.command(args);
        command.env("EXEC_JS_QUICKJS_PATH", guest.write(self.path()));
        command
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[track_caller]
fn assert_ends(output: &Output, code: i32, stdout: &str, stderr: &str) {
    assert_eq!(text(&output.stderr), stderr);
    assert_eq!(text(&output.stdout), stdout);
    assert_eq!(output.status.code(), Some(code));
}

#[track_caller]
fn refused(args: &[&str], code: i32, stderr: &str) {
    let bench = Bench::new();
    let output = bench.command(args).output().unwrap();
    assert_ends(&output, code, "", stderr);
}

#[test]
fn usage_errors_are_64() {
    for args in [
        &["run"][..],
        &["run", "main.js", "-c", "1"],
        &["run", "--lang", "ruby", "main.js"],
        &["run", "--time", "2", "main.js"],
        &["run", "--memory", "64MB", "main.js"],
        &["run", "--env", "A", "main.js"],
        &["run", "--nonsense", "main.js"],
        &["policy", "show", "lax"],
        &["policy", "explain", "standard", "relative", "read"],
        &["policy", "explain", "standard", "/tmp", "fly"],
        &[],
    ] {
        let output = Bench::new().command(args).output().unwrap();
        assert_eq!(output.status.code(), Some(64), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn help_is_0_and_shows_examples_and_every_exit_code() {
    let output = Bench::new().command(&["run", "--help"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let help = text(&output.stdout);
    assert!(help.contains("golem-exec run report.py --file data.csv -- --verbose"));
    for code in [
        "   1 ", "  64 ", "  65 ", "  70 ", "  78 ", " 124 ", " 137 ", " 141 ",
    ] {
        assert!(help.contains(code), "{code}");
    }
}

#[test]
fn files_that_cannot_be_used_are_64() {
    refused(
        &["run", "gone.js"],
        64,
        "golem-exec: gone.js: No such file or directory (os error 2)\n",
    );
    refused(
        &["run", "--lang", "js", "."],
        64,
        "golem-exec: .: not a file\n",
    );
    refused(
        &["run", "-c", "1"],
        64,
        "golem-exec: -c needs a language; add --lang js or --lang python\n",
    );
    refused(
        &["run", "main.js", "--file", "gone.csv"],
        64,
        "golem-exec: gone.csv: No such file or directory (os error 2)\n",
    );
    refused(
        &["run", "main.js", "--file", "main.js:../up.js"],
        64,
        "golem-exec: \"../up.js\" is no name for a file in the sandbox: \
         expected a relative path without `..`\n",
    );
    refused(
        &["run", "main.js", "--file", "main.js"],
        64,
        "golem-exec: main.js and main.js would both be \"main.js\" in the sandbox; \
         name one with --file HOST:GUEST\n",
    );
}

#[test]
fn a_program_without_an_extension_needs_a_language() {
    let bench = Bench::new();
    fs::write(bench.path().join("program\x1b[2J"), "").unwrap();
    let output = bench.command(&["run", "program\x1b[2J"]).output().unwrap();
    assert_ends(
        &output,
        64,
        "",
        "golem-exec: program\\u{1b}[2J: the extension names no language; \
         add --lang js or --lang python\n",
    );
}

#[test]
fn a_broken_policy_is_78_and_nothing_runs() {
    let bench = Bench::new();
    fs::write(bench.path().join("p.toml"), "version = 1\nlimts = {}\n").unwrap();
    for args in [
        &["run", "--policy", "p.toml", "main.js"][..],
        &["policy", "check", "p.toml"],
        &["policy", "explain", "p.toml", "/tmp", "read"],
    ] {
        let output = bench.command(args).output().unwrap();
        assert_eq!(output.status.code(), Some(78), "{args:?}");
        let stderr = text(&output.stderr);
        assert!(stderr.starts_with("golem-exec: p.toml:2:1: "), "{stderr}");
        assert!(stderr.contains("`limits`"), "{stderr}");
    }
    let mut command = bench.command(&["run", "main.js"]);
    let output = command.env("EXEC_TIMEOUT_MS", "soon").output().unwrap();
    assert_eq!(output.status.code(), Some(78));
    assert!(text(&output.stderr).contains("EXEC_TIMEOUT_MS"));
    let output = bench
        .command(&["run", "--policy", "lax", "main.js"])
        .output()
        .unwrap();
    assert_ends(
        &output,
        78,
        "",
        "golem-exec: lax: No such file or directory (os error 2); \
         a policy is a file or one of strict, standard, trusted\n",
    );
}

#[test]
fn policies_are_checked_explained_and_shown() {
    let bench = Bench::new();
    let explain = |path: &str| {
        let args = ["policy", "explain", "standard", path, "write"];
        bench.command(&args).output().unwrap()
    };
    let allowed = explain("/workspace/out.txt");
    assert_eq!(allowed.status.code(), Some(0));
    assert!(text(&allowed.stdout).starts_with("allowed"));
    let denied = explain("/etc/passwd");
    assert_eq!(denied.status.code(), Some(1));
    assert!(text(&denied.stdout).starts_with("denied"));

    let schema = bench.command(&["policy", "schema"]).output().unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).unwrap();
    assert!(schema.get("$schema").is_some());

    for preset in ["strict", "standard", "trusted"] {
        let shown = bench.command(&["policy", "show", preset]).output().unwrap();
        let file = format!("{preset}.toml");
        fs::write(bench.path().join(&file), &shown.stdout).unwrap();
        let output = bench.command(&["policy", "check", &file]).output().unwrap();
        assert_ends(&output, 0, &format!("{file}: valid\n"), "");
    }
}

#[test]
fn a_programs_exit_code_and_bytes_are_ours() {
    let bench = Bench::new();
    let mut frames = Vec::new();
    encode_output(false, b"raw \x1b[1m\xff", &mut frames);
    encode_output(true, b"err", &mut frames);
    let guest = Guest::new(&format!("(call $say) {}", answer_exit(3))).saying(&frames);
    let output = bench
        .with_guest(&guest, &["run", "main.js"])
        .output()
        .unwrap();
    assert_eq!(output.stdout, b"raw \x1b[1m\xff");
    assert_eq!(output.stderr, b"err");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn a_program_that_does_not_compile_is_65() {
    let guest = Guest::new(&answer_error(COMPILATION_FAILED));
    let output = Bench::new()
        .with_guest(&guest, &["run", "main.js"])
        .output()
        .unwrap();
    assert_ends(&output, 65, "", "");
}

#[test]
fn a_runtime_error_is_1_with_the_first_denials() {
    let mut report = Report::default();
    for target in ["/a\x1b[2J", "/b", "/c", "/d"] {
        report
            .denials
            .push(Denial::new("path_open", target, Rule::NoGrant));
    }
    report.denials_dropped = 2;
    let mut frames = Vec::new();
    encode_output(true, b"Traceback\n", &mut frames);
    encode_report(&report, &mut frames).unwrap();
    let guest =
        Guest::new(&format!("(call $say) {}", answer_error(RUNTIME_FAILED))).saying(&frames);
    let output = Bench::new()
        .with_guest(&guest, &["run", "main.js"])
        .output()
        .unwrap();
    assert_ends(
        &output,
        1,
        "",
        "Traceback\n\
         golem-exec: path_open on `/a\\u{1b}[2J` denied: no grant holds it\n\
         golem-exec: path_open on `/b` denied: no grant holds it\n\
         golem-exec: path_open on `/c` denied: no grant holds it\n\
         golem-exec: 3 more denied; --json lists them\n",
    );
}

#[test]
fn a_timeout_is_124_and_says_what_to_do() {
    let bench = Bench::new();
    let guest = Guest::new(FOREVER);
    let args = ["run", "--time", "20ms", "main.js"];
    let output = bench.with_guest(&guest, &args).output().unwrap();
    assert_ends(
        &output,
        124,
        "",
        "golem-exec: time limit exceeded: 20 ms allowed; raise it with --time\n",
    );
    let output = bench
        .with_guest(&guest, &["run", "main.js"])
        .env("EXEC_TIMEOUT_MS", "30")
        .output()
        .unwrap();
    assert_ends(
        &output,
        124,
        "",
        "golem-exec: time limit exceeded: 30 ms allowed; raise it in the policy (--policy)\n",
    );
    // A component that answers by itself and reports nothing.
    let guest = Guest::new(&answer_error(TIMEOUT));
    let output = bench
        .with_guest(&guest, &["run", "main.js"])
        .output()
        .unwrap();
    assert_ends(&output, 124, "", "golem-exec: time limit exceeded\n");
}

#[test]
fn resource_exceeded_is_137_with_the_amounts() {
    let report = Report {
        limit: Some(LimitExceeded {
            limit: LimitName::Memory,
            asked: Some(67_108_900),
            allowed: 64 << 20,
        }),
        ..Report::default()
    };
    let mut frames = Vec::new();
    encode_report(&report, &mut frames).unwrap();
    let body = format!("(call $say) {}", answer_error(RESOURCE_EXCEEDED));
    let guest = Guest::new(&body).saying(&frames);
    let args = ["run", "--memory", "64MiB", "main.js"];
    let output = Bench::new().with_guest(&guest, &args).output().unwrap();
    assert_ends(
        &output,
        137,
        "",
        "golem-exec: memory limit exceeded: 67108900 bytes asked, 64 MiB allowed; \
         raise it with --memory\n",
    );
}

#[test]
fn asking_for_more_than_the_policy_is_told() {
    let bench = Bench::new();
    let args = ["run", "--time", "1h", "--memory", "1MiB", "main.js"];
    let output = bench.with_guest(&Guest::new(""), &args).output().unwrap();
    assert_ends(
        &output,
        0,
        "",
        "golem-exec: note: --time 1h is more than the policy allows; 5s applies\n",
    );
}

#[test]
fn a_trap_is_70() {
    let output = Bench::new()
        .with_guest(&Guest::new("unreachable"), &["run", "main.js"])
        .output()
        .unwrap();
    assert_ends(
        &output,
        70,
        "",
        "golem-exec: internal error: wasm trap: wasm `unreachable` instruction executed\n",
    );
}

#[test]
fn output_that_nobody_reads_is_141() {
    let bench = Bench::new();
    let mut frames = Vec::new();
    encode_output(false, &[b'x'; 4000], &mut frames);
    let guest = Guest::new("(loop $l (call $say) (br $l))").saying(&frames);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_golem-exec"))
        .args(["run", "main.js"])
        .current_dir(bench.path())
        .env("GOLEM_EXEC_CACHE", bench.path().join("cache"))
        .env("EXEC_JS_QUICKJS_PATH", guest.write(bench.path()))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_ends(&output, 141, "", "");
}

#[test]
fn json_is_one_object_and_nothing_else() {
    let bench = Bench::new();
    let mut report = Report {
        limit: Some(LimitExceeded {
            limit: LimitName::FileSize,
            asked: Some(11),
            allowed: 10,
        }),
        signal: Some("SIGXFSZ".into()),
        time_us: 1999,
        memory_bytes: 42,
        denials_dropped: 7,
        ..Report::default()
    };
    report
        .denials
        .push(Denial::new("path_open", "/etc", Rule::NoGrant));
    let mut frames = Vec::new();
    encode_output(false, b"a\xff", &mut frames);
    encode_report(&report, &mut frames).unwrap();
    let body = format!("(call $say) {}", answer_error(RESOURCE_EXCEEDED));
    let guest = Guest::new(&body).saying(&frames);
    let args = ["run", "--json", "--time", "1h", "main.js"];
    let output = bench.with_guest(&guest, &args).output().unwrap();
    assert_ends(
        &output,
        137,
        concat!(
            r#"{"outcome":"resource-exceeded","limit":"file-size","limit_asked":11,"#,
            r#""limit_allowed":10,"stdout":"a�","stderr":"","exit_code":null,"#,
            r#""signal":"SIGXFSZ","time_ms":1,"memory_bytes":42,"message":null,"#,
            r#""denials":[{"operation":"path_open","target":"/etc","rule":"no grant holds it"}],"#,
            r#""denials_dropped":7}"#,
            "\n"
        ),
        "",
    );
}

#[test]
fn json_tells_internal_errors_too() {
    let bench = Bench::new();
    let mut command = bench.command(&["run", "--json", "main.js"]);
    let output = command
        .env("EXEC_JS_QUICKJS_PATH", "gone.wasm")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(70));
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["outcome"], "internal");
    assert_eq!(
        object["message"],
        "component gone.wasm: No such file or directory (os error 2)"
    );
}

#[test]
fn a_cache_that_cannot_be_used_does_not_keep_a_run_from_running() {
    let bench = Bench::new();
    let guest = Guest::new(&answer_exit(3));
    fs::write(bench.path().join("cache"), "a file in the way").unwrap();
    let output = bench
        .with_guest(&guest, &["run", "main.js"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let stderr = text(&output.stderr);
    assert!(
        stderr.starts_with("golem-exec: note: compiled code is not kept, so every run compiles: "),
        "{stderr}"
    );
}

#[test]
fn a_corrupted_cache_is_compiled_over() {
    let bench = Bench::new();
    let guest = Guest::new(&answer_exit(3));
    let run = || {
        bench
            .with_guest(&guest, &["run", "main.js"])
            .output()
            .unwrap()
    };
    assert_ends(&run(), 3, "", "");
    let mut entries = Vec::new();
    entries_in(&bench.path().join("cache"), &mut entries);
    assert!(!entries.is_empty());
    for entry in &entries {
        let length = fs::read(entry).unwrap().len();
        fs::write(entry, vec![0xa5; length]).unwrap();
    }
    assert_ends(&run(), 3, "", "");
    for entry in &entries {
        fs::write(entry, "").unwrap();
    }
    assert_ends(&run(), 3, "", "");
}

fn entries_in(folder: &Path, entries: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            entries_in(&path, entries);
        } else {
            entries.push(path);
        }
    }
}
