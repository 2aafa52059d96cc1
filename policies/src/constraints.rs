//! What a caller asks for on top of the policy, which can only make it tighter.

use crate::{Bound, ByteCount, Limits, Policy, TimeSpan};

/// A caller's own limits for one run. `None` leaves the policy's; zero means none of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// Wall-clock time.
    pub time: Option<TimeSpan>,
    /// Memory.
    pub memory: Option<ByteCount>,
    /// Size of one file.
    pub file_size: Option<ByteCount>,
    /// Processes. The sandbox can start none, whatever the value.
    pub max_processes: Option<u32>,
}

impl Constraints {
    /// The constraints of `golem:exec`'s record `limits`, in its units.
    #[must_use]
    pub fn from_record(
        time_ms: Option<u64>,
        memory_bytes: Option<u64>,
        file_size_bytes: Option<u64>,
        max_processes: Option<u32>,
    ) -> Self {
        Self {
            time: time_ms.map(TimeSpan::from_millis),
            memory: memory_bytes.map(ByteCount::new),
            file_size: file_size_bytes.map(ByteCount::new),
            max_processes,
        }
    }
}

/// `policy` with each constrained limit at most what `constraints` ask for. Asking for more than
/// the policy gives is no error and changes nothing; nothing ever gets wider.
#[must_use]
pub fn effective(policy: &Policy, constraints: &Constraints) -> Policy {
    let limits = &policy.limits;
    let limits = Limits {
        time: tighten(limits.time, constraints.time),
        memory: tighten(limits.memory, constraints.memory),
        file_size: tighten(limits.file_size, constraints.file_size),
        processes: tighten(limits.processes, constraints.max_processes),
        ..limits.clone()
    };
    Policy {
        limits,
        ..policy.clone()
    }
}

fn tighten<T: Copy + Ord>(bound: Bound<T>, asked: Option<T>) -> Bound<T> {
    asked.map_or(bound, |asked| bound.tightest(Bound::Finite(asked)))
}
