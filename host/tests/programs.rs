//! `golem-exec run` with real programs, on the components inside of it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::Once;

use assert_cmd::Command;
use golem_exec::{CacheLocation, Language, Request, Sandbox};
use serde_json::{Value, json};

struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self { folder }
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_golem-exec"));
        for variable in [
            "EXEC_POLICY",
            "EXEC_TIMEOUT_MS",
            "EXEC_MEMORY_LIMIT_MB",
            "EXEC_JS_QUICKJS_PATH",
            "EXEC_PYTHON_WASI_PATH",
        ] {
            command.env_remove(variable);
        }
        // Compiling takes long, so it is done once and before all tests.
        static COMPILED: Once = Once::new();
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled-code");
        COMPILED.call_once(|| {
            let sandbox = Sandbox::builder()
                .cache(CacheLocation::Folder(cache.clone()))
                .build();
            sandbox.unwrap().prepare(Language::JavaScript).unwrap();
        });
        command
            .current_dir(self.folder.path())
            .env("GOLEM_EXEC_CACHE", cache)
            .env("SECRET_OF_THE_HOST", "s3cret")
            .arg("run")
            .args(args);
        command
    }
}

/// Runs JavaScript given on the command line.
fn js(code: &str, options: &[&str]) -> Output {
    let mut args = vec!["--lang", "js", "-c", code];
    args.extend(options);
    Bench::new(&[]).run(&args)
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[track_caller]
fn assert_prints(output: &Output, stdout: &str) {
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), stdout);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_program_gets_its_files_arguments_variables_and_input() {
    let bench = Bench::new(&[
        (
            "main.mjs",
            "import { readFileSync, readdirSync } from 'node:fs';\n\
             import { double } from './lib/double.mjs';\n\
             console.log(double(21), process.argv.slice(2), process.env.GREETING);\n\
             console.log(readFileSync('in/data.csv', 'utf8').trim());\n\
             console.log(readFileSync(0, 'utf8'));\n",
        ),
        ("lib/double.mjs", "export const double = (x) => 2 * x;\n"),
        ("data.csv", "a,b\n"),
        ("input.txt", "typed"),
    ]);
    let output = bench.run(&[
        "main.mjs",
        "--file",
        "lib",
        "--file",
        "data.csv:in/data.csv",
        "--env",
        "GREETING=hello",
        "--stdin",
        "input.txt",
        "--",
        "--flag",
        "x",
    ]);
    assert_prints(&output, "42 [ '--flag', 'x' ] hello\na,b\ntyped\n");
}

#[test]
fn our_standard_input_reaches_the_program_only_when_asked_for() {
    let code = "import { readFileSync } from 'node:fs';\n\
                console.log(JSON.stringify(readFileSync(0, 'utf8')));";
    let bench = Bench::new(&[("main.js", code)]);
    let with = |args: &[&str]| bench.command(args).write_stdin("piped").output().unwrap();
    assert_prints(&with(&["main.js", "--stdin", "-"]), "\"piped\"\n");
    assert_prints(&with(&["main.js"]), "\"\"\n");
}

#[test]
fn nothing_of_the_hosts_environment_is_visible() {
    assert_prints(&js("console.log(JSON.stringify(process.env))", &[]), "{}\n");
}

#[test]
fn a_programs_exit_code_is_ours() {
    let output = js("console.log('bye'); process.exit(3)", &[]);
    assert_eq!(text(&output.stdout), "bye\n");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn each_ending_has_its_exit_code() {
    for (code, options, exit) in [
        ("let x = ;", &[][..], 65),
        ("throw new Error('x')", &[], 1),
        ("for (;;) {}", &["--time", "100ms"], 124),
        (
            "const a = []; for (;;) a.push('x'.repeat(1e6) + a.length)",
            &["--memory", "16MiB"],
            137,
        ),
    ] {
        assert_eq!(js(code, options).status.code(), Some(exit), "{code}");
    }
}

#[test]
fn a_timeout_keeps_what_was_printed() {
    let output = js("console.log('so far'); for (;;) {}", &["--time", "100ms"]);
    assert_eq!(text(&output.stdout), "so far\n");
    assert_eq!(
        text(&output.stderr),
        "golem-exec: time limit exceeded: 100 ms allowed; raise it with --time\n"
    );
}

#[test]
fn json_tells_the_whole_outcome() {
    let output = js(
        "console.log('out'); console.error('err'); process.exit(2)",
        &["--json"],
    );
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(2));
    let mut object: Value = serde_json::from_slice(&output.stdout).unwrap();
    for measured in ["time_ms", "memory_bytes"] {
        assert!(object[measured].is_u64(), "{measured}");
        object[measured] = Value::Null;
    }
    assert_eq!(
        object,
        json!({
            "outcome": "ok", "limit": null, "limit_asked": null, "limit_allowed": null,
            "stdout": "out\n", "stderr": "err\n", "exit_code": 2, "signal": null,
            "time_ms": null, "memory_bytes": null, "message": null,
            "denials": [], "denials_dropped": 0, "value": null
        })
    );
}

#[test]
fn a_denied_access_is_told() {
    let code = "import { readFileSync } from 'node:fs'; readFileSync('/etc/passwd')";
    let output = js(code, &["--json"]);
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["outcome"], "runtime-failed");
    let denials = object["denials"].as_array().unwrap();
    assert!(
        denials
            .iter()
            .any(|denial| denial["target"] == "/etc/passwd"),
        "{object}"
    );
}

/// As `node -p` prints the same expressions.
#[test]
fn eval_print_prints_the_last_expression() {
    let bench = Bench::new(&[]);
    for (code, printed) in [
        ("1 + 1", "2\n"),
        ("'a'.repeat(3)", "aaa\n"),
        ("({ a: [1, { b: 2 }] })", "{ a: [ 1, { b: 2 } ] }\n"),
        ("const x = 5; x * 2", "10\n"),
        ("path.join('a', 'b')", "a/b\n"),
        ("require('fs').existsSync('.')", "true\n"),
        ("undefined", "undefined\n"),
        (
            "Promise.resolve().then(() => console.log('later')); 5",
            "5\nlater\n",
        ),
        ("await Promise.resolve(7)", "7\n"),
    ] {
        assert_prints(&bench.run(&["-p", code]), printed);
    }
    let failing = bench.run(&["--eval-print", "throw new Error('told')"]);
    assert_eq!(failing.status.code(), Some(1));
    assert!(text(&failing.stderr).contains("Error: told"), "{failing:?}");
    assert_eq!(bench.run(&["-p", "let ="]).status.code(), Some(65));
}

/// As Python's prompt prints the same expressions.
#[test]
fn eval_print_prints_the_last_expression_of_python() {
    let bench = Bench::new(&[]);
    for (code, printed) in [
        ("1 + 1", "2\n"),
        ("'a' * 3", "'aaa'\n"),
        ("x = 5\nx * 2", "10\n"),
        ("print('before')\n{'a': (1, 2)}", "before\n{'a': (1, 2)}\n"),
        ("None", ""),
        ("x = 5", ""),
        ("", ""),
        ("'only a text'", "'only a text'\n"),
        ("(y := 2)\nif y: pass", ""),
    ] {
        assert_prints(&bench.run(&["--lang", "python", "-p", code]), printed);
    }
    let failing = bench.run(&["--lang", "python", "-p", "x = 0\n1 / x"]);
    assert_eq!(failing.status.code(), Some(1));
    assert!(
        text(&failing.stderr).contains("line 2, in <module>\n    1 / x\n"),
        "{failing:?}"
    );
    let exits = bench.run(&["--lang", "python", "-p", "import sys; sys.exit(3)"]);
    assert_eq!(exits.status.code(), Some(3));
    let broken = bench.run(&["--lang", "python", "-p", "let x ="]);
    assert_eq!(broken.status.code(), Some(65));
}

#[test]
fn pythons_value_is_told_as_json_where_it_is_json() {
    let sandbox = Sandbox::new().unwrap();
    let value = |code: &str| {
        let request = Request::new(Language::Python, "main.py", code);
        sandbox.run(request.eval_print()).unwrap().value
    };
    assert_eq!(
        value("{'a': [1, None, (True, 'x')]}"),
        Some(json!({ "a": [1, null, [true, "x"]] }))
    );
    assert_eq!(
        value("import json\njson.JSONEncoder.encode = lambda *_: 'forged'\n2.5"),
        Some(json!(2.5))
    );
    for code in [
        "x = 1",
        "{1, 2}",
        "float('inf')",
        "a = []; a.append(a); a",
        "'x' * 2 ** 20",
        "[2 ** 100]",
        "1 / 0",
    ] {
        assert_eq!(value(code), None, "{code}");
    }
    let plain = Request::new(Language::Python, "main.py", "1 + 1");
    assert_eq!(sandbox.run(plain).unwrap().value, None);
}

/// What the policy's rules about modules refuse is told, in both languages alike.
#[test]
fn denied_imports_are_told() {
    let rules = "version = 1\n[[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\n\
                 rights = [\"all\"]\n[modules.javascript]\ndeny = [\"os\"]\n\
                 [modules.python]\ndeny = [\"socket\"]\n";
    let policy = golem_exec::policies::Policy::parse(rules, None).unwrap();
    let sandbox = Sandbox::builder().policy(policy).build().unwrap();
    for (language, file, code, target) in [
        (
            Language::JavaScript,
            "main.js",
            "await import('os').catch(() => {});",
            "node:os",
        ),
        (
            Language::Python,
            "main.py",
            "try:\n    import socket\nexcept ImportError: pass\nimport asyncio",
            "socket",
        ),
    ] {
        let outcome = sandbox.run(Request::new(language, file, code)).unwrap();
        let told = outcome.denials.iter().map(|denial| {
            assert_eq!(*denial.rule(), golem_exec::policies::Rule::Modules);
            (denial.operation(), denial.subject())
        });
        assert_eq!(told.collect::<Vec<_>>(), [("import", target)]);
    }
}

#[test]
fn each_use_of_the_network_and_of_processes_is_recorded() {
    let code = "import net from 'node:net'; import http from 'node:http'; import dns from 'node:dns';
        import cluster from 'node:cluster';
        const uses = [
          () => net.connect(80, 'a.example'), () => net.createServer().listen(1),
          () => new net.Socket().connect({ host: 'b.example', port: 2 }), () => http.get('http://c.example/'),
          () => http.createServer().listen(3), () => dns.lookup('d.example', () => {}),
          () => new dns.Resolver().resolve4('e.example', () => {}), () => cluster.fork(),
        ];
        for (const use of uses) try { use(); console.log('done'); } catch (error) { console.log(error.code); }
        for (const use of [dns.promises.resolve, new dns.promises.Resolver().resolve]) {
          await use('f.example').catch((error) => console.log(error.code));
        }";
    let sandbox = Sandbox::new().unwrap();
    let outcome = sandbox
        .run(Request::new(Language::JavaScript, "main.js", code))
        .unwrap();
    let refused = "EACCES\n";
    let expected = [&refused.repeat(7), "EPERM\n", &refused.repeat(2)].concat();
    assert_eq!(String::from_utf8_lossy(&outcome.stdout), expected);
    let told: Vec<_> = outcome
        .denials
        .iter()
        .map(|denial| (denial.operation(), denial.subject()))
        .collect();
    assert_eq!(
        told,
        [
            ("net.connect", ":80"),
            ("net.Server.listen", ":1"),
            ("net.Socket.connect", "b.example:2"),
            ("http.get", "http://c.example/"),
            ("http.Server.listen", ":3"),
            ("dns.lookup", "d.example"),
            ("dns.Resolver.resolve4", "e.example"),
            ("cluster.fork", ""),
            ("dns.promises.resolve", "f.example"),
            ("dns.promises.Resolver.resolve", "f.example"),
        ]
    );
}

#[test]
fn the_last_expressions_value_is_told_as_json_where_it_is_json() {
    let sandbox = Sandbox::new().unwrap();
    let value = |code: &str| {
        let request = Request::new(Language::JavaScript, "main.js", code);
        sandbox.run(request.eval_print()).unwrap().value
    };
    assert_eq!(
        value("({ a: [1, null], b: undefined })"),
        Some(json!({ "a": [1, null] }))
    );
    assert_eq!(value("await Promise.resolve('x')"), Some(json!("x")));
    assert_eq!(value("2 ** 64"), Some(json!(18446744073709552000.0)));
    for code in [
        "undefined",
        "10n",
        "const a = []; a.push(a); a",
        "'x'.repeat(2 ** 20)",
        "throw 1",
    ] {
        assert_eq!(value(code), None, "{code}");
    }
    let plain = Request::new(Language::JavaScript, "main.js", "1 + 1");
    assert_eq!(sandbox.run(plain).unwrap().value, None);
}
