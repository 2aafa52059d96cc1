//! Names: made, moved and removed.

use super::super::Calls;
use super::super::abi::lookup_follows;
use super::super::memory::GuestMemory;
use super::super::refusal::Answer;

impl<M: GuestMemory> Calls<'_, M> {
    pub(in super::super) fn path_create_directory(
        &mut self,
        fd: u32,
        path: u32,
        path_len: u32,
    ) -> Answer {
        let path = self.memory.bytes(path, path_len)?;
        Ok(self.run.file_system().make_directory(fd, path)?)
    }

    pub(in super::super) fn path_remove_directory(
        &mut self,
        fd: u32,
        path: u32,
        path_len: u32,
    ) -> Answer {
        let path = self.memory.bytes(path, path_len)?;
        Ok(self.run.file_system().remove_directory(fd, path)?)
    }

    pub(in super::super) fn path_unlink_file(
        &mut self,
        fd: u32,
        path: u32,
        path_len: u32,
    ) -> Answer {
        let path = self.memory.bytes(path, path_len)?;
        Ok(self.run.file_system().unlink(fd, path)?)
    }

    pub(in super::super) fn path_rename(
        &mut self,
        fd: u32,
        old_path: u32,
        old_path_len: u32,
        new_fd: u32,
        new_path: u32,
        new_path_len: u32,
    ) -> Answer {
        let old_path = self.memory.bytes(old_path, old_path_len)?;
        let new_path = self.memory.bytes(new_path, new_path_len)?;
        Ok(self
            .run
            .file_system()
            .rename(fd, old_path, new_fd, new_path)?)
    }

    #[allow(clippy::too_many_arguments)]
    pub(in super::super) fn path_link(
        &mut self,
        old_fd: u32,
        old_flags: u32,
        old_path: u32,
        old_path_len: u32,
        new_fd: u32,
        new_path: u32,
        new_path_len: u32,
    ) -> Answer {
        let follow = lookup_follows(old_flags)?;
        let old_path = self.memory.bytes(old_path, old_path_len)?;
        let new_path = self.memory.bytes(new_path, new_path_len)?;
        Ok(self
            .run
            .file_system()
            .link(old_fd, old_path, follow, new_fd, new_path)?)
    }

    pub(in super::super) fn path_symlink(
        &mut self,
        old_path: u32,
        old_path_len: u32,
        fd: u32,
        new_path: u32,
        new_path_len: u32,
    ) -> Answer {
        let target = self.memory.bytes(old_path, old_path_len)?;
        let path = self.memory.bytes(new_path, new_path_len)?;
        Ok(self.run.file_system().symlink(target, fd, path)?)
    }
}
