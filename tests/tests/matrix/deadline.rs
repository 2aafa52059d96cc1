//! No call of an engine's own outlives the deadline: one program for each loop in C that a program can make as
//! long as it likes, `fixtures/matrix/<language>/deadline`.
//!
//! How late an ending is, is measured in the guest's work and not in time (`host/by_work.rs`), so that a
//! busy machine changes nothing.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::case::unhurried;
use crate::host::{Call, Ending, File, Guest, Limits, by_work, ours};
use crate::programs;

/// The languages that have such programs.
const LANGUAGES: &[Guest] = &[Guest::JavaScript, Guest::Python];

/// Enough for every program to get to its long call.
const TIME_MS: u64 = 250;

/// The promise: a deadline is missed by no more than this.
const LATE_MS: u64 = 50;

/// What a program prints before its long call.
const READY: &[u8] = b"ready\n";

/// Asks `judge` about each program, several at a time, and fails with all that it has to say.
fn every_program(judge: impl Fn(Guest, &str) -> Result<(), String> + Sync) {
    let only = std::env::var("MATRIX_FAMILY").ok();
    for &guest in LANGUAGES {
        let mut programs = programs::cases(guest, "deadline");
        programs.retain(|program| only.as_ref().is_none_or(|only| program.contains(only)));
        let next = AtomicUsize::new(0);
        let failures = Mutex::new(Vec::new());
        thread::scope(|scope| {
            let threads = thread::available_parallelism().map_or(1, usize::from);
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if let Err(failure) = judge(guest, program) {
                            failures
                                .lock()
                                .unwrap()
                                .push(format!("{program}: {failure}"));
                        }
                    }
                });
            }
        });
        let mut failures = failures.into_inner().unwrap();
        failures.sort();
        assert!(
            failures.is_empty(),
            "{}\n{} of {} programs",
            failures.join("\n"),
            failures.len(),
            programs.len()
        );
    }
}

#[test]
fn no_long_call_outlives_the_deadline_by_more_than_50_ms_of_work() {
    every_program(|guest, program| {
        let source = programs::source(guest, &format!("deadline/{program}"));
        let ended = by_work::run(guest, programs::entry(guest), source.into_bytes(), TIME_MS);
        match ended.ending {
            by_work::Ending::Timeout => {}
            by_work::Ending::CutOff => {
                return Err(format!("not ended after {} s", by_work::SECONDS));
            }
            by_work::Ending::Other(answer) => {
                return Err(format!("did not run out of time: {answer}"));
            }
        }
        if !ended
            .events
            .windows(READY.len())
            .any(|found| found == READY)
        {
            return Err("ran out of time before its long call".to_owned());
        }
        let late = ended.nanos.saturating_sub(TIME_MS * 1_000_000) / 1_000_000;
        if late > LATE_MS {
            return Err(format!("{late} ms late"));
        }
        Ok(())
    });
}

/// The component itself ends each program, long before the host's wall: only a component that has
/// ended a run reports the memory that it held.
#[test]
fn every_long_call_is_ended_by_the_component_in_our_host() {
    every_program(|guest, program| {
        let source = programs::source(guest, &format!("deadline/{program}"));
        let call = Call {
            limits: Some(Limits {
                time_ms: Some(TIME_MS),
                ..Limits::default()
            }),
            ..Call::new(guest, vec![File::new(programs::entry(guest), source)])
        };
        let observed = ours::Host::new(guest, &unhurried()).run(&call);
        if observed.ending != Ending::Timeout {
            return Err(format!("{observed:?}"));
        }
        if observed.memory.is_none_or(|bytes| bytes == 0) {
            return Err("ended by the host's wall".to_owned());
        }
        Ok(())
    });
}
