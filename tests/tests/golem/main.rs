//! What a run costs on Golem, which logs each call of the host and replays the log: how many calls
//! there are, and that the same answers give the same run.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod host;
mod programs;
mod worker;

use std::time::Instant;

use wasmtime::component::Val;

use host::{Host, Log};
use programs::{LANGUAGES, Language};
use worker::{Answer, Worker};

fn printed(answer: &Val) -> String {
    format!("{answer:?}")
}

/// What a worker's first call adds, once: the supervisor reads its environment.
const FIRST: usize = 4;

#[test]
fn a_run_that_prints_a_line_makes_at_most_12_calls() {
    for language in &LANGUAGES {
        let mut worker = Worker::new(language, None);
        let first = worker.run(language.prints_a_line).calls;
        assert!(first.len() <= 12 + FIRST, "{}: {first:?}", language.kind);
        let Answer { value, calls } = worker.run(language.prints_a_line);
        assert!(printed(&value).contains("hello"), "{value:?}");
        assert!(calls.len() <= 12, "{}: {calls:?}", language.kind);
        let session = worker.session(language.prints_a_line);
        for _ in 0..2 {
            let Answer { value, calls } = worker.run_in(&session);
            assert!(printed(&value).contains("hello"), "{value:?}");
            assert!(
                calls.len() <= 12,
                "{}: in a session {calls:?}",
                language.kind
            );
        }
    }
}

#[test]
fn a_run_of_five_seconds_makes_at_most_600_calls() {
    for language in &LANGUAGES {
        let start = Instant::now();
        let answer = Worker::new(language, None).run(language.computes_for_five_seconds);
        assert!(
            printed(&answer.value).contains("done"),
            "{:?}",
            answer.value
        );
        assert!(start.elapsed().as_secs() >= 4);
        let calls = answer.calls.len();
        assert!(calls <= 600, "{}: {calls} calls", language.kind);
    }
}

/// The first run of a worker, the second, and one in a session.
fn asks_the_world(language: &'static Language, replay: Option<Log>) -> (Vec<Val>, Host) {
    let mut worker = Worker::new(language, replay);
    let mut answers = Vec::new();
    for _ in 0..2 {
        answers.push(worker.run(language.asks_the_world).value);
    }
    let session = worker.session(language.asks_the_world);
    answers.push(worker.run_in(&session).value);
    for answer in &answers {
        assert!(printed(answer).starts_with("Result(Ok("), "{answer:?}");
    }
    (answers, worker.store.into_data())
}

#[test]
fn the_same_clock_and_random_values_give_the_same_bytes() {
    for language in &LANGUAGES {
        let (first, host) = asks_the_world(language, None);
        let (second, again) = asks_the_world(language, Some(host.log.clone()));
        assert_eq!(first, second);
        assert_eq!(again.log, host.log, "every value was asked for again");
        assert_eq!(again.calls, host.calls);
        // And they are what the program printed: others give others, and each run has its own.
        let (third, _) = asks_the_world(language, None);
        for (number, answer) in first.iter().enumerate() {
            assert_ne!(*answer, third[number]);
            assert!(!first[..number].contains(answer), "{answer:?}");
        }
    }
}

/// Hosts name the version of WASI 0.2 that they were built for. A component that was built for a later one
/// instantiates there as well: it imports nothing that 0.2.0 does not have, and Wasmtime's linker, which
/// Golem's is, takes versions of 0.2 for each other.
#[test]
fn hosts_of_any_version_of_wasi_0_2_run_the_components() {
    for language in &LANGUAGES {
        for version in ["0.2.0", "0.2.3", "0.2.6"] {
            let mut worker = Worker::of_version(language, None, version);
            let answer = worker.run(language.prints_a_line).value;
            assert!(printed(&answer).contains("hello"), "{version}: {answer:?}");
        }
    }
}
