//! Out of time: no program can catch or outlive it.

use crate::case::{LANGUAGES, matrix};
use crate::host::golem_like::Worker;
use crate::host::{Call, Deployment, Ending, Guest, Limits, ours};
use crate::programs;

matrix! {
    empty_loop => |case| case.time_ms(100).times_out().prints("before\n");
    swallowing_loop => |case| case.time_ms(100).times_out();
    finally_recursion => |case| case.time_ms(100).times_out();
    microtask_loop => |case| case.time_ms(100).times_out();
    promise_loop => |case| case.time_ms(100).times_out();
    async_loop => |case| case.time_ms(100).times_out();
    timer_loop => |case| case.time_ms(100).times_out();
    generator_swallowing_loop => |case| case.time_ms(100).times_out();
    catastrophic_regex => |case| case.time_ms(100).times_out();
    hostile_comparator => |case| case.time_ms(100).times_out();
    proxy_trap_loop => |case| case.only(Guest::JavaScript).time_ms(100).times_out();
    big_integer_power => |case| case.time_ms(300).times_out();
    big_integer_text => |case| case.time_ms(300).times_out();
    loop_in_native_code => |case| case.time_ms(300).times_out();
    text_scan => |case| case.time_ms(300).times_out();
    /// Python knows how long the result is before it begins: see `memory_in_long_texts`.
    replacement_amplification => |case| case.only(Guest::JavaScript).time_ms(300).times_out();
    regex_compilation => |case| case.time_ms(300).times_out();
    long_sleep => |case| case.time_ms(100).times_out().prints("before\n");
    atomics_wait => |case| case
        .only(Guest::JavaScript).time_ms(100).times_out().prints("not-equal timed-out timed-out 0\n");
    atomics_wait_for_ages => |case| case
        .only(Guest::JavaScript).time_ms(100).times_out().prints("before\n");
    waiting_for_nothing => |case| case.time_ms(100).times_out();
    loop_while_importing => |case| case.time_ms(100).times_out();

    /// 0 means none, not unlimited: nothing of the program runs.
    no_time_at_all => |case| case.time_ms(0).times_out();
    /// Asking for more than there is in all of 64 bits is clamped, not an error.
    all_the_time_there_is => |case| case.time_ms(u64::MAX).prints("done\n");
}

/// The deployment's limit holds when the caller asks for more, and without being asked.
#[test]
fn a_constraint_is_clamped_to_the_deployments_time() {
    let deployments = [
        Deployment {
            timeout_ms: Some("100".into()),
            ..Deployment::default()
        },
        Deployment {
            policy: Some("strict".into()),
            timeout_ms: Some("100".into()),
            ..Deployment::default()
        },
    ];
    for &guest in LANGUAGES {
        for deployment in &deployments {
            for time_ms in [None, Some(3_600_000), Some(u64::MAX)] {
                let limits = time_ms.map(|time_ms| Limits {
                    time_ms: Some(time_ms),
                    ..Limits::default()
                });
                let call = Call {
                    limits,
                    ..Call::new(guest, programs::files(guest, "empty_loop"))
                };
                let worker = Worker::new(guest, deployment).run(&call);
                assert_eq!(worker.ending, Ending::Timeout, "{time_ms:?}");
                let ours = ours::Host::new(guest, deployment).run(&call);
                assert_eq!(ours.ending, Ending::Timeout, "{time_ms:?}");
                assert_eq!(ours.stdout.as_deref(), Some("before\n"), "{time_ms:?}");
            }
        }
    }
}
