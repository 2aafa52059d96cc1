//! What an interpreter that was made ready long ago must not still hold when a program runs.

use std::collections::BTreeSet;

use crate::case::{control, unhurried};
use crate::host::golem_like::Worker;
use crate::host::{Call, Ending, Guest, ours};
use crate::programs;

/// Runs a program in a worker again and again, in a worker of its own, and in our host, which
/// has a fresh instance for each run.
fn everywhere(program: &str) -> Vec<String> {
    let guest = Guest::Python;
    let call = Call::new(guest, programs::files(guest, program));
    let (first, second) = (
        Worker::new(guest, &unhurried()),
        Worker::new(guest, &unhurried()),
    );
    let host = ours::Host::new(guest, &unhurried());
    let runs = [
        first.run(&call),
        first.run(&call),
        first.run(&control(guest)),
        first.run(&call),
        second.run(&call),
        host.run(&call),
        host.run(&call),
    ];
    let printed = runs.into_iter().map(|observed| {
        assert_eq!(observed.ending, Ending::Ok, "{observed:?}");
        observed.stdout.unwrap()
    });
    printed.filter(|stdout| stdout != "42\n").collect()
}

/// `random`, `uuid` and `tempfile` keep what they have seeded; a snapshot would keep it for everyone.
#[test]
fn random_numbers_are_of_one_run() {
    let printed = everywhere("state/random_numbers");
    let numbers: Vec<&str> = printed
        .iter()
        .flat_map(|run| run.split_whitespace())
        .collect();
    let different: BTreeSet<&&str> = numbers.iter().collect();
    assert_eq!(numbers.len(), 6 * 10, "{printed:?}");
    assert_eq!(different.len(), numbers.len(), "{printed:?}");
}

/// A clock that was read before the program began is not what it reads.
#[test]
fn clocks_go_on_between_runs() {
    let printed = everywhere("state/clocks");
    let times: Vec<f64> = printed
        .iter()
        .map(|run| run.trim().parse().unwrap())
        .collect();
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs_f64();
    for pair in times.windows(2) {
        assert!(pair[0] < pair[1], "{times:?}");
    }
    assert!(
        times.iter().all(|time| (now - time).abs() < 600.0),
        "{times:?}, and now {now}"
    );
}

/// The dictionaries of built-in types, hooks that C keeps, tracing that was never ended. The secret of
/// hashes is one for all (docs/THREAT_MODEL.md): a program can no more change it than see another's.
#[test]
fn deeper_traces_are_gone() {
    let guest = Guest::Python;
    let worker = Worker::new(guest, &unhurried());
    let host = ours::Host::new(guest, &unhurried());
    let leaves = Call::new(guest, programs::files(guest, "state/leaves_deeper_traces"));
    let looks = Call::new(
        guest,
        programs::files(guest, "state/looks_for_deeper_traces"),
    );
    let first = worker.run(&looks).stdout.unwrap();
    assert!(first.starts_with("clean "), "{first}");
    for _ in 0..2 {
        for observed in [worker.run(&leaves), host.run(&leaves)] {
            assert_eq!(observed.stdout.as_deref(), Some("left\n"), "{observed:?}");
        }
        for observed in [worker.run(&looks), host.run(&looks)] {
            assert_eq!(observed.stdout.as_deref(), Some(&*first), "{observed:?}");
        }
    }
}

/// Each program is stopped or stops in its own way, and every one leaves things behind.
#[test]
fn every_way_to_end_leaves_a_clean_interpreter() {
    let guest = Guest::Python;
    let worker = Worker::new(guest, &unhurried());
    let looks = Call::new(guest, programs::files(guest, "sessions/looks_for_traces"));
    for end in [
        "exit",
        "hard exit",
        "abort",
        "raise",
        "loop",
        "memory",
        "recursion",
        "output",
        "at exit",
    ] {
        let leaves = Call {
            args: vec![end.to_owned()],
            limits: Some(crate::host::Limits {
                time_ms: Some(300),
                memory_bytes: Some(48 << 20),
                ..crate::host::Limits::default()
            }),
            ..Call::new(guest, programs::files(guest, "state/leaves_everything"))
        };
        let observed = worker.run(&leaves);
        assert!(
            !matches!(observed.ending, Ending::Internal(_)),
            "{end}: {observed:?}"
        );
        let observed = worker.run(&looks);
        assert_eq!(
            observed.stdout.as_deref(),
            Some("clean\n"),
            "after {end}: {observed:?}"
        );
    }
}
