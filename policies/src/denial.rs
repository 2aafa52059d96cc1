//! The record of one refusal, for audit.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{GuestPath, LimitName, Right};

/// The record of one refusal: what was tried, on what, and which rule refused it.
///
/// Its texts come from the program; they are cut to [`Denial::MAX_LENGTH`] bytes each, and
/// displayed with control characters escaped.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Denial {
    operation: String,
    subject: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    right: Option<Right>,
    rule: Rule,
}

/// Which rule refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rule {
    /// No grant holds the place.
    NoGrant,
    /// The grant at this path holds the place and lacks the right.
    Grant {
        /// The grant's path.
        path: GuestPath,
    },
    /// The descriptor in hand was opened without the right.
    Descriptor,
    /// The path, or a symbolic link on it, leads out of what is granted.
    Escape,
    /// A rename or a hard link would give a file rights that its grant does not.
    Widening,
    /// A limit of the policy.
    Limit {
        /// Which limit.
        name: LimitName,
    },
    /// The quota of the grant at this path.
    Quota {
        /// The grant's path.
        path: GuestPath,
    },
    /// The environment rule: the caller may not pass the variable.
    Environment,
    /// The module rule: the program may not import the module.
    Modules,
    /// The process rule.
    Processes,
    /// The sandbox has no network, whatever the policy.
    Network,
}

impl Denial {
    /// The longest text that a record keeps, in bytes.
    pub const MAX_LENGTH: usize = 1024;

    /// The record of `operation` (such as `path_open` or `subprocess.Popen`) refused on `subject`
    /// (a path, a name) by `rule`.
    #[must_use]
    pub fn new(operation: &str, subject: &str, rule: Rule) -> Self {
        Self {
            operation: cut(operation),
            subject: cut(subject),
            right: None,
            rule,
        }
    }

    /// The same record, naming the right that was missing.
    #[must_use]
    pub fn needing(mut self, right: Right) -> Self {
        self.right = Some(right);
        self
    }

    /// What was tried.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// On what: a path, a variable, a module, a command.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The right that was missing, if a right was.
    #[must_use]
    pub fn right(&self) -> Option<Right> {
        self.right
    }

    /// Which rule refused.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }
}

fn cut(text: &str) -> String {
    let end = text.floor_char_boundary(Denial::MAX_LENGTH);
    text.get(..end).unwrap_or_default().to_owned()
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operation, subject) = (self.operation.escape_debug(), self.subject.escape_debug());
        write!(f, "{operation}")?;
        if !self.subject.is_empty() {
            write!(f, " on `{subject}`")?;
        }
        write!(f, " denied: {}", self.rule)?;
        match self.right {
            Some(right) => write!(f, " (needs `{right}`)"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGrant => f.write_str("no grant holds it"),
            Self::Grant { path } => write!(f, "the grant `{path}` does not give the right"),
            Self::Descriptor => f.write_str("the descriptor was opened without the right"),
            Self::Escape => f.write_str("it leads out of what is granted"),
            Self::Widening => f.write_str("it would widen the rights over a file"),
            Self::Limit { name } => write!(f, "beyond the limit `{name}`"),
            Self::Quota { path } => write!(f, "beyond the quota of the grant `{path}`"),
            Self::Environment => f.write_str("the environment rule does not allow it"),
            Self::Modules => f.write_str("the module rule does not allow it"),
            Self::Processes => f.write_str("no process may be started"),
            Self::Network => f.write_str("the sandbox has no network"),
        }
    }
}
