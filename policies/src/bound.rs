//! A limit that is either a number or, spelled out, no limit at all.

use std::fmt;

use serde::{Serialize, Serializer};

/// An upper bound on an amount of `T`.
///
/// Finite bounds order by their value and come before [`Bound::Unlimited`], so the smaller of two
/// bounds is always the tighter one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound<T> {
    /// At most this much. Zero means none of it.
    Finite(T),
    /// No bound of the policy's own; the machine's still hold. Written `"unlimited"`.
    Unlimited,
}

impl<T> Bound<T> {
    /// How the absence of a bound is spelled in a document.
    pub const UNLIMITED: &'static str = "unlimited";
}

impl<T: Copy + Ord> Bound<T> {
    /// The bound's value, or `None` when there is no bound.
    #[must_use]
    pub const fn finite(self) -> Option<T> {
        match self {
            Self::Finite(value) => Some(value),
            Self::Unlimited => None,
        }
    }

    /// Whether `amount` is within the bound.
    #[must_use]
    pub fn allows(self, amount: T) -> bool {
        self.finite().is_none_or(|bound| amount <= bound)
    }

    /// The tighter of two bounds.
    #[must_use]
    pub fn tightest(self, other: Self) -> Self {
        self.min(other)
    }
}

impl<T> From<T> for Bound<T> {
    fn from(value: T) -> Self {
        Self::Finite(value)
    }
}

impl<T: fmt::Display> fmt::Display for Bound<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finite(value) => value.fmt(f),
            Self::Unlimited => f.pad(Self::UNLIMITED),
        }
    }
}

impl<T: Serialize> Serialize for Bound<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Finite(value) => value.serialize(serializer),
            Self::Unlimited => serializer.serialize_str(Self::UNLIMITED),
        }
    }
}
