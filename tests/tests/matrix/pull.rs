//! The interface `pull`: the events of a run, in the order of writing, after the run.

use crate::case::{LANGUAGES, check_control, control, policy, unhurried};
use crate::host::convert::Event;
use crate::host::golem_like::{ExecStream, Worker};
use crate::host::{Call, Deployment, Ending, File, Guest, Limits, SessionCall};
use crate::programs;

/// Runs a test in every language, and afterwards a harmless program in the same worker.
fn everywhere(deployment: &Deployment, test: impl Fn(Guest, &Worker)) {
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, deployment);
        test(guest, &worker);
        check_control("golem-like", &worker.run(&control(guest)));
    }
}

fn call(guest: Guest, case: &str) -> Call {
    Call::new(guest, programs::files(guest, case))
}

fn out(text: &str) -> Event {
    Event::Stdout(text.to_owned())
}

fn err(text: &str) -> Event {
    Event::Stderr(text.to_owned())
}

/// Every event, one at a time.
fn all(stream: &ExecStream) -> Vec<Event> {
    std::iter::from_fn(|| stream.next()).collect()
}

#[test]
fn events_come_in_the_order_of_writing_and_end_once() {
    everywhere(&unhurried(), |guest, worker| {
        let stream = worker.pull(&call(guest, "interleaved"));
        let expected = [
            out("1\n"),
            err("2\n"),
            out("3\n4\n"),
            err("5\n"),
            Event::Ended(Ending::Ok),
        ];
        assert_eq!(all(&stream), expected);
        assert_eq!(stream.next(), None);
        assert!(stream.next_batch(10).is_empty());
    });
}

#[test]
fn a_batch_is_cut_at_its_bytes() {
    everywhere(&unhurried(), |guest, worker| {
        let stream = worker.pull(&call(guest, "interleaved"));
        assert_eq!(stream.next_batch(3), [out("1\n"), err("2")]);
        assert_eq!(stream.next_batch(0), [err("\n")]);
        let rest = [out("3\n4\n"), err("5\n"), Event::Ended(Ending::Ok)];
        assert_eq!(stream.next_batch(u64::MAX), rest);
    });
}

/// `timeout` has no room for output; the events before it have.
#[test]
fn what_was_printed_before_a_limit_is_there() {
    everywhere(&unhurried(), |guest, worker| {
        let call = Call {
            limits: Some(Limits {
                time_ms: Some(200),
                ..Limits::default()
            }),
            ..call(guest, "prints_and_loops")
        };
        let events = all(&worker.pull(&call));
        assert_eq!(events.first(), Some(&out("before\n")));
        assert_eq!(events.last(), Some(&Event::Ended(Ending::Timeout)));
    });
}

#[test]
fn what_cannot_run_is_one_event() {
    everywhere(&unhurried(), |guest, worker| {
        let nothing = worker.pull(&Call::new(guest, Vec::new()));
        assert_eq!(
            nothing.next_batch(1),
            [Event::Ended(Ending::CompilationFailed)]
        );
        let other = match guest {
            Guest::JavaScript => Guest::Python,
            Guest::Python => Guest::JavaScript,
        };
        let foreign = worker.pull(&Call::new(other, vec![File::new("main", "")]));
        assert_eq!(
            foreign.next(),
            Some(Event::Ended(Ending::UnsupportedLanguage))
        );
        assert_eq!(foreign.next(), None);
        let session = worker.session(guest);
        session.close();
        let closed = session.pull(&SessionCall::default());
        let message = "run: the session is closed".to_owned();
        assert_eq!(all(&closed), [Event::Ended(Ending::Internal(message))]);
    });
}

#[test]
fn a_session_is_pulled_from_and_keeps_its_files() {
    everywhere(&unhurried(), |guest, worker| {
        let session = worker.session(guest);
        let name = format!("doubles.{}", guest.extension());
        let program = File::new(&name, programs::source(guest, "sessions/doubles"));
        session.upload(&program).unwrap();
        session.upload(&File::new("data.txt", "21")).unwrap();
        let stream = session.pull(&SessionCall {
            entrypoint: name,
            args: vec!["data.txt".into()],
            stdin: Some("typed".into()),
            env: vec![("NAME".into(), "value".into())],
            limits: None,
        });
        // The session is usable while its events wait.
        assert_eq!(session.download("out/result.txt").unwrap(), b"42");
        session.close();
        assert_eq!(
            all(&stream),
            [out("42 typed value\n"), Event::Ended(Ending::Ok)]
        );
    });
}

/// Runs that nobody reads hold what they printed, so their number is bounded.
#[test]
fn runs_that_wait_to_be_read_are_bounded() {
    everywhere(&unhurried(), |guest, worker| {
        let call = call(guest, "interleaved");
        let mut waiting: Vec<_> = (0..16).map(|_| worker.pull(&call)).collect();
        let message = "16 runs wait to be read; read one to its end, or drop it, before the next";
        let refused = worker.pull(&call);
        assert_eq!(
            all(&refused),
            [Event::Ended(Ending::Internal(message.to_owned()))]
        );
        waiting.pop();
        assert_eq!(all(&worker.pull(&call)).len(), 5);
        assert_eq!(all(&waiting.remove(0)).len(), 5);
        assert_eq!(all(&worker.pull(&call)).len(), 5);
    });
}

/// Whatever was pulled, the worker's memory stays where it was.
#[test]
fn memory_stays_flat_over_pulled_runs() {
    let deployment = Deployment {
        policy: Some(policy("output = \"32KiB\"")),
        ..Deployment::default()
    };
    everywhere(&deployment, |guest, worker| {
        let call = call(guest, "prints_a_byte_to_each_stream_in_turn");
        let run = || {
            let stream = worker.pull(&call);
            let mut events = stream.next_batch(u64::MAX).len();
            while !stream.next_batch(u64::MAX).is_empty() {
                events += 1;
            }
            events
        };
        let first = (0..4).map(|_| run()).collect::<Vec<_>>();
        let held = worker.memory();
        for _ in 0..20 {
            assert_eq!(run(), first[0]);
        }
        assert_eq!(worker.memory(), held, "bytes of memory");
    });
}
