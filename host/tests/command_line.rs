//! The command line: what it refuses, and what it says of policies.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod bench;
mod guest;

use std::fs;

use bench::{Bench, assert_ends, text};
use guest::Guest;

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

/// What people try, and what they are told instead.
#[test]
fn common_mistakes_are_pointed_out() {
    let hint = "golem-exec: note: the program's own arguments come last, after --\n";
    let bench = Bench::new();
    let output = bench.command(&["run", "main.js", "a"]).output().unwrap();
    assert!(text(&output.stderr).ends_with(hint));
    assert_eq!(output.status.code(), Some(64));
    refused(
        &["run", "."],
        64,
        "golem-exec: .: a folder; name a program in it, and the folder with --file\n",
    );
    refused(
        &["run", "-"],
        64,
        "golem-exec: -: the program is a file, or text with -c; --stdin - gives it our standard input\n",
    );
    let bench = Bench::new();
    fs::write(bench.path().join("mine.toml"), "version = 1\n").unwrap();
    let mut command = bench.command(&["run", "main.js"]);
    let output = command.env("EXEC_POLICY", "mine.toml").output().unwrap();
    let said = text(&output.stderr);
    let hint = "; a file is named with --policy, the variable holds its text\n";
    assert!(said.ends_with(hint), "{said}");
    assert_eq!(output.status.code(), Some(78));
}

/// A limit is raised where it was set.
#[test]
fn advice_about_a_limit_names_what_sets_it() {
    let bench = Bench::new();
    for (args, variable, advice) in [
        (&[][..], ("EXEC_TIMEOUT_MS", "100"), "EXEC_TIMEOUT_MS"),
        (
            &["--policy", "trusted"],
            ("EXEC_TIMEOUT_MS", "100"),
            "EXEC_TIMEOUT_MS",
        ),
        (&["--time", "90ms"], ("EXEC_TIMEOUT_MS", "100"), "--time"),
        (
            &[],
            (
                "EXEC_POLICY",
                "{\"version\":1,\"limits\":{\"time\":\"100ms\"},\"grants\":\
                 [{\"path\":\"/workspace\",\"layer\":\"scratch\",\"rights\":[\"all\"]}]}",
            ),
            "EXEC_POLICY",
        ),
    ] {
        let args = [&["run", "--lang", "js", "-c", "for (;;) {}"], args].concat();
        let mut command = bench.command(&args);
        let output = command.env(variable.0, variable.1).output().unwrap();
        let said = text(&output.stderr);
        let advised = said.ends_with(&format!("ms allowed; raise it with {advice}\n"));
        assert!(advised, "{said}");
        assert_eq!(output.status.code(), Some(124));
    }
}

#[test]
fn a_layer_that_nobody_supplies_is_78() {
    let bench = Bench::new();
    let document = "version = 1\n\
        [[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n\
        [[grants]]\npath = \"/data\"\nlayer = \"read-only\"\nsource = \"tables\"\nrights = [\"read\"]\n";
    fs::write(bench.path().join("layers.toml"), document).unwrap();
    let message = "golem-exec: the policy is refused: the grant of \"/data\" needs the layer \"tables\", \
                   which the platform does not supply\n";
    for args in [
        &["run", "main.js"][..],
        &["run", "--lang", "python", "-c", "1"],
        &["run", "--json", "main.js"],
        &["run", "--json-lines", "main.js"],
        &["session"],
    ] {
        let args = [args, &["--policy", "layers.toml"]].concat();
        let output = bench.command(&args).output().unwrap();
        assert_ends(&output, 78, "", message);
    }
    // The document itself is in order, and another component may have the layer.
    let check = ["policy", "check", "layers.toml"];
    let output = bench.command(&check).output().unwrap();
    assert_ends(&output, 0, "layers.toml: valid\n", "");
    let args = ["run", "--policy", "layers.toml", "main.js"];
    let output = bench.with_guest(&Guest::new(""), &args).output().unwrap();
    assert_ends(&output, 0, "", "");
}

#[test]
fn wheels_that_cannot_be_used_are_64() {
    refused(
        &[
            "run",
            "--lang",
            "py",
            "-c",
            "1",
            "--wheel",
            "a-1-py3-none-any.whl",
        ],
        64,
        "golem-exec: a-1-py3-none-any.whl: No such file or directory (os error 2)\n",
    );
    refused(
        &[
            "run",
            "--lang",
            "js",
            "-c",
            "1",
            "--wheel",
            "a-1-py3-none-any.whl",
        ],
        64,
        "golem-exec: --wheel is for Python programs\n",
    );
    let bench = Bench::new();
    for (name, why) in [
        (
            "pkg.zip",
            "\"pkg.zip\" is no name of a wheel; expected NAME-VERSION-PYTHON-ABI-PLATFORM.whl",
        ),
        (
            "a-1-cp313-cp313-linux_x86_64.whl",
            "a-1-cp313-cp313-linux_x86_64.whl: made for `cp313-cp313-linux_x86_64`; \
             only pure wheels for Python 3 (py3-none-any) can be used",
        ),
    ] {
        fs::write(bench.path().join(name), "").unwrap();
        let args = ["run", "--lang", "py", "-c", "1", "--wheel", name];
        let output = bench.command(&args).output().unwrap();
        assert_ends(&output, 64, "", &format!("golem-exec: {why}\n"));
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
