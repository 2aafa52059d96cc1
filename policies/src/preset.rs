//! Policies that come with the crate.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use thiserror::Error;

use crate::{Format, Policy, PolicyErrors};

/// A policy that comes with the crate, as a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Preset {
    /// For code that nobody has looked at: reads its own files, writes only to `/tmp`, sees a
    /// coarse clock and no environment, and may use little.
    Strict,
    /// For the everyday program of a tenant.
    #[default]
    Standard,
    /// For the platform's own programs: wide limits, all of them finite.
    Trusted,
}

impl Preset {
    /// Every preset, the tightest first.
    pub const ALL: &'static [Self] = &[Self::Strict, Self::Standard, Self::Trusted];

    /// The preset's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Standard => "standard",
            Self::Trusted => "trusted",
        }
    }

    /// The preset's document, as TOML with comments.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Strict => include_str!("../presets/strict.toml"),
            Self::Standard => include_str!("../presets/standard.toml"),
            Self::Trusted => include_str!("../presets/trusted.toml"),
        }
    }

    /// The preset's policy, read once: a component that was started before it was packed has all of
    /// them read.
    pub(crate) fn policy(self) -> Result<Policy, PolicyErrors> {
        static READ: [OnceLock<Result<Policy, PolicyErrors>>; Preset::ALL.len()] =
            [const { OnceLock::new() }; Preset::ALL.len()];
        let read = || Policy::parse(self.text(), Some(Format::Toml));
        match READ.get(self as usize) {
            Some(kept) => kept.get_or_init(read).clone(),
            None => read(),
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that no preset has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "no preset is called `{name}`{}",
    match .suggestion {
        Some(known) => format!("; did you mean `{known}`?"),
        None => "; expected one of strict, standard, trusted".to_owned(),
    }
)]
pub struct UnknownPreset {
    name: String,
    suggestion: Option<&'static str>,
}

impl FromStr for Preset {
    type Err = UnknownPreset;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.iter().copied();
        all.find(|preset| preset.name() == name)
            .ok_or_else(|| UnknownPreset {
                name: crate::spelling::quoted(name),
                suggestion: crate::spelling::nearest(name, Self::ALL.iter().map(|p| p.name())),
            })
    }
}
