//! Descriptors themselves: closing, renumbering, flags, rights, preopens.

use vfs_layer::{Errno, FileKind, Rights};

use super::super::Calls;
use super::super::abi::{descriptor_flags, fdstat, prestat, store};
use super::super::memory::GuestMemory;
use super::super::refusal::Answer;
use super::super::rights;
use super::file;

impl<M: GuestMemory> Calls<'_, M> {
    pub(in super::super) fn fd_close(&mut self, fd: u32) -> Answer {
        Ok(self.run.files_to_read().close(fd)?)
    }

    pub(in super::super) fn fd_renumber(&mut self, fd: u32, to: u32) -> Answer {
        Ok(self.run.files_to_read().renumber(fd, to)?)
    }

    pub(in super::super) fn fd_fdstat_get(&mut self, fd: u32, stat: u32) -> Answer {
        let found = self.run.files_to_read().descriptor_stat(fd)?;
        let filetype = match found.kind {
            FileKind::CharacterDevice => 0,
            kind => kind.preview1(),
        };
        let base = rights::base(found.kind, found.rights);
        let inheriting = rights::inheriting(found.kind, found.inheriting);
        let bytes = fdstat(filetype, found.flags, base, inheriting);
        Ok(store(&mut self.memory, stat, &bytes)?)
    }

    pub(in super::super) fn fd_fdstat_set_flags(&mut self, fd: u32, flags: u32) -> Answer {
        let flags = descriptor_flags(flags)?;
        Ok(file(self.run, fd)?.set_flags(fd, flags)?)
    }

    /// Only what is reported can be kept: anything else would be a right gained.
    pub(in super::super) fn fd_fdstat_set_rights(
        &mut self,
        fd: u32,
        rights_base: u64,
        rights_inheriting: u64,
    ) -> Answer {
        let base = rights::requested(rights_base)?;
        let inheriting = rights::requested(rights_inheriting)?;
        let namespace = self.run.files_to_read();
        let held = namespace.descriptor_stat(fd)?;
        let gained = (rights_base & !rights::base(held.kind, held.rights))
            | (rights_inheriting & !rights::inheriting(held.kind, held.inheriting));
        if gained != 0 {
            return Err(Errno::NotCapable.into());
        }
        // A directory reports no rights to bytes, so none are given up (see `path_open`).
        let kept = match held.kind {
            FileKind::Directory => base | Rights::DATA,
            _ => base,
        };
        namespace.set_rights(fd, kept & held.rights, inheriting & held.inheriting)?;
        Ok(())
    }

    pub(in super::super) fn fd_prestat_get(&mut self, fd: u32, prestat_at: u32) -> Answer {
        let name = self.run.files_to_read().preopen(fd)?.ok_or(Errno::BadF)?;
        let length = u32::try_from(name.len()).map_err(|_| Errno::Overflow)?;
        Ok(store(&mut self.memory, prestat_at, &prestat(length))?)
    }

    pub(in super::super) fn fd_prestat_dir_name(
        &mut self,
        fd: u32,
        path: u32,
        path_len: u32,
    ) -> Answer {
        let name = self.run.files_to_read().preopen(fd)?.ok_or(Errno::NotDir)?;
        if name.len() > path_len as usize {
            return Err(Errno::NameTooLong.into());
        }
        Ok(store(&mut self.memory, path, name.as_bytes())?)
    }
}
