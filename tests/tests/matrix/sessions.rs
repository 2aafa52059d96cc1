//! Sessions: files and a working directory outlive a run, and nothing else does.

use crate::case::{LANGUAGES, check_control, control, policy, unhurried};
use crate::host::golem_like::Worker;
use crate::host::{Deployment, Ending, File, Guest, Host, Limits, Observed, Session, SessionCall};
use crate::programs;

/// Runs a test in every language and host.
fn everywhere(test: impl Fn(Guest, &Host)) {
    everywhere_under(&unhurried(), test);
}

fn everywhere_under(deployment: &Deployment, test: impl Fn(Guest, &Host)) {
    for &guest in LANGUAGES {
        for host in Host::all(guest, deployment) {
            test(guest, &host);
            check_control(host.name(), &host.run(&control(guest)));
        }
    }
}

/// Uploads a case's program under its own name, and says that name.
fn upload(guest: Guest, session: &Session, case: &str) -> String {
    let name = format!("{case}.{}", guest.extension());
    let program = File::new(&name, programs::source(guest, &format!("sessions/{case}")));
    session.upload(&program).unwrap();
    name
}

fn run(session: &Session, entrypoint: &str) -> Observed {
    session.run(&SessionCall {
        entrypoint: entrypoint.to_owned(),
        ..SessionCall::default()
    })
}

#[track_caller]
fn assert_prints(observed: &Observed, stdout: &str) {
    assert_eq!(observed.ending, Ending::Ok, "{observed:?}");
    assert_eq!(observed.stdout.as_deref(), Some(stdout), "{observed:?}");
    assert_eq!(observed.exit_code, Some(0), "{observed:?}");
}

fn internal(message: &str) -> Ending {
    Ending::Internal(message.to_owned())
}

/// What is at the root: Python's library is a part of what a program sees, at `/usr/lib`.
fn root_of(guest: Guest) -> Vec<String> {
    match guest {
        Guest::JavaScript => texts(&["tmp/", "workspace/"]),
        Guest::Python => texts(&["tmp/", "usr/", "workspace/"]),
    }
}

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn create_upload_run_download_list_close() {
    everywhere(|guest, host| {
        let session = host.session(guest);
        assert_eq!(session.list_files("."), Ok(Vec::new()));
        let program = upload(guest, &session, "doubles");
        session.upload(&File::new("in/data.txt", "21")).unwrap();
        let observed = session.run(&SessionCall {
            entrypoint: program.clone(),
            args: vec!["in/data.txt".into()],
            stdin: Some("typed".into()),
            env: vec![("NAME".into(), "value".into())],
            limits: None,
        });
        assert_prints(&observed, "42 typed value\n");
        assert_eq!(session.download("out/result.txt").unwrap(), b"42");
        assert_eq!(
            session.list_files("."),
            Ok(vec![program, "in/".into(), "out/".into()])
        );
        assert_eq!(session.list_files("out"), Ok(texts(&["result.txt"])));
        assert_eq!(
            session.list_files("/workspace/out/"),
            Ok(texts(&["result.txt"]))
        );
        session.close();
    });
}

#[test]
fn closing_twice_is_harmless_and_other_calls_are_errors() {
    everywhere(|guest, host| {
        let session = host.session(guest);
        let program = upload(guest, &session, "doubles");
        session.close();
        session.close();
        assert_eq!(
            session.upload(&File::new("a", "b")),
            Err(session.closed("upload"))
        );
        assert_eq!(run(&session, &program).ending, session.closed("run"));
        assert_eq!(session.download(&program), Err(session.closed("download")));
        assert_eq!(session.list_files("."), Err(session.closed("list-files")));
        assert_eq!(
            session.set_working_dir("."),
            Err(session.closed("set-working-dir"))
        );
        session.close();
    });
}

/// Without `close`, dropping frees: the count of open sessions goes down.
#[test]
fn dropping_frees_a_session() {
    let deployment = Deployment {
        policy: Some(policy("") + "[sessions]\ncount = 2\n"),
        ..Deployment::default()
    };
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &deployment);
        for _ in 0..8 {
            let (first, second) = (worker.session(guest), worker.session(guest));
            first.upload(&File::new("a", "b")).unwrap();
            second.upload(&File::new("a", "b")).unwrap();
            let message = "2 sessions are open already; the policy allows 2";
            let third = worker.session(guest);
            assert_eq!(
                third.list_files("."),
                Err(internal(&format!("list-files: {message}")))
            );
            drop(third);
        }
        let (first, second) = (worker.session(guest), worker.session(guest));
        second.close();
        assert_eq!(worker.session(guest).list_files("."), Ok(Vec::new()));
        assert_eq!(first.list_files("."), Ok(Vec::new()));
    }
}

#[test]
fn nothing_of_a_run_is_there_in_the_next_but_its_files() {
    everywhere(|guest, host| {
        let session = host.session(guest);
        let leaves = upload(guest, &session, "leaves_traces");
        let looks = upload(guest, &session, "looks_for_traces");
        let observed = session.run(&SessionCall {
            entrypoint: leaves,
            args: vec!["secret argument".into()],
            stdin: Some("secret input".into()),
            env: vec![("SECRET".into(), "secret".into())],
            limits: None,
        });
        assert_prints(&observed, "left\n");
        assert_prints(&run(&session, &looks), "clean\n");
        assert_eq!(session.download("left.txt").unwrap(), b"left");
        // Neither is it there in another session, or in a run without one.
        let other = host.session(guest);
        let looks = upload(guest, &other, "looks_for_traces");
        assert_prints(&run(&other, &looks), "clean\n");
    });
}

/// A run that was stopped leaves no more behind than one that ended.
#[test]
fn a_run_that_failed_leaves_its_files_and_a_session_that_works() {
    everywhere(|guest, host| {
        for (limits, ending) in [
            (
                Limits {
                    time_ms: Some(100),
                    ..Limits::default()
                },
                Ending::Timeout,
            ),
            (
                Limits {
                    // Python holds 10 MB before its program begins.
                    memory_bytes: Some(16 << 20),
                    ..Limits::default()
                },
                Ending::ResourceExceeded,
            ),
            (
                Limits {
                    file_size_bytes: Some(10),
                    ..Limits::default()
                },
                Ending::ResourceExceeded,
            ),
        ] {
            let session = host.session(guest);
            let fails = upload(guest, &session, "writes_and_fails");
            let looks = upload(guest, &session, "looks_for_traces");
            let arg = match limits {
                Limits {
                    time_ms: Some(_), ..
                } => "time",
                Limits {
                    memory_bytes: Some(_),
                    ..
                } => "memory",
                _ => "file",
            };
            let observed = session.run(&SessionCall {
                entrypoint: fails,
                args: vec![arg.into()],
                limits: Some(limits),
                ..SessionCall::default()
            });
            assert_eq!(observed.ending, ending, "{arg}: {observed:?}");
            assert_eq!(session.download("left.txt").unwrap(), b"left", "{arg}");
            // The constraints of one run do not hold for the next, nor for the caller.
            session
                .upload(&File::new("long.txt", "more than ten bytes"))
                .unwrap();
            assert_prints(&run(&session, &looks), "clean\n");
        }
    });
}

#[test]
fn the_working_directory_is_the_sessions() {
    everywhere(|guest, host| {
        let session = host.session(guest);
        session.upload(&File::new("a/b/data.txt", "deep")).unwrap();
        session.set_working_dir("a/b").unwrap();
        let program = upload(guest, &session, "tells_where_it_is");
        assert_eq!(
            session.list_files("."),
            Ok(vec!["data.txt".into(), program.clone()])
        );
        assert_prints(&run(&session, &program), "/workspace/a/b deep\n");
        // What the program does to its own working directory is gone with it.
        let moves = upload(guest, &session, "moves");
        assert_prints(&run(&session, &moves), "/tmp\n");
        assert_prints(&run(&session, &program), "/workspace/a/b deep\n");
        session.set_working_dir("..").unwrap();
        assert_eq!(session.list_files("."), Ok(texts(&["b/"])));
        session.set_working_dir("/workspace").unwrap();
        assert_eq!(session.download("a/b/data.txt").unwrap(), b"deep");
        session.set_working_dir("/tmp").unwrap();
        assert_eq!(session.list_files("."), Ok(Vec::new()));
        session.set_working_dir("/").unwrap();
        assert_eq!(session.list_files("."), Ok(root_of(guest)));
    });
}

#[test]
fn the_callers_mistakes_name_the_call_the_path_and_the_reason() {
    everywhere(|guest, host| {
        let session = host.session(guest);
        session.upload(&File::new("folder/file", "")).unwrap();
        assert_eq!(
            session.download("out/x.csv"),
            Err(internal("download \"out/x.csv\": no such file"))
        );
        assert_eq!(
            session.download("folder"),
            Err(internal("download \"folder\": is a directory"))
        );
        assert_eq!(
            session.download("folder/file/x"),
            Err(internal("download \"folder/file/x\": not a directory"))
        );
        assert_eq!(
            session.download(""),
            Err(internal("download \"\": no such file"))
        );
        assert_eq!(
            session.list_files("nowhere"),
            Err(internal("list-files \"nowhere\": no such file"))
        );
        assert_eq!(
            session.list_files("folder/file"),
            Err(internal("list-files \"folder/file\": not a directory"))
        );
        assert_eq!(
            session.set_working_dir("nowhere"),
            Err(internal("set-working-dir \"nowhere\": no such file"))
        );
        assert_eq!(
            session.set_working_dir("folder/file"),
            Err(internal("set-working-dir \"folder/file\": not a directory"))
        );
        assert_eq!(
            session.upload(&File::new("folder", "")),
            Err(internal("upload \"folder\": is a directory"))
        );
        assert_eq!(
            session.upload(&File::new("folder/file/x", "")),
            Err(internal("upload \"folder/file/x\": not a directory"))
        );
        let main = programs::entry(guest);
        assert_eq!(
            run(&session, &main).ending,
            internal(&format!("run {main:?}: no such file"))
        );
        assert_eq!(
            run(&session, "folder").ending,
            internal("run \"folder\": not a file")
        );
        assert_eq!(session.list_files("folder"), Ok(texts(&["file"])));
    });
}

/// What the host has is not there, and the skeleton of the sandbox cannot be written.
#[test]
fn a_caller_reaches_the_sandbox_only() {
    everywhere(|guest, host| {
        let session = host.session(guest);
        for path in [
            "/etc/passwd",
            "/proc/self/environ",
            "../../etc/passwd",
            "/dev/null",
        ] {
            let message = format!("download {path:?}: no such file");
            assert_eq!(session.download(path), Err(internal(&message)));
        }
        assert_eq!(session.list_files("/../.."), Ok(root_of(guest)));
    });
}

#[test]
fn quotas_hold_for_uploads() {
    let deployment = Deployment {
        policy: Some(policy("file-size = \"1KiB\"\ndisk = \"2KiB\"\ninodes = 16")),
        ..Deployment::default()
    };
    everywhere_under(&deployment, |guest, host| {
        let session = host.session(guest);
        let kib = vec![b'x'; 1024];
        session.upload(&File::new("a", kib.clone())).unwrap();
        let beyond = File::new("a", [&kib[..], b"x"].concat());
        assert_eq!(session.upload(&beyond), Err(Ending::ResourceExceeded));
        assert_eq!(
            session.download("a").unwrap(),
            kib,
            "what was there is still there"
        );
        session.upload(&File::new("b", kib.clone())).unwrap();
        assert_eq!(
            session.upload(&File::new("c", "x")),
            Err(Ending::ResourceExceeded)
        );
        session.upload(&File::new("b", "")).unwrap();
        session.upload(&File::new("c", kib.clone())).unwrap();
        session.upload(&File::new("c", "")).unwrap();
        let flood = (0..32).map(|index| session.upload(&File::new(format!("f{index}"), "")));
        let refused = flood
            .filter(|answer| *answer == Err(Ending::ResourceExceeded))
            .count();
        assert!((16..32).contains(&refused), "{refused} of 32 refused");
    });
}

#[test]
fn sessions_do_not_see_each_other() {
    everywhere(|guest, host| {
        let (first, second) = (host.session(guest), host.session(guest));
        first.upload(&File::new("mine.txt", "first")).unwrap();
        second.upload(&File::new("mine.txt", "second")).unwrap();
        first.upload(&File::new("only.txt", "first")).unwrap();
        let writes = upload(guest, &first, "writes_everywhere");
        assert_prints(&run(&first, &writes), "written\n");
        let looks = upload(guest, &second, "looks_everywhere");
        assert_prints(&run(&second, &looks), "second\nnothing of it\n");
        assert_eq!(second.list_files("."), Ok(vec![looks, "mine.txt".into()]));
        assert_eq!(second.list_files("/tmp"), Ok(Vec::new()));
        assert_eq!(
            second.download("only.txt"),
            Err(internal("download \"only.txt\": no such file"))
        );
        assert_eq!(first.download("mine.txt").unwrap(), b"first");
        first.close();
        assert_eq!(second.download("mine.txt").unwrap(), b"second");
        // A stateless run has a file system of its own beside them.
        let call = crate::host::Call::new(
            guest,
            vec![File::new(
                programs::entry(guest),
                programs::source(guest, "sessions/looks_for_traces"),
            )],
        );
        assert_prints(&host.run(&call), "clean\n");
    });
}

#[test]
fn sessions_in_two_instances_do_not_see_each_other() {
    for &guest in LANGUAGES {
        let workers = [
            Worker::new(guest, &unhurried()),
            Worker::new(guest, &unhurried()),
        ];
        let [first, second] = workers.each_ref().map(|worker| worker.session(guest));
        first.upload(&File::new("only.txt", "first")).unwrap();
        assert_eq!(second.list_files("."), Ok(Vec::new()));
        let name = programs::entry(guest);
        let source = programs::source(guest, "sessions/looks_for_traces");
        second.upload(&File::new(&name, source)).unwrap();
        let call = SessionCall {
            entrypoint: name,
            ..SessionCall::default()
        };
        assert_prints(&second.run(&call), "clean\n");
    }
}

#[test]
fn what_does_not_compile_or_fails_is_told_as_in_a_stateless_run() {
    everywhere(|guest, host| {
        for (case, ending) in [
            ("syntax_error", Ending::CompilationFailed),
            ("runtime_error", Ending::RuntimeFailed),
        ] {
            let session = host.session(guest);
            let name = programs::entry(guest);
            session
                .upload(&File::new(&name, programs::source(guest, case)))
                .unwrap();
            let observed = run(&session, &name);
            assert_eq!(observed.ending, ending);
            assert_eq!(observed.exit_code, Some(1));
            assert_eq!(
                observed.stderr,
                Some(programs::stderr(guest, case)),
                "{case}"
            );
        }
    });
}
