//! The whole account of a run: more than the interface's outcome has room for.

use serde::{Deserialize, Serialize};

/// A limit that a run can exceed. The names are those of the policy document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitName {
    /// Wall-clock time, in milliseconds.
    Time,
    /// Bytes that the engine holds.
    Memory,
    /// Bytes of the engine's call stack.
    Stack,
    /// Bytes in one file.
    FileSize,
    /// Bytes in all files.
    Disk,
    /// Files, folders and links.
    Inodes,
    /// Open descriptors.
    Descriptors,
    /// Bytes written to standard output and standard error.
    Output,
    /// Bytes of standard input.
    Stdin,
    /// Bytes written to files in one run.
    Written,
    /// Bytes of one name, path or link target, or the depth of a path.
    Path,
    /// Processes: none can be started.
    Processes,
    /// Sessions that live at once in one component.
    Sessions,
}

impl LimitName {
    /// The name as it stands in a policy document and in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Memory => "memory",
            Self::Stack => "stack",
            Self::FileSize => "file-size",
            Self::Disk => "disk",
            Self::Inodes => "inodes",
            Self::Descriptors => "descriptors",
            Self::Output => "output",
            Self::Stdin => "stdin",
            Self::Written => "written",
            Self::Path => "path",
            Self::Processes => "processes",
            Self::Sessions => "sessions",
        }
    }
}

/// Which limit fired, what was asked for and what there was, in the limit's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitExceeded {
    /// The limit.
    pub limit: LimitName,
    /// What the program asked for in all, where it is known.
    pub asked: Option<u64>,
    /// What the policy and the caller's constraints leave.
    pub allowed: u64,
}

/// An access that a policy refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    /// What was tried: an operation of the file system, `import`, `process`, `network`.
    pub operation: String,
    /// On what: a path, a module, a command.
    pub target: String,
    /// Why not: the right or the rule that was missing.
    pub rule: String,
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
}

impl Report {
    /// The most denials that one report lists.
    pub const MAX_DENIALS: usize = 64;
}
