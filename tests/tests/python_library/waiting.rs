//! With one thread, what waits for another waits in vain: until its own timeout, or the run's end.

use std::time::Duration;

use golem_exec::policies::Policy;
use golem_exec::{Language, OutcomeKind, Request};

use crate::{assert_prints, fixture, request, sandbox, text};

#[test]
fn waits_with_a_timeout_end_with_it() {
    let outcome = sandbox().run(request("waits_with_a_timeout")).unwrap();
    assert_prints(&outcome, &fixture("waits_with_a_timeout", "stdout"));
}

#[test]
fn waits_without_one_end_with_the_run() {
    for program in [
        "waits_for_condition",
        "waits_for_event",
        "waits_for_lock",
        "waits_for_queue",
        "waits_for_simple_queue",
        "asyncio_waits_for_nothing",
    ] {
        let request = request(program).time(Duration::from_millis(300));
        let outcome = sandbox().run(request).unwrap();
        assert_eq!(outcome.kind, OutcomeKind::Timeout, "{program}: {outcome:?}");
        assert_eq!(text(&outcome.stdout), "waiting\n", "{program}");
        assert!(outcome.time >= Duration::from_millis(300), "{program}");
    }
}

/// A policy may stop the program's clocks. Timers follow real time all the same.
#[test]
fn timers_are_due_although_the_clock_stands() {
    let policy = "version = 1\n[clock]\nmode = \"frozen\"\nat = \"2024-02-29T12:00:00Z\"\n\
                  [[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"read-only\"]\n";
    let policy = Policy::parse(policy, None).unwrap();
    let program = "import asyncio, threading, time\n\
                   asyncio.run(asyncio.sleep(0.02))\n\
                   print(threading.Event().wait(0.02), time.time())\n";
    let request = Request::new(Language::Python, "main.py", program);
    let outcome = sandbox().with_policy(policy).run(request).unwrap();
    assert_prints(&outcome, "False 1709208000.0\n");
}
