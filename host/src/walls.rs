//! Where the host's own walls stand for a policy.
//!
//! The guest keeps every limit of the policy, exactly. The host's walls stand further out, and
//! only hold what a fault of the guest lets through.

use std::sync::Arc;
use std::time::Duration;

use policies::{Bound, ByteCount, LimitName, Policy};
use sandbox_core::event::{
    EVENTS_STDERR, EVENTS_VARIABLE, INSTANCE_FOR_ONE_RUN, INSTANCE_VARIABLE, MEMORY_KEPT,
    MEMORY_VARIABLE, STACK_VARIABLE, VALUE_OF_LAST_EXPRESSION, VALUE_VARIABLE,
};
use sandbox_core::report::LimitExceeded;

use crate::engine;
use crate::error::HostError;
use crate::request::Input;
use crate::session::Places;

/// The environment variable of the component that holds the policy.
pub(crate) const POLICY_VARIABLE: &str = "EXEC_POLICY";

/// Memory that belongs to no program: the interpreter's image (Python's is the largest, about
/// 30 MiB) and the supervisor.
const IMAGE_ALLOWANCE: u64 = 96 << 20;

/// Copies of the output that live at once when a run ends: the captured bytes, their text, and the
/// text on its way out.
const OUTPUT_COPIES: u64 = 4;

/// Copies of standard input that live at once when it arrives.
const INPUT_COPIES: u64 = 2;

/// Copies of the files that live at once when a session is saved: they themselves, with the room in which
/// they grow (a quarter of them at most), what lies between them, and the snapshot.
const FILE_COPIES: u64 = 3;

/// Output that the language itself adds when a program fails: a traceback.
const OUTPUT_ALLOWANCE: u64 = 1 << 20;

/// Names and values.
pub(crate) type Variables = Arc<[(String, String)]>;

/// A policy, as the host enforces it.
#[derive(Debug)]
pub(crate) struct Walls {
    /// The component's environment, for many runs and for one.
    environments: [Variables; 2],
    /// The same for one run that is asked for the value of its last expression.
    environment_for_value: Variables,
    /// The policy's time limit.
    time: Option<Duration>,
    /// How long after its time limit a call is stopped.
    pub(crate) grace: Duration,
    /// The most that an instance may hold, in bytes.
    pub(crate) memory: u64,
    /// The most output that the host takes, in bytes.
    pub(crate) output: Option<u64>,
    /// The policy's places for sessions.
    pub(crate) places: Arc<Places>,
    disk: Option<u64>,
    stdin: Option<u64>,
    /// The first grant whose layer the platform has to supply, and the layer's name.
    needed_layer: Option<(String, String)>,
}

impl Walls {
    pub(crate) fn of(policy: &Policy, grace: Duration) -> Self {
        let limits = policy.limits();
        let text = policy.to_environment();
        let stack = engine::PROGRAM_STACK.get().to_string();
        let always = [
            (POLICY_VARIABLE, text.as_str()),
            (EVENTS_VARIABLE, EVENTS_STDERR),
            (STACK_VARIABLE, stack.as_str()),
        ];
        let memory_kept = engine::keeps_memory().then_some((MEMORY_VARIABLE, MEMORY_KEPT));
        let of_single_runs = [
            (INSTANCE_VARIABLE, INSTANCE_FOR_ONE_RUN),
            (VALUE_VARIABLE, VALUE_OF_LAST_EXPRESSION),
        ];
        let with = |count: usize| -> Variables {
            let single = of_single_runs.into_iter().take(count);
            let all = always.into_iter().chain(memory_kept).chain(single);
            all.map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        };
        Self {
            environments: [with(0), with(1)],
            environment_for_value: with(2),
            time: limits.time.finite().map(|time| time.as_duration()),
            grace,
            memory: memory(limits),
            output: finite(limits.output).map(|bytes| bytes.saturating_add(OUTPUT_ALLOWANCE)),
            places: Arc::new(Places::new(policy.sessions().count)),
            disk: finite(limits.disk),
            stdin: finite(limits.stdin),
            needed_layer: policy.grants().iter().find_map(|grant| {
                let layer = grant.source()?.as_str();
                Some((grant.path().as_str().to_owned(), layer.to_owned()))
            }),
        }
    }

    /// The component's environment: for an instance that sees one run only, or more of them; a single
    /// one may be asked for the value of its last expression.
    pub(crate) fn environment(&self, for_one_run: bool, wants_value: bool) -> &Variables {
        let [for_many, for_one] = &self.environments;
        match (for_one_run, wants_value) {
            (true, true) => &self.environment_for_value,
            (true, false) => for_one,
            (false, _) => for_many,
        }
    }

    /// The time limit of a call that asks for `asked`.
    pub(crate) fn time(&self, asked: Option<Duration>) -> Option<Duration> {
        match (self.time, asked) {
            (Some(limit), Some(asked)) => Some(limit.min(asked)),
            (limit, asked) => limit.or(asked),
        }
    }

    /// Refuses a policy whose layers have to come from a platform that has none.
    pub(crate) fn refuse_layers(&self) -> Result<(), HostError> {
        match &self.needed_layer {
            Some((path, layer)) => Err(HostError::MissingLayer {
                path: path.clone(),
                layer: layer.clone(),
            }),
            None => Ok(()),
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
        (limits.disk, FILE_COPIES),
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
    fn the_memory_wall_is_where_operators_are_told() {
        let mebibytes = standard().memory >> 20;
        for document in [
            include_str!("../../docs/golem.md"),
            include_str!("../../docs/LIMITATIONS.md"),
        ] {
            let words: Vec<&str> = document.split_whitespace().collect();
            let told = words
                .join(" ")
                .contains(&format!("standard: {mebibytes} MiB"));
            assert!(told, "{mebibytes}");
        }
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
    fn the_component_sees_what_it_needs_and_nothing_else() {
        let walls = standard();
        let names = |for_one_run, wants_value| {
            let variables = walls.environment(for_one_run, wants_value).iter();
            // Whether memory is kept is the machine's doing.
            let names = variables.map(|(name, _)| &**name);
            names
                .filter(|&name| name != MEMORY_VARIABLE)
                .collect::<Vec<_>>()
        };
        let many = ["EXEC_POLICY", "EXEC_EVENTS", "EXEC_STACK"];
        assert_eq!(names(false, false), many);
        let one = ["EXEC_POLICY", "EXEC_EVENTS", "EXEC_STACK", "EXEC_INSTANCE"];
        assert_eq!(names(true, false), one);
        assert_eq!(names(true, true).last(), Some(&"EXEC_VALUE"));
    }
}
