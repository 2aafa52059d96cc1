//! Removing names.

use std::sync::Arc;

use crate::descriptor::{Fd, FileKind};
use crate::error::{FsError, FsResult};
use crate::inode::NodeId;
use crate::namespace::Namespace;
use crate::namespace::authority::{Base, Outcome};
use crate::namespace::resolve::{Follow, Last};
use crate::operation::Operation;

impl Namespace {
    /// Removes a name of a file or a symbolic link. The object stays, and stays charged, until its last descriptor closes.
    ///
    /// # Errors
    /// What path resolution answers; `IsDirectory`; a missing right; a limit (a whiteout needs an inode).
    pub fn unlink(&mut self, dir: Fd, path: &(impl AsRef<[u8]> + ?Sized)) -> FsResult<()> {
        let path = path.as_ref();
        let outcome = match self.base(dir) {
            Ok(base) => self.unlink_from(&base, path),
            Err(error) => Err(error.into()),
        };
        self.settle(dir, path, outcome)
    }

    /// Removes an empty directory.
    ///
    /// # Errors
    /// What path resolution answers; `NotDirectory`, `NotEmpty`, `Invalid` for `.`, `NotEmpty` for `..`, `Busy` for a mount; a
    /// missing right; a limit (a whiteout needs an inode).
    pub fn remove_directory(
        &mut self,
        dir: Fd,
        path: &(impl AsRef<[u8]> + ?Sized),
    ) -> FsResult<()> {
        let path = path.as_ref();
        let outcome = match self.base(dir) {
            Ok(base) => self.remove_directory_from(&base, path),
            Err(error) => Err(error.into()),
        };
        self.settle(dir, path, outcome)
    }

    pub(crate) fn unlink_from(&mut self, base: &Base, path: &[u8]) -> Outcome<()> {
        let operation = Operation::Unlink;
        base.authorise(operation)?;
        let walk = self.walk(base, path, Follow::No, operation)?;
        let Some(node) = walk.node else {
            return Err(self.missing(base, walk.dir, operation));
        };
        self.authorise_mount(base.authority, walk.dir, operation)?;
        if self.kind_of(node)? == FileKind::Directory {
            return Err(FsError::IsDirectory.into());
        }
        walk.existing(self, base, operation)?;
        let (dir, name) = (walk.dir, walk.name()?);
        self.remove(dir, name, node)
    }

    pub(crate) fn remove_directory_from(&mut self, base: &Base, path: &[u8]) -> Outcome<()> {
        let operation = Operation::RemoveDirectory;
        base.authorise(operation)?;
        let walk = self.walk(base, path, Follow::No, operation)?;
        let Some(node) = walk.node else {
            return Err(self.missing(base, walk.dir, operation));
        };
        self.authorise_mount(base.authority, walk.dir, operation)?;
        if self.kind_of(node)? != FileKind::Directory {
            return Err(FsError::NotDirectory.into());
        }
        match walk.last {
            Last::Name(_) => {}
            Last::Itself => return Err(FsError::Invalid("`.` cannot be removed").into()),
            Last::Above => return Err(FsError::NotEmpty.into()),
        }
        self.ensure_free(node)?;
        if !self.is_empty_directory(node)? {
            return Err(FsError::NotEmpty.into());
        }
        let (dir, name) = (walk.dir, walk.name()?);
        self.remove(dir, name, node)
    }

    fn remove(&mut self, dir: NodeId, name: Arc<str>, node: NodeId) -> Outcome<()> {
        let change = self
            .unname_change(dir, &name)?
            .and(self.drop_name_change(node)?);
        let charge = self.admit(self.mount_of(dir)?, change)?;
        // The name first: a node that is copied up on the way still has its directory.
        self.unname(dir, &name, &charge)?;
        self.drop_name(node, &charge)?;
        Ok(())
    }
}
