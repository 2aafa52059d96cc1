//! Making directories and symbolic links.

use std::sync::Arc;

use crate::descriptor::Fd;
use crate::directory::Directory;
use crate::error::{FsError, FsResult, Limit};
use crate::inode::Content;
use crate::namespace::Namespace;
use crate::namespace::authority::{Base, Outcome};
use crate::namespace::resolve::Follow;
use crate::operation::Operation;
use crate::path::within;

impl Namespace {
    /// Makes a directory.
    ///
    /// # Errors
    /// What path resolution answers; `Exists`; a missing right; a limit.
    pub fn make_directory(&mut self, dir: Fd, path: &(impl AsRef<[u8]> + ?Sized)) -> FsResult<()> {
        let path = path.as_ref();
        let outcome = match self.base(dir) {
            Ok(base) => self.make_directory_from(&base, path),
            Err(error) => Err(error.into()),
        };
        self.settle(dir, path, outcome)
    }

    /// Makes a symbolic link. Its target is checked when it is followed, not here.
    ///
    /// # Errors
    /// What path resolution answers; `Exists`; `NotFound` for an empty target, `NotUtf8`, `Invalid` for NUL; a missing right; a
    /// limit.
    pub fn symlink(
        &mut self,
        target: &(impl AsRef<[u8]> + ?Sized),
        dir: Fd,
        path: &(impl AsRef<[u8]> + ?Sized),
    ) -> FsResult<()> {
        let path = path.as_ref();
        let outcome = match self.base(dir) {
            Ok(base) => self.symlink_from(target.as_ref(), &base, path),
            Err(error) => Err(error.into()),
        };
        self.settle(dir, path, outcome)
    }

    pub(crate) fn make_directory_from(&mut self, base: &Base, path: &[u8]) -> Outcome<()> {
        let operation = Operation::MakeDirectory;
        base.authorise(operation)?;
        let walk = self.walk(base, path, Follow::No, operation)?;
        // Before the mount's rights, as Linux: whoever makes directories step by step wants to hear of those that exist.
        if walk.node.is_some() {
            return Err(FsError::Exists.into());
        }
        self.authorise_mount(base.authority, walk.dir, operation)?;
        let (dir, name) = (walk.dir, walk.name()?);
        let content = Content::Directory(Directory::new(dir, Arc::clone(&name), None, 0));
        self.make(dir, name, content)?;
        Ok(())
    }

    pub(crate) fn symlink_from(&mut self, target: &[u8], base: &Base, path: &[u8]) -> Outcome<()> {
        let operation = Operation::Symlink;
        base.authorise(operation)?;
        within(Limit::SymlinkBytes, target.len(), self.quota.symlink_bytes)?;
        let target = std::str::from_utf8(target).map_err(|_| FsError::NotUtf8)?;
        if target.is_empty() {
            return Err(FsError::NotFound.into());
        }
        if target.contains('\0') {
            return Err(FsError::Invalid("NUL in a symbolic link").into());
        }
        let walk = self.walk(base, path, Follow::No, operation)?;
        if walk.node.is_some() {
            return Err(FsError::Exists.into());
        }
        if walk.slash {
            // As Linux: what does not exist is no directory.
            return Err(FsError::NotFound.into());
        }
        self.authorise_mount(base.authority, walk.dir, operation)?;
        let (dir, name) = (walk.dir, walk.name()?);
        self.make(dir, name, Content::Symlink(target.into()))?;
        Ok(())
    }
}
