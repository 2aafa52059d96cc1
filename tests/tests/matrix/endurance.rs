//! One instance, many runs and sessions: its memory does not grow.

use crate::case::{LANGUAGES, check_control, control, unhurried};
use crate::host::golem_like::Worker;
use crate::host::{Call, File, Limits};
use crate::programs;

const RUNS: usize = 10_000;

/// Sessions hold files: each costs more than a run.
const SESSIONS: usize = 1_000;

/// Enough for the allocator to reach its working size.
const WARM_UP: usize = 50;

#[test]
fn the_memory_of_an_instance_does_not_grow_over_10000_runs() {
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &unhurried());
        let control = control(guest);
        for _ in 0..WARM_UP {
            check_control("golem-like", &worker.run(&control));
        }
        let before = worker.memory();
        for _ in 0..RUNS {
            check_control("golem-like", &worker.run(&control));
        }
        assert_eq!(worker.memory(), before, "after {RUNS} runs");
    }
}

/// Runs that were stopped in every way give everything back, too.
#[test]
fn the_memory_of_an_instance_does_not_grow_over_runs_that_fail() {
    const PROGRAMS: &[&str] = &[
        "runtime_error",
        "syntax_error",
        "unhandled_rejection",
        "exit_cannot_be_caught",
        "empty_loop",
        "memory_uncaught",
        "memory_in_timers",
        "big_integers_that_grow_too_large",
        "stack_uncaught",
        "descriptors_uncaught",
        "file_size_uncaught",
        "process_started",
        "aborts",
    ];
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &unhurried());
        let round = || {
            for program in PROGRAMS.iter().filter(|name| programs::exists(guest, name)) {
                let limits = Limits {
                    // What runs out of memory should get that far, on a busy machine as well.
                    time_ms: Some(if program.contains("memory") {
                        2_000
                    } else {
                        20
                    }),
                    memory_bytes: Some(4 << 20),
                    ..Limits::default()
                };
                worker.run(&Call {
                    limits: Some(limits),
                    ..Call::new(guest, programs::files(guest, program))
                });
            }
        };
        for _ in 0..20 {
            round();
        }
        let before = worker.memory();
        for _ in 0..50 {
            round();
        }
        assert_eq!(worker.memory(), before);
        check_control("golem-like", &worker.run(&control(guest)));
    }
}

#[test]
fn the_memory_of_an_instance_does_not_grow_over_1000_sessions() {
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &unhurried());
        let round = |index: usize| {
            let session = worker.session(guest);
            session
                .upload(&File::new("a/b/data", vec![b'x'; 100_000]))
                .unwrap();
            assert_eq!(session.download("a/b/data").unwrap().len(), 100_000);
            if index.is_multiple_of(2) {
                session.close();
            }
        };
        (0..WARM_UP).for_each(round);
        let before = worker.memory();
        (0..SESSIONS).for_each(round);
        assert_eq!(worker.memory(), before, "after {SESSIONS} sessions");
    }
}
