//! How many sessions there may be, and for how long.

use serde::Serialize;

use crate::{Bound, TimeSpan};

/// How many sessions may be open at the same time, and how old each may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Sessions {
    /// Open sessions at the same time: of one instance of a component, and of one sandbox of our host.
    pub count: Bound<u32>,
    /// Time since a session was opened, after which every call on it is refused.
    pub age: Bound<TimeSpan>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            count: Bound::Finite(64),
            age: Bound::Finite(TimeSpan::from_secs(24 * 60 * 60)),
        }
    }
}
