//! Where a program's random numbers come from.

use serde::Serialize;

/// Where a program's random numbers (and its hash seed) come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "mode", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Random {
    /// The host's source, fresh in every run.
    #[default]
    Real,
    /// A generator that starts from a seed, so that every run draws the same numbers.
    Seeded {
        /// The seed.
        seed: u64,
    },
}
