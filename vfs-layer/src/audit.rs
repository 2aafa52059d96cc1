//! The record of what was refused, bounded, so that a platform can audit a run.

use std::fmt;

use crate::Fd;
use crate::error::LimitExceeded;
use crate::operation::Operation;
use crate::rights::Rights;

/// Different denials that are kept; further ones are counted.
pub const DENIALS_KEPT: usize = 64;

/// Bytes of a path that a denial keeps.
pub const DENIAL_PATH_BYTES: usize = 256;

/// One thing that was refused, however often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// What was asked.
    pub operation: Operation,
    /// Where.
    pub place: DenialPlace,
    /// Why not.
    pub reason: DenialReason,
    /// How often.
    pub count: u64,
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation, place, ..
        } = self;
        write!(f, "{operation}, {place}: {}", self.reason)?;
        match self.count {
            1 => Ok(()),
            count => write!(f, " ({count} times)"),
        }
    }
}

impl fmt::Display for DenialPlace {
    /// Paths come from the program: they are quoted, and what could confuse a terminal is escaped.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(f, "{path:?}"),
            Self::Descriptor(fd) => write!(f, "descriptor {fd}"),
        }
    }
}

impl fmt::Display for DenialReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Descriptor(missing) => write!(f, "the descriptor lacks {missing}"),
            Self::Mount { mount, missing } => {
                write!(f, "the mount {mount} does not grant {missing}")
            }
            Self::NotGranted => f.write_str("no grant covers it"),
            Self::Escape => f.write_str("it leads out of the directory it starts in"),
            Self::Widening => f.write_str("the object would get more rights than it had"),
        }
    }
}

/// Where something was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DenialPlace {
    /// At a path: the directory's own, with what the program asked for behind it, cut after [`DENIAL_PATH_BYTES`].
    Path(String),
    /// On an open file, which has no path of its own.
    Descriptor(Fd),
}

/// Why something was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DenialReason {
    /// The descriptor lacks these rights.
    Descriptor(Rights),
    /// The mount does not grant these rights.
    Mount {
        /// Where the mount is.
        mount: String,
        /// What was missing.
        missing: Rights,
    },
    /// No grant covers the path: the program was told that it does not exist.
    NotGranted,
    /// The path led out of the directory that it started in.
    Escape,
    /// A rename or a link would have given the object more rights than it had.
    Widening,
}

/// The denials of one run, and the limit that was hit last.
#[derive(Debug, Default)]
pub(crate) struct AuditLog {
    denials: Vec<Denial>,
    dropped: u64,
    last_limit: Option<LimitExceeded>,
}

impl AuditLog {
    pub(crate) fn deny(&mut self, operation: Operation, place: DenialPlace, reason: DenialReason) {
        let same = |denial: &&mut Denial| {
            denial.operation == operation && denial.reason == reason && denial.place == place
        };
        if let Some(denial) = self.denials.iter_mut().find(same) {
            denial.count = denial.count.saturating_add(1);
        } else if self.denials.len() < DENIALS_KEPT {
            self.denials.push(Denial {
                operation,
                place,
                reason,
                count: 1,
            });
        } else {
            self.dropped = self.dropped.saturating_add(1);
        }
    }

    pub(crate) fn hit(&mut self, exceeded: LimitExceeded) {
        self.last_limit = Some(exceeded);
    }

    pub(crate) fn denials(&self) -> &[Denial] {
        &self.denials
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(crate) fn last_limit(&self) -> Option<LimitExceeded> {
        self.last_limit
    }

    /// Forgets everything: a run's record holds nothing of the run before.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deny(log: &mut AuditLog, fd: Fd) {
        log.deny(
            Operation::Write,
            DenialPlace::Descriptor(fd),
            DenialReason::Descriptor(Rights::WRITE),
        );
    }

    #[test]
    fn the_same_denial_is_counted_not_repeated() {
        let mut log = AuditLog::default();
        deny(&mut log, 4);
        deny(&mut log, 4);
        assert_eq!(log.denials().len(), 1);
        assert_eq!(log.denials().first().map(|denial| denial.count), Some(2));
    }

    #[test]
    fn a_denial_reads_as_a_sentence() {
        let denial = Denial {
            operation: Operation::OpenCreate,
            place: DenialPlace::Path("/w/\u{1b}[2J".to_owned()),
            reason: DenialReason::Mount {
                mount: "/w".to_owned(),
                missing: Rights::CREATE,
            },
            count: 3,
        };
        let text = "create, \"/w/\\u{1b}[2J\": the mount /w does not grant CREATE (3 times)";
        assert_eq!(denial.to_string(), text);
    }

    #[test]
    fn the_log_is_bounded_and_says_what_it_dropped() {
        let mut log = AuditLog::default();
        for fd in 0..100 {
            deny(&mut log, fd);
        }
        assert_eq!((log.denials().len(), log.dropped()), (DENIALS_KEPT, 36));
        log.clear();
        assert_eq!((log.denials().len(), log.dropped()), (0, 0));
    }
}
