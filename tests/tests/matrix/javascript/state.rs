//! What an engine that was made ready long ago, or that has run another program, must not still hold.

use std::collections::BTreeSet;

use crate::case::{control, unhurried};
use crate::host::golem_like::Worker;
use crate::host::{Call, Ending, Guest, Host, Limits, ours};
use crate::programs;

/// The context is made when the component is packed; what it draws, each run draws anew.
#[test]
fn random_numbers_are_of_one_run() {
    let guest = Guest::JavaScript;
    let call = Call::new(guest, programs::files(guest, "state/random_numbers"));
    let workers = [(); 2].map(|()| Worker::new(guest, &unhurried()));
    let host = ours::Host::new(guest, &unhurried());
    let mut numbers = Vec::new();
    for worker in &workers {
        for _ in 0..3 {
            numbers.push(worker.run(&call));
            worker.run(&control(guest));
        }
    }
    numbers.extend([host.run(&call), host.run(&call)]);
    let printed: Vec<String> = numbers
        .into_iter()
        .map(|observed| {
            assert_eq!(observed.ending, Ending::Ok, "{observed:?}");
            observed.stdout.unwrap()
        })
        .collect();
    let all = || printed.iter().flat_map(|run| run.split_whitespace());
    let different: BTreeSet<&str> = all().collect();
    assert_eq!(all().count(), 8 * 8, "{printed:?}");
    assert_eq!(different.len(), 8 * 8, "{printed:?}");
}

/// Each program is stopped or stops in its own way, and every one leaves things behind.
#[test]
fn every_way_to_end_leaves_a_clean_engine() {
    let guest = Guest::JavaScript;
    let looks = Call::new(guest, programs::files(guest, "state/looks_for_traces"));
    for host in Host::all(guest, &unhurried()) {
        let name = host.name();
        assert_eq!(
            host.run(&looks).stdout.as_deref(),
            Some("clean\n"),
            "{name}"
        );
        for (end, ending) in [
            ("", Ending::Ok),
            ("exit", Ending::Ok),
            ("never", Ending::Ok),
            ("abort", Ending::RuntimeFailed),
            ("raise", Ending::RuntimeFailed),
            ("raise nothing", Ending::RuntimeFailed),
            ("recursion", Ending::RuntimeFailed),
            ("loop", Ending::Timeout),
            ("memory", Ending::ResourceExceeded),
            ("output", Ending::ResourceExceeded),
        ] {
            let leaves = Call {
                args: vec![end.to_owned()],
                limits: Some(Limits {
                    time_ms: (end == "loop").then_some(300),
                    memory_bytes: Some(32 << 20),
                    ..Limits::default()
                }),
                ..Call::new(guest, programs::files(guest, "state/leaves_everything"))
            };
            let observed = host.run(&leaves);
            assert_eq!(observed.ending, ending, "{name}, {end}: {observed:?}");
            let observed = host.run(&looks);
            assert_eq!(
                observed.stdout.as_deref(),
                Some("clean\n"),
                "{name}, after {end}: {observed:?}"
            );
        }
    }
}
