//! Descriptors: closing, renumbering, flags and rights.

use crate::descriptor::{
    DescriptorFlags, DescriptorId, DescriptorKind, DescriptorStat, Fd, FileKind, Target,
};
use crate::error::{FsError, FsResult};
use crate::inode::{NodeId, Pin};
use crate::mount::Authority;
use crate::namespace::Namespace;
use crate::rights::Rights;

impl Namespace {
    /// Closes a descriptor. A standard stream or the preopen can be closed as well.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn close(&mut self, fd: Fd) -> FsResult<()> {
        let descriptor = self.table.remove(fd)?;
        self.release(&descriptor);
        Ok(())
    }

    /// Moves a descriptor to a number that is in use, closing what was there. Onto itself, it does nothing.
    ///
    /// # Errors
    /// `BadDescriptor` when either is not open, also for numbers far beyond the table.
    pub fn renumber(&mut self, from: Fd, to: Fd) -> FsResult<()> {
        if let Some(replaced) = self.table.renumber(from, to)? {
            self.release(&replaced);
        }
        Ok(())
    }

    /// Where the data of a descriptor is.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn kind(&self, fd: Fd) -> FsResult<DescriptorKind> {
        Ok(self.table.get(fd)?.target.kind())
    }

    /// The descriptor behind the number now, told apart from any other that has the number later.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn descriptor_id(&self, fd: Fd) -> FsResult<DescriptorId> {
        self.table.id(fd)
    }

    /// The name of a preopen (`/`), or None for another descriptor.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn preopen(&self, fd: Fd) -> FsResult<Option<&str>> {
        Ok(self.table.get(fd)?.preopen.then_some("/"))
    }

    /// A descriptor's kind, flags and rights.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn descriptor_stat(&self, fd: Fd) -> FsResult<DescriptorStat> {
        let descriptor = self.table.get(fd)?;
        let kind = match descriptor.target {
            Target::Stdin | Target::Stdout | Target::Stderr => FileKind::CharacterDevice,
            Target::File(_) => FileKind::RegularFile,
            Target::Directory(_) => FileKind::Directory,
        };
        Ok(DescriptorStat {
            kind,
            flags: descriptor.flags,
            rights: descriptor.rights,
            inheriting: descriptor.inheriting,
        })
    }

    /// Sets a descriptor's flags.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn set_flags(&mut self, fd: Fd, flags: DescriptorFlags) -> FsResult<()> {
        self.table.get_mut(fd)?.flags = flags;
        Ok(())
    }

    /// Takes rights from a descriptor: it keeps what is named.
    ///
    /// # Errors
    /// `BadDescriptor`; `NotCapable` when a right is named that it does not hold, and then nothing changes.
    pub fn set_rights(&mut self, fd: Fd, rights: Rights, inheriting: Rights) -> FsResult<()> {
        let descriptor = self.table.get_mut(fd)?;
        let gained = (rights - descriptor.rights) | (inheriting - descriptor.inheriting);
        if !gained.is_empty() {
            return Err(FsError::NotCapable(gained));
        }
        descriptor.rights = rights;
        descriptor.inheriting = inheriting;
        Ok(())
    }

    /// The most rights that a descriptor on a node can hold: its mount's. One that leads to a mount holds what it passes on:
    /// each mount below grants its own, and each operation asks the mount that it lands in.
    pub(crate) fn holdable(&self, node: NodeId) -> FsResult<Rights> {
        match self.pin_of(node)? {
            Pin::Passage => Ok(Rights::all()),
            Pin::Root | Pin::Free => self.granted(Authority::Program, self.mount_of(node)?),
        }
    }
}
