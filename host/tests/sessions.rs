//! `golem-exec session`, and sessions that are saved and restored.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod bench;
mod guest;

use std::fs;

use bench::{Bench, assert_ends};
use golem_exec::policies::Policy;
use golem_exec::{
    CacheLocation, HostError, Language, Sandbox, Session, SessionError, SessionRequest,
};

const COUNTS: &str = "import { readFileSync, writeFileSync, existsSync } from 'node:fs';
const count = existsSync('count') ? Number(readFileSync('count', 'utf8')) + 1 : 1;
writeFileSync('count', String(count));
console.log(process.argv.slice(2).join(' ') + count);
";

fn bench() -> Bench {
    let bench = Bench::new();
    fs::write(bench.path().join("count.js"), COUNTS).unwrap();
    bench
}

fn scripted(bench: &Bench, args: &[&str], script: &str) -> std::process::Output {
    let args = [&["session"], args].concat();
    bench.command(&args).write_stdin(script).output().unwrap()
}

#[test]
fn a_script_uploads_runs_lists_and_downloads() {
    let bench = bench();
    let script = "
        # a comment
        :upload count.js 'sub folder/count me.js'
        :cd 'sub folder'
        :run 'count me.js' 'n = '
        :run 'count me.js' 'n = '
        :ls
        :ls /workspace
        :cat count
        :download count here.txt
        :quit
        :run nowhere.js
    ";
    let output = scripted(&bench, &[], script);
    let expected = "n = 1\nn = 2\ncount\ncount me.js\nsub folder/\n2";
    assert_ends(&output, 0, expected, "");
    assert_eq!(fs::read(bench.path().join("here.txt")).unwrap(), b"2");
}

#[test]
fn a_script_stops_at_the_first_command_that_fails() {
    let bench = bench();
    for command in [":run", ":cat", ":download", ":cd", ":ls"] {
        let missing = scripted(&bench, &[], &format!(":ls\n{command} nowhere.js\n:help\n"));
        let message = format!("golem-exec: line 2: {command} \"nowhere.js\": no such file\n");
        assert_ends(&missing, 64, "", &message);
    }
    let unknown = scripted(&bench, &[], ":ls\n\nls\n");
    let message = "golem-exec: line 3: \"ls\" is no command; :help lists them\n";
    assert_ends(&unknown, 64, "", message);
    fs::write(bench.path().join("exits.js"), "process.exit(3)").unwrap();
    let exits = scripted(&bench, &[], ":upload exits.js\n:run exits.js\n:ls\n");
    assert_ends(&exits, 3, "", "");
}

#[test]
fn what_is_uploaded_is_what_was_named() {
    let bench = bench();
    for (name, content) in [("a", "A"), ("a:b", "AB")] {
        fs::write(bench.path().join(name), content).unwrap();
    }
    let script = ":upload a b\n:upload a:b\n:upload a x:y\n:ls\n:cat b\n:cat a:b\n:cat x:y\n";
    assert_ends(&scripted(&bench, &[], script), 0, "a:b\nb\nx:y\nAABA", "");
}

#[test]
fn a_file_that_does_not_fit_is_named_with_the_limits() {
    let bench = bench();
    fs::create_dir(bench.path().join("many")).unwrap();
    fs::write(bench.path().join("many/a"), "fits").unwrap();
    fs::write(bench.path().join("many/b"), vec![b'x'; 5 << 20]).unwrap();
    let output = scripted(&bench, &["--policy", "strict"], ":upload many\n");
    let message = "golem-exec: line 1: :upload \"many/b\": 5242880 bytes do not fit \
                   (file-size 1MiB, disk 4MiB, inodes 256); 1 files were uploaded before it\n";
    assert_ends(&output, 64, "", message);
}

#[test]
fn the_working_directory_is_known_wherever_a_session_comes_from() {
    let bench = bench();
    let script = ":pwd\n:cd /tmp\n:pwd\n:cd ..\n:pwd\n:cd workspace/.\n:pwd\n:cd /tmp\n";
    let first = scripted(&bench, &["--save", "work"], script);
    assert_ends(&first, 0, "/workspace\n/tmp\n/\n/workspace\n", "");
    let second = scripted(&bench, &["--load", "work"], ":pwd\nexit\n:nonsense\n");
    assert_ends(&second, 0, "/tmp\n", "");
}

/// Before anything is done that would be lost; and what was there stays until all of it is written.
#[test]
fn a_session_that_cannot_be_saved_there_does_not_begin() {
    let bench = bench();
    let script = ":upload count.js\n:run count.js\n";
    let output = scripted(&bench, &["--save", "no/folder"], script);
    let message = "golem-exec: no/folder: No such file or directory (os error 2)\n";
    assert_ends(&output, 64, "", message);
    scripted(&bench, &["--save", "work"], script);
    let saved = fs::read(bench.path().join("work")).unwrap();
    let fails = scripted(
        &bench,
        &["--load", "missing", "--save", "work"],
        ":run count.js\n",
    );
    assert_eq!(fails.status.code(), Some(64));
    assert_eq!(fs::read(bench.path().join("work")).unwrap(), saved);
    let left = fs::read_dir(bench.path()).unwrap();
    let parts = left.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().contains(".part-")
    });
    assert_eq!(parts.count(), 0);
}

#[test]
fn a_program_of_the_other_language_is_pointed_out() {
    let bench = Bench::new();
    fs::write(bench.path().join("x.py"), "import os").unwrap();
    let output = scripted(&bench, &[], ":upload x.py\n:run x.py\n");
    let said = bench::text(&output.stderr);
    let note =
        "golem-exec: note: x.py is Python by its name, this session runs JavaScript; see --lang\n";
    assert!(said.ends_with(note), "{said}");
    assert_eq!(output.status.code(), Some(65));
}

#[test]
fn a_session_goes_on_where_it_was_saved() {
    let bench = bench();
    let first = scripted(
        &bench,
        &["--save", "work.session"],
        ":upload count.js\n:run count.js\n",
    );
    assert_ends(&first, 0, "1\n", "");
    fs::write(bench.path().join("steps"), ":run count.js\n:save again\n").unwrap();
    let second = bench
        .command(&["session", "--load", "work.session", "steps"])
        .output()
        .unwrap();
    assert_ends(&second, 0, "2\n", "");
    let third = scripted(&bench, &["--load", "again"], ":run count.js\n");
    assert_ends(&third, 0, "3\n", "");
    // What was saved is not changed by those who load it.
    let fourth = scripted(&bench, &["--load", "work.session"], ":run count.js\n");
    assert_ends(&fourth, 0, "2\n", "");
}

#[test]
fn damaged_and_foreign_files_are_no_sessions() {
    let bench = bench();
    scripted(&bench, &["--save", "work"], ":upload count.js\n");
    let mut bytes = fs::read(bench.path().join("work")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(bench.path().join("damaged"), bytes).unwrap();
    for (file, reason) in [
        (
            "damaged",
            "the checksum does not match: the snapshot is damaged",
        ),
        ("count.js", "not a snapshot of sessions"),
    ] {
        let output = scripted(&bench, &["--load", file], "");
        assert_ends(&output, 64, "", &format!("golem-exec: {file}: {reason}\n"));
    }
}

fn sandbox(folder: &std::path::Path) -> Sandbox {
    let cache = CacheLocation::Folder(folder.to_owned());
    Sandbox::builder().cache(cache).build().unwrap()
}

fn policy(limits: &str) -> Policy {
    let text = format!(
        "version = 1\n[[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n\
         [limits]\n{limits}\n"
    );
    Policy::parse(&text, None).unwrap()
}

#[test]
fn a_restored_session_obeys_the_policy_that_restores_it() {
    let cache = tempfile::tempdir().unwrap();
    let sandbox = sandbox(cache.path()).with_policy(policy("file-size = \"1KiB\""));
    let session = sandbox.session(Language::JavaScript).unwrap();
    session.upload("a/file", vec![7; 1024]).unwrap();
    session.set_working_dir("a").unwrap();
    let bytes = session.save().unwrap();
    session.upload("file", "changed").unwrap();

    let restored = sandbox.restore(&bytes).unwrap();
    assert_eq!(restored.download("file").unwrap(), vec![7; 1024]);
    let tighter = sandbox.with_policy(policy("file-size = \"1023B\""));
    let refused = tighter.restore(&bytes).map(|_: Session| ());
    assert!(
        matches!(&refused, Err(HostError::Restore(reason)) if reason.contains("1023")),
        "{refused:?}"
    );
    session.close();
    assert!(matches!(session.save(), Err(SessionError::Closed)));
}

/// As [`COUNTS`], and fails if an earlier run has left anything but the file.
fn counts_alone() -> String {
    let check = "if (globalThis.left) throw new Error('left over');\nglobalThis.left = true;\n";
    format!("{COUNTS}\n{check}")
}

#[test]
fn more_sessions_rest_than_instances_fit() {
    let cache = tempfile::tempdir().unwrap();
    let allowed = policy("[sessions]\ncount = 1100");
    let sandbox = sandbox(cache.path()).with_policy(allowed);
    // The pool has room for 1,000 instances.
    let sessions: Vec<Session> = (0..1100)
        .map(|_| sandbox.session(Language::JavaScript).unwrap())
        .collect();
    for (number, session) in sessions.iter().enumerate() {
        session.upload("own", number.to_string()).unwrap();
        session.upload("count.mjs", counts_alone()).unwrap();
    }
    for (number, session) in sessions.iter().enumerate() {
        assert_eq!(
            session.download("own").unwrap(),
            number.to_string().into_bytes()
        );
    }
    for runs in 1..=2 {
        for session in sessions.iter().step_by(100) {
            let outcome = session.run(SessionRequest::new("count.mjs")).unwrap();
            assert_eq!(
                outcome.stdout,
                format!("{runs}\n").into_bytes(),
                "{outcome:?}"
            );
        }
    }
}

#[test]
fn no_more_sessions_are_open_than_the_policy_allows_awake_or_at_rest() {
    let cache = tempfile::tempdir().unwrap();
    let sandbox = sandbox(cache.path()).with_policy(policy("[sessions]\ncount = 2"));
    let refused = |opened: Result<Session, HostError>| match opened.map(|_: Session| ()) {
        Err(error @ HostError::SessionCount { .. }) => error.to_string(),
        other => format!("{other:?}"),
    };
    let full = "2 sessions are open already; the policy allows 2";
    let resting = sandbox.session(Language::JavaScript).unwrap();
    resting.upload("count.mjs", counts_alone()).unwrap();
    resting.run(SessionRequest::new("count.mjs")).unwrap();
    let awake = sandbox.clone().session(Language::Python).unwrap();
    let bytes = resting.save().unwrap();
    assert_eq!(refused(sandbox.session(Language::JavaScript)), full);
    assert_eq!(refused(sandbox.clone().restore(&bytes)), full);
    // A policy of its own has places of its own.
    let other = sandbox.with_policy(policy("[sessions]\ncount = 1"));
    let apart = other.restore(&bytes).unwrap();

    resting.close();
    resting.close();
    let restored = sandbox.restore(&bytes).unwrap();
    assert_eq!(refused(sandbox.session(Language::JavaScript)), full);
    let clone = restored.clone();
    drop(restored);
    assert_eq!(refused(sandbox.session(Language::JavaScript)), full);
    drop((clone, awake, apart));
    let again = [(); 2].map(|()| sandbox.session(Language::JavaScript).unwrap());
    assert_eq!(refused(sandbox.restore(&bytes)), full);
    drop(again);
}

#[test]
fn a_session_of_a_policy_that_allows_none_is_137() {
    let bench = bench();
    let document = "version = 1\n[sessions]\ncount = 0\n\
        [[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n";
    fs::write(bench.path().join("none.toml"), document).unwrap();
    let output = scripted(&bench, &["--policy", "none.toml"], ":ls\n");
    let message = "golem-exec: 0 sessions are open already; the policy allows 0\n";
    assert_ends(&output, 137, "", message);
}

#[test]
fn a_large_session_goes_on_as_a_small_one_does() {
    let cache = tempfile::tempdir().unwrap();
    let sandbox = sandbox(cache.path());
    let session = sandbox.session(Language::JavaScript).unwrap();
    session.upload("count.mjs", counts_alone()).unwrap();
    for runs in 1..=6 {
        if runs == 2 {
            session.upload("large", vec![7; 3 << 20]).unwrap();
        }
        let outcome = session.run(SessionRequest::new("count.mjs")).unwrap();
        assert_eq!(
            outcome.stdout,
            format!("{runs}\n").into_bytes(),
            "{outcome:?}"
        );
    }
    assert_eq!(session.download("large").unwrap(), vec![7; 3 << 20]);
}
