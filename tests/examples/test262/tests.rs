//! The runner on a small tree: each way for a test to go, and each verdict beside quickjs-ng's.

use std::fs;
use std::path::Path;

use golem_exec::Sandbox;
use golem_exec::policies::Policy;

use crate::configuration::Configuration;
use crate::differences::Differences;
use crate::native::Native;
use crate::report::Report;
use crate::suite::{POLICY, Suite};

const HARNESS: [(&str, &str); 4] = [
    (
        "assert.js",
        "function assert(is) { if (is !== true) throw new Test262Error('not true'); }",
    ),
    (
        "sta.js",
        "function Test262Error(message) { this.message = message; }\n\
         function $DONOTEVALUATE() { throw 'evaluated'; }",
    ),
    (
        "doneprintHandle.js",
        "function $DONE(error) { print(error ? `Test262:AsyncTestFailure:${error}` : 'Test262:AsyncTestComplete'); }",
    ),
    ("more.js", "var more = 42;"),
];

/// A test's name, what describes it, and its text.
type Test = (&'static str, &'static str, &'static str);

fn report(tests: &[Test], configuration: &str, errors: &str, differences: &str) -> Report {
    let root = tempfile::tempdir().unwrap();
    let write = |path: &Path, text: &str| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    for (name, text) in HARNESS {
        write(&root.path().join("harness").join(name), text);
    }
    for (name, description, text) in tests {
        let text = format!("/*---\n{description}\n---*/\n{text}\n");
        write(&root.path().join("test").join(name), &text);
    }
    let suite = Suite {
        root: root.path().to_owned(),
        configuration: Configuration::parse(configuration),
        sandbox: Sandbox::builder()
            .policy(Policy::parse(POLICY, None).unwrap())
            .build()
            .unwrap(),
        native: Native::parse(errors),
        differences: Differences::parse(differences),
    };
    suite.run_all(1, |_, _| {})
}

fn sum(tests: &[Test]) -> String {
    report(tests, "", "", "").sum()
}

const PASSED: &str = "1 passed, 0 failed, 0 of them here alone, 0 of those unexplained, 0 left out";
const FAILED: &str = "0 passed, 1 failed, 1 of them here alone, 1 of those unexplained, 0 left out";

#[test]
fn a_test_passes_when_it_ends_by_itself() {
    for test in [
        ("plain.js", "", "assert(this === globalThis);"),
        ("include.js", "includes: [more.js]", "assert(more === 42);"),
        (
            "indented.js",
            "  includes: [more.js]\r  negative:\r    type: TypeError",
            "assert(more === 42); null.x;",
        ),
        ("list.js", "includes:\n  - more.js", "assert(more === 42);"),
        (
            "strict.js",
            "flags: [onlyStrict]",
            "assert((function () { return this; })() === undefined);",
        ),
        (
            "sloppy.js",
            "flags: [noStrict]",
            "assert((function () { return this; })() === globalThis);",
        ),
        (
            "raw.js",
            "flags: [raw]",
            "assert((() => this)() === globalThis);",
        ),
        (
            "module.js",
            "flags: [module]",
            "import * as me from './module.js'; assert(this === undefined); export let x; assert('x' in me);",
        ),
        (
            "async.js",
            "flags: [async]",
            "Promise.resolve().then(() => $DONE(), $DONE);",
        ),
        (
            "negative.js",
            "negative:\n  phase: parse\n  type: SyntaxError",
            "$DONOTEVALUATE(); var a b;",
        ),
        (
            "thrown.js",
            "negative:\n  phase: runtime\n  type: Test262Error",
            "throw new Test262Error('x');",
        ),
        ("nul.js", "", "assert('\0'.length === 1);"),
        (
            "buffer.js",
            "",
            "var b = new ArrayBuffer(1); $262.detachArrayBuffer(b); assert(b.detached);",
        ),
        (
            "script.js",
            "",
            "$262.evalScript('let declared = 1;'); assert(declared === 1);",
        ),
    ] {
        assert_eq!(sum(&[test]), PASSED, "{test:?}");
    }
}

#[test]
fn a_test_fails_when_it_does_not_do_what_it_should() {
    for test in [
        ("throws.js", "", "throw new Error('x');"),
        ("no_include.js", "includes: [nowhere.js]", ""),
        (
            "module_throws.js",
            "flags: [module]",
            "throw new Error('x');",
        ),
        ("not_done.js", "flags: [async]", ""),
        ("done_with_an_error.js", "flags: [async]", "$DONE('wrong');"),
        (
            "no_error.js",
            "negative:\n  phase: runtime\n  type: TypeError",
            "",
        ),
        (
            "another_error.js",
            "negative:\n  phase: runtime\n  type: TypeError",
            "throw new RangeError();",
        ),
        (
            "parses.js",
            "negative:\n  phase: parse\n  type: SyntaxError",
            "$DONOTEVALUATE();",
        ),
        (
            "no_module_error.js",
            "flags: [module]\nnegative:\n  phase: resolution\n  type: SyntaxError",
            "",
        ),
    ] {
        assert_eq!(sum(&[test]), FAILED, "{test:?}");
    }
}

#[test]
fn what_is_left_out_is_told_with_its_reason() {
    let tests = [
        ("listed/a.js", "", "throw 1;"),
        ("listed/b.js", "", "assert(true);"),
        ("feature.js", "features: [tails]", "throw 1;"),
        ("realm.js", "", "$262.createRealm();"),
        ("a_FIXTURE.js", "", "throw 1;"),
    ];
    let configuration =
        "[exclude]\ntest262/test/listed/\n!test262/test/listed/b.js\n[features]\ntails=skip\n";
    let report = report(&tests, configuration, "", "");
    assert_eq!(
        report.sum(),
        "1 passed, 0 failed, 0 of them here alone, 0 of those unexplained, 3 left out"
    );
    let page = report.to_string();
    for line in [
        "- 1: named in its list\n",
        "- 1: feature tails\n",
        "- 1: another realm",
    ] {
        assert!(page.contains(line), "{page}");
    }
}

#[test]
fn verdicts_stand_beside_quickjs_ngs() {
    let tests = [
        ("both/a.js", "", "throw new Error('a | b');"),
        ("here/known.js", "", "throw 1;"),
        ("here/unknown.js", "", "throw 1;"),
        ("there.js", "", ""),
        ("none.js", "", ""),
    ];
    let errors =
        "test262/test/both/a.js:3: Test262Error: x\nand more\ntest262/test/there.js:1: Error\n";
    let differences = "# comment\nIt is so.\n  test262/test/here/known\n";
    let report = report(&tests, "", errors, differences);
    assert_eq!(
        report.sum(),
        "2 passed, 3 failed, 2 of them here alone, 1 of those unexplained, 0 left out"
    );
    assert_eq!(report.unexplained(), 1);
    let page = report.to_string();
    for part in [
        "| pass, here and in quickjs-ng | 1 |\n| pass here, fail in quickjs-ng | 1 |\n\
         | fail, here and in quickjs-ng | 1 |\n| fail here, pass in quickjs-ng | 2 |\n",
        "### Fails here alone: It is so.\n\n- `here/known.js`: ",
        "### Fails here alone: Unexplained\n\n- `here/unknown.js`: ",
        "### Passes here alone\n\n- test262/test/there.js\n",
        "### Fails here and in quickjs-ng\n\n- `both/a.js`: ok: Error: a \\| b\n",
    ] {
        assert!(page.contains(part), "{page}");
    }
}
