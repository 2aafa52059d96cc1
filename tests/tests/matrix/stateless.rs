//! One-shot runs: what a program is given, and how it may end.

use crate::case::{LANGUAGES, check_control, control, matrix, unhurried};
use crate::host::golem_like::Worker;
use crate::host::{Call, Ending, File, Guest, ours};
use crate::programs;

matrix! {
    happy_path => |case| case
        .file("data.csv", "name,size\nfirst,1\nsecond,2\n")
        .stdin("typed\n")
        .args(&["--flag", "two words", ""])
        .env("GREETING", "hello")
        .prints("[\"--flag\",\"two words\",\"\"]\nhello\ntyped\nsecond,2\n42\n");

    library_shows_no_text => |case| case
        .only(Guest::JavaScript)
        .file("text.js", "exports.own = function own() { return 3; };\n")
        .prints(concat!(
            "true,true,true,true,true,true,true,true\n",
            "true,true [class URL] [ [class URL] ]\n",
            "class Own { static method() { return 1; } } method() { return 1; } (a) => a + 1 true\n",
            "function own() { return 2; } function own() { return 3; }\n",
        ));
    prints_to_both_streams => |case| case.prints("out 1\nout 2\n");
    prints_unicode => |case| case.prints("smörgås 🦀 \u{fffd}\n");
    empty_program => |case| case;
    standard_input_is_empty_when_absent => |case| case.prints("\"\"\n");
    asynchronous => |case| case.prints("first\nmicrotask\ntimer\nawaited 7\n");
    writes_and_lists_files => |case| case.prints("[\"a.txt\",\"b\"]\n5\n");
    modules => |case| case.prints("main lib nested\n");
    circular_imports => |case| case.prints("a b\n");

    exit_code_of_the_last_statement => |case| case.exits(7).prints("before\nafter\n");
    exits_from_a_callback => |case| case.exits(9).prints("before\n");
    exit_cannot_be_caught => |case| case.exits(4).prints("before\n");

    syntax_error => |case| case.does_not_compile();
    /// JavaScript links all modules before it runs one; Python imports as it goes.
    syntax_error_in_an_import => |case| case
        .does_not_compile().in_language(Guest::Python, |case| case.fails().prints("first\n"));
    runtime_error => |case| case.fails().prints("printed before\n");
    runtime_error_in_an_import => |case| case.fails().prints("lib starts\n");
    missing_import => |case| case.fails();
    unhandled_rejection => |case| case.fails().prints("before\n");
    throws_a_plain_value => |case| case.fails();
    aborts => |case| case.aborts().prints("before\n");
}

#[test]
fn every_exit_code_from_0_to_255() {
    for &guest in LANGUAGES {
        for program in ["exit_code_by_call", "exit_code_by_ending"] {
            let files = programs::files(guest, program);
            let worker = Worker::new(guest, &unhurried());
            let host = ours::Host::new(guest, &unhurried());
            for code in 0..=255 {
                let call = Call {
                    args: vec![code.to_string()],
                    ..Call::new(guest, files.clone())
                };
                for observed in [worker.run(&call), host.run(&call)] {
                    assert_eq!(observed.ending, Ending::Ok, "{program} {code}");
                    assert_eq!(observed.exit_code, Some(code), "{program}");
                    assert_eq!(
                        observed.stdout.as_deref(),
                        Some("before\n"),
                        "{program} {code}"
                    );
                    assert_eq!(observed.stderr.as_deref(), Some(""), "{program} {code}");
                }
            }
        }
    }
}

#[test]
fn no_files_do_not_compile() {
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &unhurried());
        let observed = worker.run(&Call::new(guest, Vec::new()));
        assert_eq!(observed.ending, Ending::CompilationFailed);
        assert_eq!(observed.exit_code, Some(1));
        assert_eq!(observed.stdout.as_deref(), Some(""));
        assert_eq!(
            observed.stderr.as_deref(),
            Some("no files: the first file is the program\n")
        );
        check_control("golem-like", &worker.run(&control(guest)));
    }
}

#[test]
fn a_version_is_accepted_and_ignored() {
    for &guest in LANGUAGES {
        let call = Call {
            version: Some("no such version".into()),
            ..control(guest)
        };
        check_control("golem-like", &Worker::new(guest, &unhurried()).run(&call));
    }
}

#[test]
fn the_first_file_is_the_program() {
    for &guest in LANGUAGES {
        let mut files = programs::files(guest, "control");
        files.insert(0, File::new(format!("first.{}", guest.extension()), ""));
        let call = Call::new(guest, files);
        let worker = Worker::new(guest, &unhurried());
        let host = ours::Host::new(guest, &unhurried());
        for observed in [worker.run(&call), host.run(&call)] {
            assert_eq!(observed.ending, Ending::Ok);
            assert_eq!(observed.stdout.as_deref(), Some(""));
        }
    }
}
