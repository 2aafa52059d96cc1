//! The namespace: everything one program can name, and what it may do with it.

mod authority;
mod builder;
mod create;
mod descriptors;
mod link;
mod metadata;
pub(crate) mod node;
mod open;
mod read;
mod readdir;
mod recount;
mod remove;
mod rename;
mod resolve;
mod space;
mod supervisor;
pub(crate) mod verify;
mod write;

use crate::audit::{AuditLog, Denial};
use crate::charge::Ledger;
use crate::descriptor::{Descriptor, DescriptorFlags, Fd, Target};
use crate::error::LimitExceeded;
use crate::inode::{InodeTable, NodeId};
use crate::mount::{Mount, MountInfo};
use crate::quota::{Quota, Usage};
use crate::rights::Rights;
use crate::table::DescriptorTable;
use crate::timestamp::Timestamp;

pub use builder::NamespaceBuilder;
pub use readdir::{DirectoryEntries, DirectoryEntry};
pub use space::Space;
pub use supervisor::ListedObject;

/// The number of standard input.
pub const STDIN_FD: Fd = 0;
/// The number of standard output.
pub const STDOUT_FD: Fd = 1;
/// The number of standard error.
pub const STDERR_FD: Fd = 2;
/// The number of the preopen: the namespace's root, named `/`.
pub const ROOT_FD: Fd = 3;

/// Everything one program can name: mounts in a read-only skeleton, the descriptors open on them, what they hold, and what
/// was refused.
///
/// Functions that take a descriptor and a path resolve it below that descriptor, as `openat` does: a path that leaves it
/// (`..` above it, an absolute path) is [`FsError::Escape`](crate::FsError::Escape). An absolute symbolic link is followed from the namespace's root, and only
/// when the resolution started there. Paths are bytes, and must be UTF-8.
#[derive(Debug)]
pub struct Namespace {
    pub(crate) quota: Quota,
    pub(crate) now: Timestamp,
    pub(crate) root: NodeId,
    /// What `..` is at the root: the root itself, or a way out that is refused.
    pub(crate) root_above: builder::RootAbove,
    pub(crate) mounts: Vec<Mount>,
    pub(crate) inodes: InodeTable,
    /// Inodes made so far; the next one's number follows from it.
    pub(crate) inodes_made: u64,
    pub(crate) table: DescriptorTable,
    pub(crate) ledger: Ledger,
    pub(crate) audit: AuditLog,
}

impl Namespace {
    /// A namespace without mounts, to add to.
    #[must_use]
    pub fn builder(quota: Quota) -> NamespaceBuilder {
        NamespaceBuilder::new(quota)
    }

    /// Tells the time. Operations stamp objects with it.
    pub fn set_now(&mut self, now: Timestamp) {
        self.now = now;
    }

    /// Begins a run: closes every descriptor, opens the standard streams and the preopen afresh, and forgets the bytes
    /// written, the denials and the last limit of the run before. Files stay.
    pub fn begin_run(&mut self) {
        for descriptor in self.table.drain() {
            self.release(&descriptor);
        }
        self.ledger.forget_written();
        self.audit.clear();
        self.open_initial_descriptors();
    }

    fn open_initial_descriptors(&mut self) {
        for target in [Target::Stdin, Target::Stdout, Target::Stderr] {
            let rights = match target {
                Target::Stdin => Rights::READ,
                _ => Rights::WRITE | Rights::APPEND,
            };
            self.table.insert(Descriptor {
                target,
                rights: rights | Rights::STAT,
                inheriting: Rights::empty(),
                flags: DescriptorFlags::empty(),
                offset: 0,
                preopen: false,
            });
        }
        let root = self.root;
        self.retain(root);
        self.table.insert(Descriptor {
            target: Target::Directory(root),
            rights: Rights::all(),
            inheriting: Rights::all(),
            flags: DescriptorFlags::empty(),
            offset: 0,
            preopen: true,
        });
    }

    /// The limits.
    #[must_use]
    pub fn quota(&self) -> &Quota {
        &self.quota
    }

    /// Sets the bytes that a run may write, for a run whose limits are tighter than the namespace's.
    pub fn set_written_limit(&mut self, bytes: u64) {
        self.quota.written_bytes = bytes;
    }

    /// Sets the bytes that one file may have, for a run whose limits are tighter than the namespace's. Files that are
    /// larger already stay, and cannot grow.
    pub fn set_file_limit(&mut self, bytes: u64) {
        self.quota.file_bytes = bytes;
    }

    /// What the namespace holds, as counted along the way.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.ledger.usage(self.table.len())
    }

    /// The mounts, in the order of their paths.
    pub fn mounts(&self) -> impl Iterator<Item = MountInfo<'_>> {
        self.mount_ids().skip(1).map(|(id, mount)| MountInfo {
            path: &mount.path,
            layer: &mount.layer,
            rights: mount.rights,
            quota: mount.quota,
            usage: self.ledger.mount(id),
        })
    }

    /// What this run was refused, each kind once, up to [`DENIALS_KEPT`](crate::DENIALS_KEPT) kinds.
    #[must_use]
    pub fn denials(&self) -> &[Denial] {
        self.audit.denials()
    }

    /// Refusals beyond those that [`denials`](Self::denials) keeps.
    #[must_use]
    pub fn denials_dropped(&self) -> u64 {
        self.audit.dropped()
    }

    /// The limit that this run hit last.
    #[must_use]
    pub fn last_limit(&self) -> Option<LimitExceeded> {
        self.audit.last_limit()
    }
}

/// A namespace goes where its session goes, also to another thread.
const _: fn() = || {
    fn assert_send<T: Send>() {}
    assert_send::<Namespace>();
};
