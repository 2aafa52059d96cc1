//! Why a call is refused, from wherever the refusal comes.

use vfs_layer::{Errno, FsError};

use super::memory::Fault;
use crate::report::LimitExceeded;

/// A refusal, as the program sees it, and the limit behind it, if one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) Errno, pub(super) Option<LimitExceeded>);

/// What every call answers inside this module.
pub(super) type Answer = Result<(), Refusal>;

impl From<Errno> for Refusal {
    fn from(errno: Errno) -> Self {
        Self(errno, None)
    }
}

impl From<FsError> for Refusal {
    fn from(error: FsError) -> Self {
        let limit = match error {
            FsError::Limit(exceeded) => Some(exceeded.into()),
            _ => None,
        };
        Self(error.errno(), limit)
    }
}

impl From<Fault> for Refusal {
    fn from(_: Fault) -> Self {
        Self(Fault::ERRNO, None)
    }
}
