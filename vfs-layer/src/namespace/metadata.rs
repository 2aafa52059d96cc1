//! Attributes: reading them, setting times, reading symbolic links.

use std::sync::Arc;

use crate::descriptor::{Fd, FileKind, FileStat};
use crate::error::FsResult;
use crate::inode::NodeId;
use crate::namespace::Namespace;
use crate::namespace::authority::{Base, Outcome};
use crate::namespace::resolve::Follow;
use crate::operation::Operation;
use crate::timestamp::{TimeChange, Timestamp};

impl Namespace {
    /// The attributes of an open object. A standard stream is a character device without size or times.
    ///
    /// # Errors
    /// `BadDescriptor`, `NotCapable`.
    pub fn stat(&mut self, fd: Fd) -> FsResult<FileStat> {
        let descriptor = self.table.get(fd)?;
        if descriptor.target.node().is_none() {
            return Ok(stream_stat(fd));
        }
        let outcome = self.authorise_descriptor(fd, Operation::StatDescriptor);
        let node = self.settle_descriptor(fd, outcome)?;
        self.stat_node(node)
    }

    /// The attributes of the object at a path; of a symbolic link itself unless `follow`.
    ///
    /// # Errors
    /// What path resolution answers; a missing right.
    pub fn stat_at(
        &mut self,
        dir: Fd,
        path: &(impl AsRef<[u8]> + ?Sized),
        follow: bool,
    ) -> FsResult<FileStat> {
        let path = path.as_ref();
        let outcome = self.locate(dir, path, Follow::from(follow), Operation::StatPath);
        let node = self.settle(dir, path, outcome)?;
        self.stat_node(node)
    }

    /// Sets the times of an open object.
    ///
    /// # Errors
    /// `BadDescriptor`, a missing right, a limit (copy-up needs an inode).
    pub fn set_times(
        &mut self,
        fd: Fd,
        accessed: TimeChange,
        modified: TimeChange,
    ) -> FsResult<()> {
        let outcome = self
            .authorise_descriptor(fd, Operation::SetTimesDescriptor)
            .and_then(|node| self.change_times(node, accessed, modified));
        self.settle_descriptor(fd, outcome)
    }

    /// Sets the times of the object at a path; of a symbolic link itself unless `follow`.
    ///
    /// # Errors
    /// What path resolution answers; a missing right; a limit (copy-up needs an inode).
    pub fn set_times_at(
        &mut self,
        dir: Fd,
        path: &(impl AsRef<[u8]> + ?Sized),
        follow: bool,
        accessed: TimeChange,
        modified: TimeChange,
    ) -> FsResult<()> {
        let path = path.as_ref();
        let outcome = self
            .locate(dir, path, Follow::from(follow), Operation::SetTimesPath)
            .and_then(|node| self.change_times(node, accessed, modified));
        self.settle(dir, path, outcome)
    }

    /// The target of a symbolic link.
    ///
    /// # Errors
    /// What path resolution answers; `Invalid` when it is no symbolic link; a missing right.
    pub fn read_link(&mut self, dir: Fd, path: &(impl AsRef<[u8]> + ?Sized)) -> FsResult<Arc<str>> {
        let path = path.as_ref();
        let outcome = self.locate(dir, path, Follow::No, Operation::ReadLink);
        let node = self.settle(dir, path, outcome)?;
        self.symlink_target(node).cloned()
    }

    /// The object at a path, if the operation may be done there.
    fn locate(
        &self,
        dir: Fd,
        path: &[u8],
        follow: Follow,
        operation: Operation,
    ) -> Outcome<NodeId> {
        let base = self.base(dir)?;
        self.locate_from(&base, path, follow, operation)
    }

    /// The object at a path below a base, if the operation may be done there.
    pub(crate) fn locate_from(
        &self,
        base: &Base,
        path: &[u8],
        follow: Follow,
        operation: Operation,
    ) -> Outcome<NodeId> {
        base.authorise(operation)?;
        let node = self
            .walk(base, path, follow, operation)?
            .existing(self, base, operation)?;
        self.authorise_mount(base.authority, node, operation)?;
        Ok(node)
    }

    fn change_times(
        &mut self,
        node: NodeId,
        accessed: TimeChange,
        modified: TimeChange,
    ) -> Outcome<()> {
        let charge = self.admit(self.mount_of(node)?, self.copy_up_change(node)?)?;
        let id = self.copy_up(node, &charge)?;
        let now = self.now;
        let times = &mut self.inode_mut(id)?.times;
        times.accessed = accessed.apply(times.accessed, now);
        times.modified = modified.apply(times.modified, now);
        times.changed = now;
        Ok(())
    }
}

/// A standard stream, which exists outside.
fn stream_stat(fd: Fd) -> FileStat {
    FileStat {
        device: 0,
        inode: u64::from(fd) + 1,
        kind: FileKind::CharacterDevice,
        links: 1,
        size: 0,
        accessed: Timestamp::default(),
        modified: Timestamp::default(),
        changed: Timestamp::default(),
    }
}
