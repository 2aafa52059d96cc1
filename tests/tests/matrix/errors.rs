//! Each arm of `error` that no program brings about: what the caller or the operator got wrong.

use crate::case::{LANGUAGES, check_control, control, policy, unhurried};
use crate::host::golem_like::Worker;
use crate::host::{Call, Deployment, Ending, File, Guest, Host, SessionCall};
use crate::programs;

const fn other(guest: Guest) -> Guest {
    match guest {
        Guest::JavaScript => Guest::Python,
        Guest::Python => Guest::JavaScript,
    }
}

fn internal(message: &str) -> Ending {
    Ending::Internal(message.to_owned())
}

#[test]
fn another_language_is_unsupported() {
    for &guest in LANGUAGES {
        for host in Host::all(guest, &unhurried()) {
            let call = Call {
                language: other(guest),
                ..control(guest)
            };
            assert_eq!(host.run(&call).ending, Ending::UnsupportedLanguage);
            check_control(host.name(), &host.run(&control(guest)));
        }
    }
}

/// A constructor cannot fail, so every call on the session does.
#[test]
fn a_session_of_another_language_is_unsupported() {
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &unhurried());
        let session = worker.session(other(guest));
        let unsupported = || Ending::UnsupportedLanguage;
        assert_eq!(session.upload(&File::new("a", "b")), Err(unsupported()));
        assert_eq!(session.run(&SessionCall::default()).ending, unsupported());
        assert_eq!(session.download("a"), Err(unsupported()));
        assert_eq!(session.list_files("."), Err(unsupported()));
        assert_eq!(session.set_working_dir("."), Err(unsupported()));
        session.close();
        check_control("golem-like", &worker.run(&control(guest)));
    }
}

#[test]
fn what_no_program_can_be_passed_is_internal() {
    for &guest in LANGUAGES {
        for host in Host::all(guest, &unhurried()) {
            let refused = |change: fn(&mut Call)| {
                let mut call = control(guest);
                change(&mut call);
                host.run(&call).ending
            };
            assert_eq!(
                refused(|call| call.args = vec!["a".into(), "b\0".into()]),
                internal("args[1]: contains NUL")
            );
            assert_eq!(
                refused(|call| call.env = vec![("A=B".into(), "c".into())]),
                internal("env[0]: \"A=B\" is not the name of an environment variable")
            );
            assert_eq!(
                refused(|call| call.env = vec![(String::new(), "c".into())]),
                internal("env[0]: \"\" is not the name of an environment variable")
            );
            assert_eq!(
                refused(|call| call.env = vec![("A".into(), "\0".into())]),
                internal("env[0]: the value of \"A\" contains NUL")
            );
            check_control(host.name(), &host.run(&control(guest)));
        }
    }
}

#[test]
fn names_that_are_not_relative_paths_are_internal() {
    let names = [
        ("", "the name is empty"),
        (
            "/etc/passwd",
            "the name is absolute; names are relative to the working directory",
        ),
        ("../escape", "the name has a segment `.` or `..`"),
        ("a/../../escape", "the name has a segment `.` or `..`"),
        ("./a", "the name has a segment `.` or `..`"),
        ("a//b", "the name has an empty segment"),
        ("a/", "the name has an empty segment"),
        ("a\0b", "the name contains NUL"),
    ];
    for &guest in LANGUAGES {
        let twin = programs::entry(guest);
        let twice = (&*twin, "another file has the same name");
        for host in Host::all(guest, &unhurried()) {
            let session = host.session(guest);
            for (name, reason) in names.into_iter().chain([twice]) {
                let mut call = control(guest);
                call.files.push(File::new(name, ""));
                let message = format!("files[1] {name:?}: {reason}");
                assert_eq!(
                    host.run(&call).ending,
                    internal(&message),
                    "{}",
                    host.name()
                );
                if reason != "another file has the same name" {
                    let message = format!("upload {name:?}: {reason}");
                    assert_eq!(
                        session.upload(&File::new(name, "")),
                        Err(internal(&message))
                    );
                }
            }
            let long = File::new("x".repeat(256), "");
            assert_eq!(session.upload(&long), Err(Ending::ResourceExceeded));
            check_control(host.name(), &host.run(&control(guest)));
        }
    }
}

/// A broken policy refuses everything and says why: it never falls open.
#[test]
fn a_broken_deployment_runs_nothing() {
    let deployment = |policy: &str| Deployment {
        policy: Some(policy.into()),
        ..Deployment::default()
    };
    let broken = [
        (deployment("no-such-preset"), "EXEC_POLICY"),
        (
            deployment(""),
            "EXEC_POLICY: set but empty: expected a preset's name or a document",
        ),
        (deployment("version = 2\n"), "version"),
        (deployment(&policy("no-such-limit = 1")), "no-such-limit"),
        (
            Deployment {
                timeout_ms: Some("soon".into()),
                ..Deployment::default()
            },
            "EXEC_TIMEOUT_MS: `soon`: expected a whole number, at most 18446744073709551615",
        ),
        (
            Deployment {
                memory_limit_mb: Some("-1".into()),
                ..Deployment::default()
            },
            "EXEC_MEMORY_LIMIT_MB: `-1`: expected a whole number, at most 18446744073709551615",
        ),
    ];
    for &guest in LANGUAGES {
        for (deployment, reason) in &broken {
            let worker = Worker::new(guest, deployment);
            let refused = |ending: Ending| match ending {
                Ending::Internal(message) => {
                    assert!(message.contains("the policy is refused: "), "{message}");
                    assert!(message.contains(reason), "{message}");
                }
                other => panic!("{reason}: {other:?}"),
            };
            refused(worker.run(&control(guest)).ending);
            let session = worker.session(guest);
            refused(session.upload(&File::new("a", "")).unwrap_err());
            refused(session.run(&SessionCall::default()).ending);
        }
    }
}

/// `EXEC_MEMORY_LIMIT_MB`, without a constraint of the caller's.
#[test]
fn the_deployments_memory_holds() {
    for &guest in LANGUAGES {
        let deployment = Deployment {
            memory_limit_mb: Some("16".into()),
            ..unhurried()
        };
        for host in Host::all(guest, &deployment) {
            let call = Call::new(guest, programs::files(guest, "memory_uncaught"));
            assert_eq!(
                host.run(&call).ending,
                Ending::ResourceExceeded,
                "{}",
                host.name()
            );
            let call = Call::new(guest, programs::files(guest, "memory_clamped"));
            let observed = host.run(&call);
            assert_eq!(
                observed.stdout.as_deref(),
                Some("clamped\n"),
                "{}",
                host.name()
            );
        }
    }
}
