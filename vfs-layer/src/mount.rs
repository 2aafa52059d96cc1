//! Mounts: which layer is where, with which rights and quota.

use std::collections::BTreeMap;
use std::sync::Arc;

use thiserror::Error;

use crate::inode::{InodeId, NodeId};
use crate::layer::LowerLayer;
use crate::layer::lower::LowerIndex;
use crate::quota::MountQuota;
use crate::rights::Rights;

/// Where a mount's files come from.
#[derive(Clone, Debug)]
pub enum Layer {
    /// Empty at first, and writable.
    Scratch,
    /// A shared tree that nothing changes.
    ReadOnly(Arc<LowerLayer>),
    /// A shared tree below, the namespace's own changes above it.
    Overlay(Arc<LowerLayer>),
}

impl Layer {
    /// The shared tree, if there is one.
    pub(crate) fn lower(&self) -> Option<&LowerLayer> {
        match self {
            Self::Scratch => None,
            Self::ReadOnly(lower) | Self::Overlay(lower) => Some(lower),
        }
    }

    /// Whether nothing may ever change it.
    pub(crate) fn is_read_only(&self) -> bool {
        matches!(self, Self::ReadOnly(_))
    }
}

/// What to mount.
#[derive(Clone, Debug)]
pub struct MountSpec {
    /// Where the files come from.
    pub layer: Layer,
    /// What the program may do there. On a read-only layer, only [`Rights::READ_ONLY`] count.
    pub rights: Rights,
    /// How much it may hold, within the namespace's own quota.
    pub quota: MountQuota,
}

impl MountSpec {
    /// An empty, writable mount with all rights and no quota of its own.
    #[must_use]
    pub fn scratch() -> Self {
        Self::with_layer(Layer::Scratch, Rights::all())
    }

    /// A shared tree, read-only.
    #[must_use]
    pub fn read_only(lower: Arc<LowerLayer>) -> Self {
        Self::with_layer(Layer::ReadOnly(lower), Rights::READ_ONLY)
    }

    /// A shared tree with changes on top, all rights and no quota of its own.
    #[must_use]
    pub fn overlay(lower: Arc<LowerLayer>) -> Self {
        Self::with_layer(Layer::Overlay(lower), Rights::all())
    }

    /// The same with these rights.
    #[must_use]
    pub fn rights(mut self, rights: Rights) -> Self {
        self.rights = rights;
        self
    }

    /// The same with this quota.
    #[must_use]
    pub fn quota(mut self, quota: MountQuota) -> Self {
        self.quota = quota;
        self
    }

    fn with_layer(layer: Layer, rights: Rights) -> Self {
        Self {
            layer,
            rights,
            quota: MountQuota::default(),
        }
    }
}

/// Why a namespace cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MountError {
    /// The path is not absolute, or has an empty, `.` or `..` component, a NUL, or a component over 255 bytes.
    #[error("mount path {path:?}: {reason}")]
    InvalidPath {
        /// The path.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Two mounts at the same place.
    #[error("two mounts at {0:?}")]
    Duplicate(String),
    /// The way to the mount leads through a file or a symbolic link of another mount's lower layer.
    #[error("mount path {0:?} leads through something that is no directory")]
    NotDirectory(String),
    /// More mounts than [`MAX_MOUNTS`].
    #[error("more than {MAX_MOUNTS} mounts")]
    TooMany,
}

/// The most mounts that a namespace can have.
pub const MAX_MOUNTS: usize = 64;

/// A mount's number within its namespace. 0 is the skeleton: the read-only directories above the mounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MountId(pub(crate) u16);

impl MountId {
    /// The read-only directories above the mounts.
    pub(crate) const SKELETON: Self = Self(0);
}

/// A mount in place.
#[derive(Debug)]
pub(crate) struct Mount {
    /// Where it is: absolute, without a trailing slash (`/` for the root itself).
    pub(crate) path: Box<str>,
    pub(crate) layer: Layer,
    /// What the program may do there.
    pub(crate) rights: Rights,
    pub(crate) quota: MountQuota,
    /// Its root directory.
    pub(crate) root: NodeId,
    /// The directory above its root.
    pub(crate) above: NodeId,
    /// Which nodes of the lower layer have an inode of the namespace's own.
    pub(crate) copied_up: BTreeMap<LowerIndex, InodeId>,
}

impl Mount {
    /// The rights that operations of the program, or of the supervisor, have there.
    pub(crate) fn effective_rights(&self, authority: Authority) -> Rights {
        let granted = match authority {
            Authority::Program => self.rights,
            Authority::Supervisor => Rights::all(),
        };
        if self.layer.is_read_only() {
            granted & Rights::READ_ONLY
        } else {
            granted
        }
    }
}

/// On whose behalf an operation is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authority {
    /// The sandboxed program's: what a mount grants binds it.
    Program,
    /// The supervisor's: only read-only layers and quotas bind it.
    Supervisor,
}

/// A mount, as the supervisor sees it.
#[derive(Clone, Copy, Debug)]
pub struct MountInfo<'a> {
    /// Where it is.
    pub path: &'a str,
    /// Where its files come from.
    pub layer: &'a Layer,
    /// What the program may do there.
    pub rights: Rights,
    /// How much it may hold.
    pub quota: MountQuota,
    /// How much it holds.
    pub usage: crate::quota::MountUsage,
}
