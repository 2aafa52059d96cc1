//! Renaming. The checks come in one order, written down here; nothing changes before the last one:
//!
//! 1. the rights of both descriptors;
//! 2. both paths; `.` and `..` cannot be renamed;
//! 3. one mount, its rights, and no gain of rights from one descriptor to the other (CVE-2026-58494);
//! 4. trailing slashes belong to directories; what leads to a mount stays;
//! 5. two names of one object: nothing to do (POSIX);
//! 6. a directory does not go into itself;
//! 7. what is replaced is of the same sort, and empty if it is a directory;
//! 8. the new place exists still, and is not too deep;
//! 9. the charge.

use std::sync::Arc;

use crate::charge::Change;
use crate::descriptor::{Fd, FileKind};
use crate::error::{FsError, FsResult};
use crate::inode::NodeId;
use crate::namespace::Namespace;
use crate::namespace::authority::{Base, Outcome};
use crate::namespace::resolve::{Follow, Last, Walk};
use crate::operation::Operation;

/// A rename that passed every check but the charge.
struct Move {
    node: NodeId,
    kind: FileKind,
    from_dir: NodeId,
    from_name: Arc<str>,
    to_dir: NodeId,
    to_name: Arc<str>,
    replaced: Option<NodeId>,
}

impl Namespace {
    /// Gives an object another name, replacing what has it, as POSIX has it.
    ///
    /// # Errors
    /// What path resolution answers; `CrossMount`; `Invalid` for a directory into itself; `NotEmpty`, `IsDirectory`,
    /// `NotDirectory` for what cannot be replaced; `Busy` for `.`, `..` and mounts; a missing right on either side; `NotCapable` when the
    /// new place would give more rights (CVE-2026-58494); a limit.
    pub fn rename(
        &mut self,
        from_dir: Fd,
        from: &(impl AsRef<[u8]> + ?Sized),
        to_dir: Fd,
        to: &(impl AsRef<[u8]> + ?Sized),
    ) -> FsResult<()> {
        let (from, to) = (from.as_ref(), to.as_ref());
        let outcome = self
            .check_rename(from_dir, from, to_dir, to)
            .and_then(|checked| checked.map_or(Ok(()), |checked| self.perform(checked)));
        self.settle_pair((from_dir, from), (to_dir, to), outcome)
    }

    /// Steps 1 to 8. None: there is nothing to do.
    fn check_rename(
        &self,
        from_dir: Fd,
        from: &[u8],
        to_dir: Fd,
        to: &[u8],
    ) -> Outcome<Option<Move>> {
        let source = self.base(from_dir)?;
        let target = self.base(to_dir)?;
        source.authorise(Operation::RenameFrom)?;
        target.authorise(Operation::RenameTo)?;

        let from = self.walk(&source, from, Follow::No, Operation::RenameFrom)?;
        let to = self.walk(&target, to, Follow::No, Operation::RenameTo)?;
        let (Last::Name(_), Last::Name(_)) = (from.last, to.last) else {
            return Err(FsError::Busy.into());
        };
        let Some(node) = from.node else {
            return Err(self.missing(&source, from.dir, Operation::RenameFrom));
        };

        self.authorise_rename(&source, from.dir, &target, &to)?;

        let kind = self.kind_of(node)?;
        if kind != FileKind::Directory && (from.slash || to.slash) {
            return Err(FsError::NotDirectory.into());
        }
        self.ensure_free(node)?;
        if to.node == Some(node) {
            return Ok(None);
        }
        if kind == FileKind::Directory && self.is_within(to.dir, node)? {
            return Err(FsError::Invalid("a directory does not go into itself").into());
        }
        if let Some(replaced) = to.node {
            self.check_replaced(kind, replaced)?;
        }
        self.ensure_linked(to.dir)?;
        self.check_new_depth(node, kind, from.dir, to.dir)?;
        Ok(Some(Move {
            node,
            kind,
            from_dir: from.dir,
            from_name: from.name()?,
            to_dir: to.dir,
            to_name: to.name()?,
            replaced: to.node,
        }))
    }

    /// Step 3.
    fn authorise_rename(
        &self,
        source: &Base,
        from_dir: NodeId,
        target: &Base,
        to: &Walk<'_>,
    ) -> Outcome<()> {
        let mount = self.mount_of(from_dir)?;
        if self.mount_of(to.dir)? != mount {
            return Err(FsError::CrossMount.into());
        }
        self.authorise_mount(source.authority, from_dir, Operation::RenameFrom)?;
        self.authorise_mount(target.authority, to.dir, Operation::RenameTo)?;
        if to.node.is_some() {
            target.authorise(Operation::RenameReplace)?;
            self.authorise_mount(target.authority, to.dir, Operation::RenameReplace)?;
        }
        source.authorise_narrowing(
            target,
            self.granted(source.authority, mount)?,
            Operation::RenameTo,
        )
    }

    /// Step 7.
    fn check_replaced(&self, kind: FileKind, replaced: NodeId) -> FsResult<()> {
        self.ensure_free(replaced)?;
        let directory = self.kind_of(replaced)? == FileKind::Directory;
        match (kind == FileKind::Directory, directory) {
            (true, false) => Err(FsError::NotDirectory),
            (false, true) => Err(FsError::IsDirectory),
            (true, true) if !self.is_empty_directory(replaced)? => Err(FsError::NotEmpty),
            _ => Ok(()),
        }
    }

    /// Step 8. What goes no deeper than it was needs no look at what is below it.
    fn check_new_depth(
        &self,
        node: NodeId,
        kind: FileKind,
        from: NodeId,
        to: NodeId,
    ) -> FsResult<()> {
        if self.depth_of(to)? <= self.depth_of(from)? {
            return Ok(());
        }
        let height = match kind {
            FileKind::Directory => self.height_of(node),
            _ => 0,
        };
        self.check_depth(to, height)
    }

    /// How many directories are below a directory, one below another, its deepest entries included.
    fn height_of(&self, directory: NodeId) -> u64 {
        let mut height = 0;
        let mut pending = vec![(directory, 0)];
        while let Some((directory, level)) = pending.pop() {
            for (_, child) in self.children(directory) {
                height = height.max(level + 1);
                if self.kind_of(child) == Ok(FileKind::Directory) {
                    pending.push((child, level + 1));
                }
            }
        }
        height
    }

    /// Step 9, and the change itself.
    fn perform(&mut self, checked: Move) -> Outcome<()> {
        let mount = self.mount_of(checked.node)?;
        let charge = self.admit(mount, self.rename_change(&checked)?)?;
        let id = self.copy_up(checked.node, &charge)?;
        if let Some(replaced) = checked.replaced {
            self.drop_name(replaced, &charge)?;
        }
        self.unname(checked.from_dir, &checked.from_name, &charge)?;
        let name = Arc::clone(&checked.to_name);
        self.name(checked.to_dir, name, id, &charge)?;
        if checked.kind == FileKind::Directory {
            let directory = self.directory_mut(NodeId::Upper(id))?;
            directory.parent = checked.to_dir;
            directory.name = checked.to_name;
        }
        let now = self.now;
        self.inode_mut(id)?.times.changed = now;
        Ok(())
    }

    fn rename_change(&self, checked: &Move) -> FsResult<Change> {
        let mut change = self
            .copy_up_change(checked.node)?
            .and(self.unname_change(checked.from_dir, &checked.from_name)?)
            .and(self.name_change(checked.to_dir, &checked.to_name)?);
        if let Some(replaced) = checked.replaced {
            change = change.and(self.drop_name_change(replaced)?);
        }
        if self.canonical(checked.from_dir) == self.canonical(checked.to_dir) {
            // One directory is copied up once.
            let twice = self.copy_up_change(checked.to_dir)?.inodes_added;
            change = change.and(Change::freeing(0, twice));
        }
        Ok(change)
    }
}
