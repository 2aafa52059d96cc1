//! Why a call is refused, from wherever the refusal comes.

use vfs_layer::{Errno, FsError};

use super::memory::Fault;

/// A refusal, as the program sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) Errno);

/// What every call answers inside this module.
pub(super) type Answer = Result<(), Refusal>;

impl From<Errno> for Refusal {
    fn from(errno: Errno) -> Self {
        Self(errno)
    }
}

impl From<FsError> for Refusal {
    fn from(error: FsError) -> Self {
        Self(error.errno())
    }
}

impl From<Fault> for Refusal {
    fn from(_: Fault) -> Self {
        Self(Fault::ERRNO)
    }
}
