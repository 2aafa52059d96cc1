//! Which time a program sees.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use thiserror::Error;
use toml_datetime::{Datetime, Offset};

use crate::TimeSpan;

/// Which time a program sees, on the wall clock and on the monotonic one. Deadlines always follow
/// real time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "mode", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Clock {
    /// The machine's time.
    #[default]
    Real,
    /// The machine's time, rounded down, so that it measures nothing small.
    Coarse {
        /// What it is rounded to; more than zero.
        #[serde(default = "Clock::default_resolution")]
        resolution: TimeSpan,
    },
    /// The wall clock stands at one instant, and the monotonic clock at zero.
    Frozen {
        /// The instant.
        at: Timestamp,
    },
}

impl Clock {
    #[cfg(feature = "schema")]
    fn default_resolution() -> TimeSpan {
        Self::DEFAULT_RESOLUTION
    }

    /// What a coarse clock is rounded to when the document does not say.
    pub const DEFAULT_RESOLUTION: TimeSpan = TimeSpan::from_millis(10);
}

/// An instant: nanoseconds since 1970-01-01T00:00:00Z, as WASI's timestamps are. Written as in
/// RFC 3339 with an offset, `2026-01-01T00:00:00Z`; the last one is in the year 2554.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(u64);

/// Why a text is not a [`Timestamp`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TimestampError {
    /// It is not a date with time and offset.
    #[error("expected a date, time and offset as in RFC 3339, such as `2026-01-01T00:00:00Z`")]
    Form,
    /// It is before 1970 or after 2554.
    #[error("outside of what a timestamp holds, 1970-01-01T00:00:00Z to 2554-07-21T23:34:33Z")]
    OutOfRange,
}

const NANOS_PER_SECOND: u64 = 1_000_000_000;

impl Timestamp {
    /// `nanos` nanoseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    pub(crate) fn from_datetime(datetime: &Datetime) -> Result<Self, TimestampError> {
        let (Some(date), Some(time), Some(offset)) =
            (datetime.date, datetime.time, datetime.offset)
        else {
            return Err(TimestampError::Form);
        };
        let minutes = match offset {
            Offset::Z => 0,
            Offset::Custom { minutes } => i64::from(minutes),
        };
        let days = days_from_epoch(i64::from(date.year), date.month.into(), date.day.into());
        let seconds = days * 86_400
            + i64::from(time.hour) * 3600
            + (i64::from(time.minute) - minutes) * 60
            + i64::from(time.second.unwrap_or(0));
        u64::try_from(seconds)
            .ok()
            .and_then(|seconds| seconds.checked_mul(NANOS_PER_SECOND))
            .and_then(|nanos| nanos.checked_add(time.nanosecond.unwrap_or(0).into()))
            .map(Self)
            .ok_or(TimestampError::OutOfRange)
    }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar, by counting from 1 March so that the
/// leap day is the last of its year.
fn days_from_epoch(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month <= 2 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + leap_days + day_of_year - 719_468
}

/// The inverse of [`days_from_epoch`], for days that are not before it: year, month, day.
fn date_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (century, in_century) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (in_century - in_century / 1460 + in_century / 36_524 - in_century / 146_096) / 365;
    let day_of_year = in_century - (365 * year + year / 4 - year / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let (month, carry) = if shifted < 10 {
        (shifted + 3, 0)
    } else {
        (shifted - 9, 1)
    };
    (century * 400 + year + carry, month, day)
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, nanos) = (self.0 / NANOS_PER_SECOND, self.0 % NANOS_PER_SECOND);
        let (year, month, day) = date_from_days((seconds / 86_400).cast_signed());
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        if nanos != 0 {
            write!(f, ".{}", format!("{nanos:09}").trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let datetime: Datetime = text.parse().map_err(|_| TimestampError::Form)?;
        Self::from_datetime(&datetime)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
