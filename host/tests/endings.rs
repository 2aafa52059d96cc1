//! How `golem-exec run` ends: exit codes, messages and `--json`, with components that answer
//! whatever is wanted.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod bench;
mod guest;

use std::process::Stdio;

use golem_exec::LimitExceeded;
use golem_exec::policies::{Denial, LimitName, Rule};
use sandbox_core::event::{encode_output, encode_report};
use sandbox_core::report::Report;

use bench::{Bench, answer_exit, assert_ends};
use guest::Guest;

const FOREVER: &str = "(loop $l (br $l))";

/// Answers `Err` with this variant of `error`: the outer and the inner discriminant.
fn answer_error(variant: u8) -> String {
    format!(
        "(i32.store8 (i32.const 1024) (i32.const 1)) (i32.store8 (i32.const 1032) (i32.const {variant}))"
    )
}

/// The variable that names a component for Python; every other test names one for JavaScript.
#[test]
fn a_component_for_python_is_named_by_its_variable() {
    let bench = Bench::new();
    let guest = Guest::new(&answer_exit(3)).write(bench.path());
    let mut command = bench.command(&["run", "--lang", "python", "-c", ""]);
    let output = command.env("EXEC_PYTHON_WASI_PATH", &guest).output();
    assert_ends(&output.unwrap(), 3, "", "");
    // It is not JavaScript's, and an empty value names nothing.
    let mut command = bench.command(&["run", "--lang", "js", "-c", "process.exit(4)"]);
    let output = command.env("EXEC_PYTHON_WASI_PATH", &guest).output();
    assert_ends(&output.unwrap(), 4, "", "");
    let mut command = bench.command(&["run", "--lang", "js", "-c", "process.exit(4)"]);
    let output = command.env("EXEC_JS_QUICKJS_PATH", "").output();
    assert_ends(&output.unwrap(), 4, "", "");
}

#[test]
fn what_is_no_component_is_told_in_a_line() {
    let bench = Bench::new();
    let module = wat::parse_str("(module)").unwrap();
    let p3 = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../dist/exec-javascript.p3.wasm"
    ));
    for (content, what) in [
        (b"print(1)".to_vec(), "not a WebAssembly component"),
        (module, "a WebAssembly module, not a component"),
        (
            p3.unwrap(),
            "a component for WASI 0.3; this host takes those for WASI 0.2 (without .p3 in their names)",
        ),
    ] {
        std::fs::write(bench.path().join("other"), content).unwrap();
        let mut command = bench.command(&["run", "--lang", "python", "-c", ""]);
        let output = command.env("EXEC_PYTHON_WASI_PATH", "other").output();
        let message = format!("golem-exec: the Python component is not usable: other is {what}\n");
        assert_ends(&output.unwrap(), 70, "", &message);
    }
}

const COMPILATION_FAILED: u8 = 1;
const RUNTIME_FAILED: u8 = 2;
const TIMEOUT: u8 = 3;
const RESOURCE_EXCEEDED: u8 = 4;

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
        "golem-exec: time limit exceeded: 30 ms allowed; raise it with EXEC_TIMEOUT_MS\n",
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
            r#""denials_dropped":7,"value":null}"#,
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
