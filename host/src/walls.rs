//! Where the host's own walls stand for a policy.
//!
//! The guest keeps every limit of the policy, exactly. The host's walls stand further out, and
//! only hold what a fault of the guest lets through.

use std::sync::Arc;
use std::time::Duration;

use policies::{Bound, ByteCount, LimitName, Policy};
use sandbox_core::event::{
    EVENTS_STDERR, EVENTS_VARIABLE, VALUE_OF_LAST_EXPRESSION, VALUE_VARIABLE,
};
use sandbox_core::report::LimitExceeded;

use crate::request::Input;

/// The environment variable of the component that holds the policy.
pub(crate) const POLICY_VARIABLE: &str = "EXEC_POLICY";

/// Memory that belongs to no program: the interpreter's image (Python's is the largest, about
/// 30 MiB) and the supervisor.
const IMAGE_ALLOWANCE: u64 = 96 << 20;

/// Copies of the output that live at once when a run ends: the captured bytes, their text, and the
/// text on its way out.
const OUTPUT_COPIES: u64 = 4;

/// Copies of files and standard input that live at once when they arrive.
const INPUT_COPIES: u64 = 2;

/// Output that the language itself adds when a program fails: a traceback.
const OUTPUT_ALLOWANCE: u64 = 1 << 20;

/// A policy, as the host enforces it.
#[derive(Debug)]
pub(crate) struct Walls {
    /// The component's environment.
    pub(crate) environment: Arc<[(String, String)]>,
    /// The same for a run that is asked for the value of its last expression.
    pub(crate) environment_for_value: Arc<[(String, String)]>,
    /// The policy's time limit.
    time: Option<Duration>,
    /// How long after its time limit a call is stopped.
    pub(crate) grace: Duration,
    /// The most that an instance may hold, in bytes.
    pub(crate) memory: u64,
    /// The most output that the host takes, in bytes.
    pub(crate) output: Option<u64>,
    disk: Option<u64>,
    stdin: Option<u64>,
}

impl Walls {
    pub(crate) fn of(policy: &Policy, grace: Duration) -> Self {
        let limits = policy.limits();
        let environment = [
            (POLICY_VARIABLE.to_owned(), policy.to_document().to_json()),
            (EVENTS_VARIABLE.to_owned(), EVENTS_STDERR.to_owned()),
        ];
        let [policy_variable, events] = environment.clone();
        let value = (
            VALUE_VARIABLE.to_owned(),
            VALUE_OF_LAST_EXPRESSION.to_owned(),
        );
        Self {
            environment: Arc::new(environment),
            environment_for_value: Arc::new([policy_variable, events, value]),
            time: limits.time.finite().map(|time| time.as_duration()),
            grace,
            memory: memory(limits),
            output: finite(limits.output).map(|bytes| bytes.saturating_add(OUTPUT_ALLOWANCE)),
            disk: finite(limits.disk),
            stdin: finite(limits.stdin),
        }
    }

    /// The time limit of a call that asks for `asked`.
    pub(crate) fn time(&self, asked: Option<Duration>) -> Option<Duration> {
        match (self.time, asked) {
            (Some(limit), Some(asked)) => Some(limit.min(asked)),
            (limit, asked) => limit.or(asked),
        }
    }

    /// The limit that files of `bytes` in all exceed before anything runs. They are refused here
    /// because they may be larger than the instance, which would trap on their arrival.
    pub(crate) fn refuse_files(&self, bytes: u64) -> Option<LimitExceeded> {
        refuse(LimitName::Disk, self.disk, bytes)
    }

    /// The limit that the standard input exceeds, likewise.
    pub(crate) fn refuse_stdin(&self, input: &Input) -> Option<LimitExceeded> {
        let bytes = input.stdin.as_ref().map_or(0, String::len) as u64;
        refuse(LimitName::Stdin, self.stdin, bytes)
    }
}

fn refuse(limit: LimitName, allowed: Option<u64>, asked: u64) -> Option<LimitExceeded> {
    let allowed = allowed.filter(|&allowed| asked > allowed)?;
    Some(LimitExceeded {
        limit,
        asked: Some(asked),
        allowed,
    })
}

fn finite(bound: Bound<ByteCount>) -> Option<u64> {
    bound.finite().map(ByteCount::get)
}

fn memory(limits: &policies::Limits) -> u64 {
    let parts = [
        (limits.memory, 1),
        (limits.disk, INPUT_COPIES),
        (limits.stdin, INPUT_COPIES),
        (limits.output, OUTPUT_COPIES),
    ];
    parts
        .into_iter()
        .map(|(bound, copies)| finite(bound).map_or(u64::MAX, |bytes| bytes.saturating_mul(copies)))
        .fold(IMAGE_ALLOWANCE, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use policies::Preset;

    use super::*;

    fn standard() -> Walls {
        Walls::of(
            &Policy::preset(Preset::Standard).unwrap(),
            Duration::from_millis(250),
        )
    }

    #[test]
    fn a_request_only_tightens_the_time() {
        let walls = standard();
        assert_eq!(walls.time(None), Some(Duration::from_secs(5)));
        let tighter = Some(Duration::from_secs(1));
        assert_eq!(walls.time(tighter), tighter);
        assert_eq!(
            walls.time(Some(Duration::from_secs(60))),
            Some(Duration::from_secs(5))
        );
    }

    #[test]
    fn the_memory_wall_stands_behind_all_that_the_policy_allows() {
        let limits = Policy::preset(Preset::Standard).unwrap();
        let limits = limits.limits();
        let within = finite(limits.memory).unwrap() + finite(limits.disk).unwrap();
        assert!(standard().memory > within);
    }

    #[test]
    fn files_beyond_the_disk_are_refused_exactly() {
        let walls = standard();
        let disk = walls.disk.unwrap();
        assert_eq!(walls.refuse_files(disk), None);
        assert_eq!(
            walls.refuse_files(disk + 1),
            Some(LimitExceeded {
                limit: LimitName::Disk,
                asked: Some(disk + 1),
                allowed: disk
            })
        );
    }

    #[test]
    fn the_component_sees_two_variables() {
        let walls = standard();
        let names: Vec<_> = walls.environment.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["EXEC_POLICY", "EXEC_EVENTS"]);
        let for_value: Vec<_> = walls.environment_for_value.iter().collect();
        assert_eq!(for_value.len(), 3, "EXEC_VALUE comes on top");
    }
}
