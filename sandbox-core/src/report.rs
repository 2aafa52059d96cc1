//! The whole account of a run: more than the interface's outcome has room for.

use policies::{Denial, LimitName};
use serde::{Deserialize, Deserializer, Serialize};

/// Which limit fired, what was asked for and what there was, in the limit's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitExceeded {
    /// The limit.
    #[serde(deserialize_with = "limit_name")]
    pub limit: LimitName,
    /// What the program asked for in all, where it is known.
    pub asked: Option<u64>,
    /// What the policy and the caller's constraints leave.
    pub allowed: u64,
}

fn limit_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<LimitName, D::Error> {
    let name = String::deserialize(deserializer)?;
    let mut all = LimitName::ALL.iter().copied();
    all.find(|limit| limit.name() == name)
        .ok_or_else(|| serde::de::Error::custom(format_args!("no limit is named `{name}`")))
}

/// What happened in one run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The limit that ended the run, if one did.
    pub limit: Option<LimitExceeded>,
    /// The signal that a Unix user would see.
    pub signal: Option<String>,
    /// The code that the program exited with, where it did.
    pub exit_code: Option<i32>,
    /// Wall-clock time of the program in microseconds.
    pub time_us: u64,
    /// The most bytes that the engine held at once.
    pub memory_bytes: u64,
    /// What was refused, oldest first, at most [`Report::MAX_DENIALS`].
    pub denials: Vec<Denial>,
    /// How many more there were.
    pub denials_dropped: u64,
    /// The value of the program's last expression, where it was asked for and is JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Value>,
}

impl Report {
    /// The most denials that one report lists.
    pub const MAX_DENIALS: usize = 64;

    /// The longest JSON text that is kept as [`value`](Self::value), in bytes.
    pub const MAX_VALUE: usize = 512 * 1024;
}
