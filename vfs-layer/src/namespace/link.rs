//! Hard links.

use crate::charge::Change;
use crate::descriptor::{Fd, FileKind};
use crate::error::{FsError, FsResult};
use crate::namespace::Namespace;
use crate::namespace::authority::Outcome;
use crate::namespace::resolve::Follow;
use crate::operation::Operation;

impl Namespace {
    /// Gives a file or a symbolic link a further name.
    ///
    /// # Errors
    /// What path resolution answers; `CrossMount`; `NotPermitted` for a directory; `Exists`; a missing right on either side;
    /// `NotCapable` when the new place would give more rights (CVE-2026-58494); a limit.
    pub fn link(
        &mut self,
        from_dir: Fd,
        from: &(impl AsRef<[u8]> + ?Sized),
        follow: bool,
        to_dir: Fd,
        to: &(impl AsRef<[u8]> + ?Sized),
    ) -> FsResult<()> {
        let (from, to) = (from.as_ref(), to.as_ref());
        let outcome = self.link_between(from_dir, from, Follow::from(follow), to_dir, to);
        self.settle_pair((from_dir, from), (to_dir, to), outcome)
    }

    fn link_between(
        &mut self,
        from_dir: Fd,
        from: &[u8],
        follow: Follow,
        to_dir: Fd,
        to: &[u8],
    ) -> Outcome<()> {
        let source = self.base(from_dir)?;
        let target = self.base(to_dir)?;
        source.authorise(Operation::LinkFrom)?;
        target.authorise(Operation::LinkTo)?;
        let node = self
            .walk(&source, from, follow, Operation::LinkFrom)?
            .existing(self, &source, Operation::LinkFrom)?;
        let walk = self.walk(&target, to, Follow::No, Operation::LinkTo)?;
        if self.kind_of(node)? == FileKind::Directory {
            return Err(FsError::NotPermitted("a directory has one name").into());
        }
        if walk.node.is_some() {
            return Err(FsError::Exists.into());
        }
        if walk.slash {
            return Err(FsError::NotFound.into());
        }
        let mount = self.mount_of(node)?;
        if self.mount_of(walk.dir)? != mount {
            return Err(FsError::CrossMount.into());
        }
        self.authorise_mount(source.authority, node, Operation::LinkFrom)?;
        self.authorise_mount(target.authority, walk.dir, Operation::LinkTo)?;
        source.authorise_narrowing(
            &target,
            self.granted(source.authority, mount)?,
            Operation::LinkTo,
        )?;
        let (dir, name) = (walk.dir, walk.name()?);
        self.ensure_linked(dir)?;
        self.check_depth(dir, 0)?;
        let change = self
            .name_change(dir, &name)?
            .and(self.copy_up_change(node)?)
            .and(Change::inodes(1));
        let charge = self.admit(mount, change)?;
        let id = self.copy_up(node, &charge)?;
        let now = self.now;
        let inode = self.inode_mut(id)?;
        inode.links = inode.links.checked_add(1).ok_or(FsError::Overflow)?;
        inode.times.changed = now;
        // As tmpfs: a further name costs memory that no inode pays for, so it counts as one.
        self.ledger.add(mount, 0, 1);
        self.name(dir, name, id, &charge)?;
        Ok(())
    }
}
