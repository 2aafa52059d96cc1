//! The host's own walls, against components that keep no limit themselves.

#![allow(clippy::unwrap_used, clippy::panic)]

mod guest;

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use golem_exec::policies::{Format, LimitName, Policy};
use golem_exec::{
    CacheLocation, HostError, Language, LimitExceeded, Outcome, OutcomeKind, Request, Sandbox,
    SessionError, SessionRequest, Stream,
};
use sandbox_core::event::{encode_log, encode_output};

use guest::Guest;

const FOREVER: &str = "(loop $l (br $l))";

/// A host call in each round: time must be seen on the way back, too.
const SLEEP_FOREVER: &str = "(loop $l
    (call $block (call $after (i64.const 3600000000000)))
    (br $l))";

fn sandbox(guest: &Guest) -> Sandbox {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::builder()
        .component(Language::JavaScript, guest.write(folder.path()))
        .cache(CacheLocation::Nowhere)
        .grace(Duration::from_millis(10))
        .build()
        .unwrap();
    sandbox.prepare(Language::JavaScript).unwrap();
    sandbox
}

fn request() -> Request {
    Request::new(Language::JavaScript, "main.js", "")
}

fn run(guest: &Guest) -> Outcome {
    sandbox(guest).run(request()).unwrap()
}

fn stdout(text: &[u8]) -> Vec<u8> {
    let mut frames = Vec::new();
    encode_output(false, text, &mut frames);
    frames
}

/// The preset `standard` with other limits.
fn policy(limits: &str) -> Policy {
    let text = format!(
        "version = 1\n\
         [[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n\
         [limits]\n{limits}\n"
    );
    Policy::parse(&text, Some(Format::Toml)).unwrap()
}

fn time(allowed: u64) -> Option<LimitExceeded> {
    Some(LimitExceeded {
        limit: LimitName::Time,
        asked: None,
        allowed,
    })
}

#[test]
fn a_guest_that_never_returns_is_a_timeout_with_what_was_printed() {
    let guest = Guest::new(&format!("(call $say) {FOREVER}")).saying(&stdout(b"so far"));
    let outcome = sandbox(&guest)
        .run(request().time(Duration::from_millis(20)))
        .unwrap();
    assert_eq!(outcome.kind, OutcomeKind::Timeout);
    assert_eq!(outcome.stdout, b"so far");
    assert_eq!(outcome.signal.as_deref(), Some("SIGXCPU"));
    assert_eq!(outcome.limit, time(20));
}

#[test]
fn a_guest_that_sleeps_in_the_host_is_a_timeout() {
    let outcome = sandbox(&Guest::new(SLEEP_FOREVER))
        .run(request().time(Duration::from_millis(20)))
        .unwrap();
    assert_eq!(outcome.kind, OutcomeKind::Timeout);
    assert_eq!(outcome.limit, time(20));
}

#[test]
fn the_policys_time_holds_when_the_request_asks_for_more() {
    let policy = policy("time = \"30ms\"");
    let outcome = sandbox(&Guest::new(FOREVER))
        .with_policy(policy)
        .run(request().time(Duration::from_secs(3600)))
        .unwrap();
    assert_eq!(outcome.limit, time(30));
}

#[test]
fn a_start_that_never_ends_is_stopped() {
    let guest = Guest::new("").with(&format!("(func $init {FOREVER}) (start $init)"));
    let error = sandbox(&guest)
        .run(request().time(Duration::from_millis(20)))
        .unwrap_err();
    assert!(matches!(error, HostError::Start { .. }), "{error}");
}

/// Asks for `pages` more of a memory.
fn grow(memory: &str, pages: u32) -> String {
    format!("(drop (memory.grow {memory} (i32.const {pages})))")
}

/// A page of a memory, and what a component's own table of one element takes.
const PAGE: u64 = 65_536;
const TABLE: u64 = 8;

fn memory_exceeded(outcome: &Outcome) -> (u64, u64) {
    assert_eq!(outcome.kind, OutcomeKind::ResourceExceeded);
    assert_eq!(outcome.signal.as_deref(), Some("SIGKILL"));
    match outcome.limit {
        Some(LimitExceeded {
            limit: LimitName::Memory,
            asked: Some(asked),
            allowed,
        }) => (asked, allowed),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_memory_beyond_the_wall_is_resource_exceeded() {
    let outcome = run(&Guest::new(&grow("0", 60_000)));
    let (asked, allowed) = memory_exceeded(&outcome);
    assert_eq!(asked, 60_004 * PAGE + TABLE);
    assert!(asked > allowed);
    assert_eq!(outcome.memory_bytes, Some(4 * PAGE + TABLE));
}

#[test]
fn memories_count_together() {
    let two = "(memory $second 1)";
    let each = grow("0", 4_000) + &grow("$second", 4_000);
    let (asked, _) = memory_exceeded(&run(&Guest::new(&each).with(two)));
    assert_eq!(asked, 8_005 * PAGE + TABLE);
    // Either of them alone is allowed.
    for one in [grow("0", 4_000), grow("$second", 4_000)] {
        let outcome = run(&Guest::new(&one).with(two));
        assert_eq!(outcome.kind, OutcomeKind::Ok);
    }
}

#[test]
fn tables_count_with_memories() {
    let table = "(table $t 0 funcref)";
    let elements = "(drop (table.grow $t (ref.null func) (i32.const 60000)))";
    // The wall of the preset `standard` is 6,752 pages; the elements are 480,000 bytes, 7.3 pages.
    let both = grow("0", 6_744) + elements;
    let (asked, allowed) = memory_exceeded(&run(&Guest::new(&both).with(table)));
    assert_eq!(asked, 6_748 * PAGE + TABLE + 480_000);
    assert_eq!(allowed, 6_752 * PAGE);
    // Either of them alone is allowed.
    for one in [&grow("0", 6_744), elements] {
        let outcome = run(&Guest::new(one).with(table));
        assert_eq!(outcome.kind, OutcomeKind::Ok);
    }
}

#[test]
fn a_stack_overflow_is_resource_exceeded() {
    let outcome = run(&Guest::new("(drop (call $run (local.get 0)))"));
    assert_eq!(outcome.kind, OutcomeKind::ResourceExceeded);
    assert_eq!(
        outcome.limit,
        Some(LimitExceeded {
            limit: LimitName::Stack,
            asked: None,
            allowed: 8 << 20,
        })
    );
}

#[test]
fn a_trap_is_internal_with_the_components_last_words() {
    let mut frames = Vec::new();
    encode_log("panicked at run.rs:7", &mut frames);
    let outcome = run(&Guest::new("(call $say) unreachable").saying(&frames));
    assert_eq!(
        outcome.kind,
        OutcomeKind::Internal(
            "wasm trap: wasm `unreachable` instruction executed; \
             the component said: panicked at run.rs:7"
                .into()
        )
    );
}

#[test]
fn a_component_without_frames_is_understood() {
    let outcome = run(&Guest::new("(call $say) unreachable").saying(b"plain words\n"));
    assert_eq!(
        outcome.kind,
        OutcomeKind::Internal(
            "wasm trap: wasm `unreachable` instruction executed; \
             the component said: plain words"
                .into()
        )
    );
    assert!(outcome.stderr.is_empty());
    // Without a trap, what it said is no business of the program's.
    let outcome = run(&Guest::new("(call $say)").saying(b"plain words\n"));
    assert_eq!(outcome.kind, OutcomeKind::Ok);
    assert!(outcome.stderr.is_empty());
}

/// Counts its runs in the exit code (the answer's `run.exit-code`).
const COUNTING: &str = "
    (i32.store8 (i32.const 1088) (i32.const 1))
    (i32.store (i32.const 1092) (i32.add (i32.load (i32.const 1092)) (i32.const 1)))";

#[test]
fn each_run_has_an_instance_of_its_own() {
    let sandbox = sandbox(&Guest::new(COUNTING));
    for _ in 0..3 {
        assert_eq!(sandbox.run(request()).unwrap().exit_code, Some(1));
    }
}

#[test]
fn each_session_has_an_instance_of_its_own() {
    let sandbox = sandbox(&Guest::new(COUNTING));
    let first = sandbox.session(Language::JavaScript).unwrap();
    let second = sandbox.session(Language::JavaScript).unwrap();
    let run = |session: &golem_exec::Session| session.run(SessionRequest::new("main.js")).unwrap();
    assert_eq!(run(&first).exit_code, Some(1));
    assert_eq!(run(&first).exit_code, Some(2));
    assert_eq!(run(&second).exit_code, Some(1));
}

#[test]
fn a_session_whose_instance_trapped_is_lost_and_no_other_is() {
    let sandbox = sandbox(&Guest::new("unreachable"));
    let session = sandbox.session(Language::JavaScript).unwrap();
    let other = sandbox.session(Language::JavaScript).unwrap();
    let trap = "wasm trap: wasm `unreachable` instruction executed";
    let outcome = session.run(SessionRequest::new("main.js")).unwrap();
    assert_eq!(outcome.kind, OutcomeKind::Internal(trap.into()));
    let outcome = session.run(SessionRequest::new("main.js")).unwrap();
    let message = format!("the session is lost: {trap}");
    assert_eq!(outcome.kind, OutcomeKind::Internal(message.clone()));
    let error = session.upload("a", "b").unwrap_err();
    assert_eq!(error.to_string(), message);
    other.upload("a", "b").unwrap();
}

#[test]
fn a_session_stopped_on_time_is_lost() {
    let sandbox = sandbox(&Guest::new(FOREVER));
    let session = sandbox.session(Language::JavaScript).unwrap();
    let request = || SessionRequest::new("main.js").time(Duration::from_millis(20));
    let outcome = session.run(request()).unwrap();
    assert_eq!(outcome.kind, OutcomeKind::Timeout);
    let outcome = session.run(request()).unwrap();
    assert_eq!(
        outcome.kind,
        OutcomeKind::Internal(
            "the session is lost: an earlier run was stopped by the host: timeout".into()
        )
    );
}

#[test]
fn calls_that_run_no_program_have_a_deadline_too() {
    let policy = policy("time = \"30ms\"");
    let sandbox = sandbox(&Guest::new("").on_upload(FOREVER)).with_policy(policy);
    let session = sandbox.session(Language::JavaScript).unwrap();
    let error = session.upload("a", "b").unwrap_err();
    assert!(matches!(error, SessionError::Lost(_)), "{error}");
}

#[test]
fn a_closed_session_answers_nothing() {
    let sandbox = sandbox(&Guest::new(""));
    let session = sandbox.session(Language::JavaScript).unwrap();
    session.close();
    session.close();
    assert!(matches!(session.download("a"), Err(SessionError::Closed)));
    let outcome = session.run(SessionRequest::new("main.js")).unwrap();
    assert_eq!(
        outcome.kind,
        OutcomeKind::Internal("the session is closed".into())
    );
}

#[test]
fn files_beyond_the_disk_do_not_reach_the_component() {
    let policy = policy("disk = \"1KiB\"\nfile-size = \"1KiB\"");
    let sandbox = sandbox(&Guest::new("unreachable")).with_policy(policy);
    let outcome = sandbox.run(request().file("big", vec![0; 1025])).unwrap();
    assert_eq!(outcome.kind, OutcomeKind::ResourceExceeded);
    assert_eq!(
        outcome.limit,
        Some(LimitExceeded {
            limit: LimitName::Disk,
            asked: Some(1025),
            allowed: 1024
        })
    );
    let session = sandbox.session(Language::JavaScript).unwrap();
    let error = session.upload("big", vec![0; 1025]).unwrap_err();
    assert!(matches!(error, SessionError::ResourceExceeded));
}

#[test]
fn output_beyond_the_hosts_ceiling_is_resource_exceeded() {
    let forever = "(loop $l (call $say) (br $l))";
    let guest = Guest::new(forever).saying(&stdout(&[b'x'; 4000]));
    let outcome = run(&guest);
    assert_eq!(outcome.kind, OutcomeKind::ResourceExceeded);
    let limit = outcome.limit.unwrap();
    assert_eq!(limit.limit, LimitName::Output);
    assert!(outcome.stdout.len() as u64 <= limit.allowed);
    assert_eq!(outcome.signal.as_deref(), Some("SIGXFSZ"));
}

#[test]
fn a_sink_sees_output_while_the_program_runs() {
    let guest = Guest::new(&format!("(call $say) {FOREVER}")).saying(&stdout(b"live"));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&seen);
    let sink = move |stream: Stream, bytes: &[u8]| {
        record.lock().unwrap().push((stream, bytes.to_vec()));
        Ok(())
    };
    let request = request().time(Duration::from_millis(20));
    let outcome = sandbox(&guest).run_to(request, sink).unwrap();
    assert_eq!(outcome.kind, OutcomeKind::Timeout);
    assert_eq!(*seen.lock().unwrap(), [(Stream::Stdout, b"live".to_vec())]);
}

#[test]
fn a_sink_that_refuses_ends_the_run() {
    let guest = Guest::new("(call $say) unreachable").saying(&stdout(b"live"));
    let sink = |_: Stream, _: &[u8]| Err(io::Error::from(io::ErrorKind::BrokenPipe));
    let error = sandbox(&guest).run_to(request(), sink).unwrap_err();
    assert!(
        matches!(&error, HostError::Sink(e) if e.kind() == io::ErrorKind::BrokenPipe),
        "{error}"
    );
}

#[test]
fn a_component_that_imports_more_is_not_linked() {
    let folder = tempfile::tempdir().unwrap();
    let file = Guest::new("")
        .importing("(import \"wasi:cli/stdout@0.2.12\" \"get-stdout\" (func $out (result i32)))")
        .write(folder.path());
    let sandbox = Sandbox::builder()
        .component(Language::JavaScript, file)
        .cache(CacheLocation::Nowhere)
        .build()
        .unwrap();
    let error = sandbox.run(request()).unwrap_err();
    assert!(matches!(error, HostError::Component { .. }), "{error}");
    assert!(error.to_string().contains("wasi:cli/stdout"), "{error}");
}

#[test]
fn runs_on_many_threads_do_not_meet() {
    let sandbox = sandbox(&Guest::new(COUNTING));
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| sandbox.run(request()).unwrap().exit_code))
            .collect();
        for run in runs {
            assert_eq!(run.join().unwrap(), Some(1));
        }
    });
}

#[test]
fn asynchronous_calls_answer_the_same() {
    let sandbox = sandbox(&Guest::new(COUNTING));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        assert_eq!(
            sandbox.run_async(request()).await.unwrap().exit_code,
            Some(1)
        );
        let session = sandbox.session_async(Language::JavaScript).await.unwrap();
        let run = || session.run_async(SessionRequest::new("main.js"));
        assert_eq!(run().await.unwrap().exit_code, Some(1));
        assert_eq!(run().await.unwrap().exit_code, Some(2));
        // A synchronous call inside of a runtime works as well.
        assert_eq!(sandbox.run(request()).unwrap().exit_code, Some(1));
    });
}
