//! Amounts of bytes, written `64MiB`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An amount of bytes. Written as a whole number and one of `B`, `KiB`, `MiB`, `GiB`, `TiB`.
///
/// ```
/// use policies::ByteCount;
///
/// assert_eq!("64MiB".parse(), Ok(ByteCount::mib(64)));
/// assert_eq!(ByteCount::new(1536).to_string(), "1536B");
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(into = "String", try_from = "String")]
pub struct ByteCount(u64);

/// Largest first, so that printing finds the largest unit that divides the amount.
const UNITS: [(&str, u64); 5] = [
    ("TiB", 1 << 40),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("B", 1),
];

impl ByteCount {
    /// No bytes.
    pub const ZERO: Self = Self(0);

    /// `bytes` bytes.
    #[must_use]
    pub const fn new(bytes: u64) -> Self {
        Self(bytes)
    }

    /// `count` KiB (1024 bytes each).
    #[must_use]
    pub const fn kib(count: u32) -> Self {
        Self((count as u64) << 10)
    }

    /// `count` MiB (1024 KiB each).
    #[must_use]
    pub const fn mib(count: u32) -> Self {
        Self((count as u64) << 20)
    }

    /// `count` GiB (1024 MiB each).
    #[must_use]
    pub const fn gib(count: u32) -> Self {
        Self((count as u64) << 30)
    }

    /// The amount in bytes.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for ByteCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, size) = UNITS
            .into_iter()
            .find(|(_, size)| self.0 != 0 && self.0.is_multiple_of(*size))
            .unwrap_or(("B", 1));
        f.pad(&format!("{}{unit}", self.0 / size))
    }
}

impl From<ByteCount> for String {
    fn from(count: ByteCount) -> Self {
        count.to_string()
    }
}

/// Why a text is not a [`ByteCount`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ByteCountError {
    /// It does not start with a whole number.
    #[error("expected a whole number and a unit, such as `64MiB`")]
    Number,
    /// It has no unit.
    #[error("expected a unit after the number: B, KiB, MiB, GiB or TiB, such as `{number}B`")]
    NoUnit {
        /// The number as written.
        number: String,
    },
    /// Its unit is not one of the five.
    #[error("unknown unit `{unit}`: the units are B, KiB, MiB, GiB and TiB{}", suggest(.unit))]
    UnknownUnit {
        /// The unit as written.
        unit: String,
    },
    /// It does not fit 64 bits.
    #[error("too large: at most {}B", u64::MAX)]
    TooLarge,
}

/// `MB` is decimal for some and binary for others, so it is refused, with what was probably meant.
fn suggest(unit: &str) -> String {
    let initial = unit.chars().next().map(|c| c.to_ascii_uppercase());
    UNITS
        .into_iter()
        .find(|(name, _)| name.chars().next() == initial)
        .map_or_else(String::new, |(name, _)| format!("; did you mean `{name}`?"))
}

impl FromStr for ByteCount {
    type Err = ByteCountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, unit) = split_unit(text).ok_or(ByteCountError::Number)?;
        if unit.is_empty() {
            let number = number.to_owned();
            return Err(ByteCountError::NoUnit { number });
        }
        let size = UNITS
            .into_iter()
            .find(|(name, _)| *name == unit)
            .map(|(_, size)| size)
            .ok_or_else(|| ByteCountError::UnknownUnit {
                unit: crate::spelling::quoted(unit),
            })?;
        let number: u64 = number.parse().map_err(|_| ByteCountError::TooLarge)?;
        number
            .checked_mul(size)
            .map(Self)
            .ok_or(ByteCountError::TooLarge)
    }
}

impl TryFrom<String> for ByteCount {
    type Error = ByteCountError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// Splits `64MiB` into `64` and `MiB`; `None` when it does not start with a digit.
pub(crate) fn split_unit(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at_checked(end)
        .filter(|(number, _)| !number.is_empty())
}
