//! Lengths of time, written `2s` or `500ms`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::bytes::split_unit;

/// A length of time in whole milliseconds. Written as a whole number and one of `ms`, `s`, `m`,
/// `h`, `d`.
///
/// ```
/// use policies::TimeSpan;
///
/// assert_eq!("2s".parse(), Ok(TimeSpan::from_millis(2000)));
/// assert_eq!(TimeSpan::from_millis(1500).to_string(), "1500ms");
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(into = "String", try_from = "String")]
pub struct TimeSpan {
    millis: u64,
}

/// Largest first, so that printing finds the largest unit that divides the span.
const UNITS: [(&str, u64); 5] = [
    ("d", 24 * 60 * 60 * 1000),
    ("h", 60 * 60 * 1000),
    ("m", 60 * 1000),
    ("s", 1000),
    ("ms", 1),
];

impl TimeSpan {
    /// No time.
    pub const ZERO: Self = Self::from_millis(0);

    /// `millis` milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self { millis }
    }

    /// `seconds` seconds.
    #[must_use]
    pub const fn from_secs(seconds: u32) -> Self {
        Self::from_millis(seconds as u64 * 1000)
    }

    /// The span in milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.millis
    }

    /// The span as the standard library's type.
    #[must_use]
    pub const fn as_duration(self) -> Duration {
        Duration::from_millis(self.millis)
    }
}

impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, size) = UNITS
            .into_iter()
            .find(|(_, size)| self.millis != 0 && self.millis.is_multiple_of(*size))
            .unwrap_or(("s", 1));
        f.pad(&format!("{}{unit}", self.millis / size))
    }
}

impl From<TimeSpan> for String {
    fn from(span: TimeSpan) -> Self {
        span.to_string()
    }
}

/// Why a text is not a [`TimeSpan`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TimeSpanError {
    /// It does not start with a whole number.
    #[error("expected a whole number and a unit, such as `2s` or `500ms`")]
    Number,
    /// It has no unit.
    #[error("expected a unit after the number: ms, s, m, h or d, such as `{number}ms`")]
    NoUnit {
        /// The number as written.
        number: String,
    },
    /// Its unit is not one of the five.
    #[error("unknown unit `{unit}`: the units are ms, s, m, h and d")]
    UnknownUnit {
        /// The unit as written.
        unit: String,
    },
    /// It does not fit 64 bits of milliseconds.
    #[error("too long: at most {}ms", u64::MAX)]
    TooLong,
}

impl FromStr for TimeSpan {
    type Err = TimeSpanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, unit) = split_unit(text).ok_or(TimeSpanError::Number)?;
        if unit.is_empty() {
            let number = number.to_owned();
            return Err(TimeSpanError::NoUnit { number });
        }
        let size = UNITS
            .into_iter()
            .find(|(name, _)| *name == unit)
            .map(|(_, size)| size)
            .ok_or_else(|| TimeSpanError::UnknownUnit {
                unit: crate::spelling::quoted(unit),
            })?;
        let number: u64 = number.parse().map_err(|_| TimeSpanError::TooLong)?;
        number
            .checked_mul(size)
            .map(Self::from_millis)
            .ok_or(TimeSpanError::TooLong)
    }
}

impl TryFrom<String> for TimeSpan {
    type Error = TimeSpanError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}
