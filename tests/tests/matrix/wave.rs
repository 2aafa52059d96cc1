//! Every export, called as `golem worker invoke` calls it: by its full name, in WAVE, in the host
//! that is set up as Golem is.

use crate::case::{LANGUAGES, unhurried};
use crate::host::golem_like::Worker;
use crate::host::wave::HANDLE;
use crate::host::{Deployment, Guest};

/// A call and its answer, where `#` stands for digits, `*` for anything.
struct Row {
    function: &'static str,
    arguments: Vec<String>,
    answer: String,
}

fn row(function: &'static str, arguments: &[&str], answer: &str) -> Row {
    Row {
        function,
        arguments: arguments.iter().map(|&text| text.to_owned()).collect(),
        answer: answer.to_owned(),
    }
}

/// Bytes, as WAVE writes them.
fn bytes(text: &str) -> String {
    let bytes: Vec<String> = text.bytes().map(|byte| byte.to_string()).collect();
    format!("[{}]", bytes.join(", "))
}

fn file(name: &str, content: &str, encoding: &str) -> String {
    let content = bytes(content);
    format!("{{name: \"{name}\", content: {content}, encoding: {encoding}}}")
}

/// What a program that ended by itself answers.
fn ended(stdout: &str) -> String {
    format!("ok({})", result(stdout))
}

/// WAVE leaves out what is none: `compile`, and the stage's `signal`.
fn result(stdout: &str) -> String {
    format!(
        "{{run: {{stdout: \"{stdout}\", stderr: \"\", exit-code: some(0)}}, time-ms: some(#), memory-bytes: some(#)}}"
    )
}

/// A language's name in WAVE, another's, and programs.
struct Programs {
    language: &'static str,
    other: &'static str,
    /// Prints its first argument, a variable, and its input.
    prints: &'static str,
    /// Never ends.
    loops: &'static str,
    /// Prints what is in `data.txt`.
    reads: &'static str,
}

fn programs(guest: Guest) -> Programs {
    match guest {
        Guest::JavaScript => Programs {
            language: "{kind: javascript, version: none}",
            other: "{kind: python, version: none}",
            prints: "import { readFileSync } from 'node:fs'; \
                     console.log(process.argv[2], process.env.WHO, readFileSync(0, 'utf8'));",
            loops: "for (;;) {}",
            reads: "import { readFileSync } from 'node:fs'; \
                    console.log(readFileSync('data.txt', 'utf8'));",
        },
        Guest::Python => Programs {
            language: "{kind: python, version: none}",
            other: "{kind: javascript, version: some(\"20\")}",
            prints: "import os, sys; print(sys.argv[1], os.environ['WHO'], sys.stdin.read())",
            loops: "while True: pass",
            reads: "print(open('data.txt').read())",
        },
    }
}

/// Each full name, as Golem 1.2 and later take it.
fn table(guest: Guest) -> Vec<Row> {
    let programs = programs(guest);
    let language = programs.language;
    let prints = format!("[{}]", file("main", programs.prints, "none"));
    let loops = format!("[{}]", file("main", programs.loops, "some(utf8)"));
    let limits = "some({time-ms: some(100), memory-bytes: none, file-size-bytes: none, \
                  max-processes: some(1)})";
    let environment = "[(\"WHO\", \"agent\")]";
    let given = ["some(\"in\")", "[\"a\"]", environment, "none"];
    let run = "golem:exec/executor@1.0.0.{run}";
    let mut rows = vec![
        row(
            run,
            &[&[language, &prints][..], &given].concat(),
            &ended("a agent in\\n"),
        ),
        row(
            run,
            &[language, &loops, "none", "[]", "[]", limits],
            "err(timeout)",
        ),
        row(
            run,
            &[programs.other, "[]", "none", "[]", "[]", "none"],
            "err(unsupported-language)",
        ),
    ];
    rows.extend(session(&programs));
    rows.extend(events(&programs));
    rows.extend(restored(language));
    rows
}

fn session(programs: &Programs) -> Vec<Row> {
    let method = |name: &'static str, arguments: &[&str], answer: &str| {
        row(name, &[&[HANDLE][..], arguments].concat(), answer)
    };
    let upload = "golem:exec/executor@1.0.0.{[method]session.upload}";
    let list = "golem:exec/executor@1.0.0.{[method]session.list-files}";
    let run = "golem:exec/executor@1.0.0.{[method]session.run}";
    let no_more = ["\"main\"", "[]", "none", "[]", "none"];
    vec![
        row(
            "golem:exec/executor@1.0.0.{[constructor]session}",
            &[programs.language],
            HANDLE,
        ),
        method(upload, &[&file("work/main", programs.reads, "none")], "ok"),
        method(
            upload,
            &[&file("work/data.txt", "Zm9v", "some(base64)")],
            "ok",
        ),
        method(
            "golem:exec/executor@1.0.0.{[method]session.set-working-dir}",
            &["\"work\""],
            "ok",
        ),
        method(run, &no_more, &ended("foo\\n")),
        method(list, &["\".\""], "ok([\"data.txt\", \"main\"])"),
        method(
            "golem:exec/executor@1.0.0.{[method]session.download}",
            &["\"data.txt\""],
            "ok([102, 111, 111])",
        ),
        method(
            "golem:exec/executor@1.0.0.{[method]session.download}",
            &["\"no\""],
            "err(internal(\"download \\\"no\\\": no such file\"))",
        ),
        method(
            "golem:exec/pull@1.0.0.{session-run-streaming}",
            &no_more,
            HANDLE,
        ),
        method(
            "golem:exec/pull@1.0.0.{[method]exec-stream.next-batch}",
            &["1000"],
            &format!(
                "[stdout-chunk({}), finished({})]",
                bytes("foo\n"),
                result("foo\\n")
            ),
        ),
        method("golem:exec/pull@1.0.0.{[drop]exec-stream}", &[], ""),
        method("golem:exec/executor@1.0.0.{[method]session.close}", &[], ""),
        method("golem:exec/executor@1.0.0.{[method]session.close}", &[], ""),
        method(
            list,
            &["\".\""],
            "err(internal(\"list-files: the session is closed\"))",
        ),
        method("golem:exec/executor@1.0.0.{[drop]session}", &[], ""),
    ]
}

fn events(programs: &Programs) -> Vec<Row> {
    let next = "golem:exec/pull@1.0.0.{[method]exec-stream.next}";
    let limits = "some({time-ms: some(100), memory-bytes: none, file-size-bytes: none, \
                  max-processes: none})";
    let loops = format!("[{}]", file("main", programs.loops, "none"));
    vec![
        row(
            "golem:exec/pull@1.0.0.{run-streaming}",
            &[programs.language, &loops, "none", "[]", "[]", limits],
            HANDLE,
        ),
        row(next, &[HANDLE], "some(failed(timeout))"),
        row(next, &[HANDLE], "none"),
        row("golem:exec/pull@1.0.0.{[drop]exec-stream}", &[HANDLE], ""),
    ]
}

fn restored(language: &str) -> Vec<Row> {
    let never = "\"00000000000000000000000000000000\"";
    vec![
        row(
            "golem:exec/executor@1.0.0.{[constructor]session}",
            &[language],
            HANDLE,
        ),
        row("golem:exec/restore@1.0.0.{id}", &[HANDLE], "ok(\"*\")"),
        row("golem:exec/restore@1.0.0.{take}", &[never], "err(*)"),
        row("golem:exec/restore@1.0.0.{save}", &[], "[*]"),
        row("golem:exec/restore@1.0.0.{load}", &["[1, 2]"], "err(*)"),
        row("golem:api/save-snapshot@1.1.7.{save}", &[], "[*]"),
        row("golem:api/load-snapshot@1.1.7.{load}", &["[]"], "err(*)"),
        row("golem:exec/executor@1.0.0.{[drop]session}", &[HANDLE], ""),
    ]
}

/// Whether an answer is what a row says: `#` stands for digits, `*` for anything.
fn is_as(expected: &str, answer: &str) -> bool {
    let Some(place) = expected.find(['#', '*']) else {
        return expected == answer;
    };
    let (head, rest) = expected.split_at(place);
    let Some(answer) = answer.strip_prefix(head) else {
        return false;
    };
    let (wildcard, rest) = rest.split_at(1);
    let longest = match wildcard {
        "#" => answer.bytes().take_while(u8::is_ascii_digit).count(),
        _ => answer.len(),
    };
    (1..=longest).any(|length| answer.is_char_boundary(length) && is_as(rest, &answer[length..]))
}

#[test]
fn every_export_is_invoked_by_its_full_name_in_wave() {
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &unhurried());
        let rows = table(guest);
        for row in &rows {
            let arguments: Vec<&str> = row.arguments.iter().map(String::as_str).collect();
            let answer = worker.invoke(row.function, &arguments);
            let function = row.function;
            assert!(
                is_as(&row.answer, &answer),
                "{function}\n  answers {answer}\n  not     {}",
                row.answer
            );
        }
        let mut missing = worker.functions();
        missing.retain(|name| !rows.iter().any(|row| row.function == name));
        assert_eq!(missing, Vec::<String>::new(), "in no row");
    }
}

/// Golem has spelled resources in another way, and takes a name without the version.
#[test]
fn the_shorter_spelling_means_the_same() {
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &unhurried());
        let programs = programs(guest);
        let main = file("main", programs.reads, "none");
        let data = file("data.txt", "666f6f", "some(hex)");
        for (function, arguments, answer) in [
            ("{session.new}", vec![programs.language], HANDLE.to_owned()),
            ("{session.upload}", vec![HANDLE, &main], "ok".to_owned()),
            ("{session.upload}", vec![HANDLE, &data], "ok".to_owned()),
            (
                "{session.run}",
                vec![HANDLE, "\"main\"", "[]", "none", "[]", "none"],
                ended("foo\\n"),
            ),
            ("{session.drop}", vec![HANDLE], String::new()),
        ] {
            let full = format!("golem:exec/executor.{function}");
            let answered = worker.invoke(&full, &arguments);
            assert!(is_as(&answer, &answered), "{full}: {answered}");
        }
    }
}

/// The guide's own command, word for word.
#[test]
fn the_invocation_in_the_guide_answers() {
    let guide = include_str!("../../../docs/golem.md");
    let (_, rest) = guide.split_once("$ golem worker invoke ").unwrap();
    let (command, _) = rest.split_once("\n```").unwrap();
    let words: Vec<&str> = command.split('\'').collect();
    let quoted: Vec<&str> = words.iter().skip(1).step_by(2).copied().collect();
    let (function, arguments) = quoted.split_first().unwrap();
    let worker = Worker::new(Guest::JavaScript, &Deployment::default());
    let answer = worker.invoke(function, arguments);
    assert!(is_as(&ended("42\\n"), &answer), "{answer}");
}

/// A worker whose policy is broken says so in words.
#[test]
fn a_broken_policy_is_an_answer() {
    let deployment = Deployment {
        policy: Some(String::from("lenient")),
        ..Deployment::default()
    };
    let worker = Worker::new(Guest::JavaScript, &deployment);
    let language = programs(Guest::JavaScript).language;
    let arguments = [language, "[]", "none", "[]", "[]", "none"];
    let answer = worker.invoke("golem:exec/executor@1.0.0.{run}", &arguments);
    assert!(
        is_as(
            "err(internal(\"the policy is refused: *no preset is called `lenient`*\"))",
            &answer
        ),
        "{answer}"
    );
}
