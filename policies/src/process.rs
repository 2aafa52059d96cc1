//! What happens when a program tries to start a process.

use serde::Serialize;

/// What happens when a program tries to start a process. None is ever started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProcessRule {
    /// The call raises, and the run's outcome is `resource-exceeded` whatever the program does
    /// next.
    #[default]
    Violation,
    /// The call raises, is recorded as a denial, and the program may go on: for libraries that
    /// try a command and fall back.
    Refuse,
}

impl ProcessRule {
    /// Every rule with its name in documents.
    pub(crate) const NAMES: &'static [(&'static str, Self)] =
        &[("violation", Self::Violation), ("refuse", Self::Refuse)];

    /// The rule's name in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Refuse => "refuse",
        }
    }
}
