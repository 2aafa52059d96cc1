//! Points in time, always given by the caller: this crate reads no clock.

/// Nanoseconds since 1970-01-01T00:00:00Z, as preview1 counts. Every value is allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(u64);

impl Timestamp {
    /// From nanoseconds since the epoch.
    #[must_use]
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// Nanoseconds since the epoch.
    #[must_use]
    pub const fn as_nanos(self) -> u64 {
        self.0
    }
}

/// What to do with one of an object's times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeChange {
    /// Leave it.
    Keep,
    /// Set it to the namespace's current time.
    Now,
    /// Set it to this.
    To(Timestamp),
}

/// The three times of an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Last access. Set at creation and by request, never by reading (as `noatime` has it): a read changes nothing.
    pub accessed: Timestamp,
    /// Last change of the content.
    pub modified: Timestamp,
    /// Last change of the attributes.
    pub changed: Timestamp,
}

impl Times {
    /// All three at once, as a new object has them.
    pub(crate) const fn all(now: Timestamp) -> Self {
        Self {
            accessed: now,
            modified: now,
            changed: now,
        }
    }
}

impl TimeChange {
    /// The time after the change.
    pub(crate) const fn apply(self, old: Timestamp, now: Timestamp) -> Timestamp {
        match self {
            Self::Keep => old,
            Self::Now => now,
            Self::To(time) => time,
        }
    }
}
