//! Attributes of objects at paths.

use super::super::Calls;
use super::super::abi::{check, filestat, lookup_follows, store};
use super::super::fd::time_changes;
use super::super::memory::GuestMemory;
use super::super::refusal::Answer;

impl<M: GuestMemory> Calls<'_, M> {
    pub(in super::super) fn path_filestat_get(
        &mut self,
        fd: u32,
        flags: u32,
        path: u32,
        path_len: u32,
        stat: u32,
    ) -> Answer {
        let follow = lookup_follows(flags)?;
        let path = self.memory.bytes(path, path_len)?;
        let found = self.run.files_to_read().stat_at(fd, path, follow)?;
        Ok(store(&mut self.memory, stat, &filestat(&found))?)
    }

    #[allow(clippy::too_many_arguments)]
    pub(in super::super) fn path_filestat_set_times(
        &mut self,
        fd: u32,
        flags: u32,
        path: u32,
        path_len: u32,
        atim: u64,
        mtim: u64,
        fst_flags: u32,
    ) -> Answer {
        let follow = lookup_follows(flags)?;
        let (accessed, modified) = time_changes(atim, mtim, fst_flags)?;
        let path = self.memory.bytes(path, path_len)?;
        Ok(self
            .run
            .file_system()
            .set_times_at(fd, path, follow, accessed, modified)?)
    }

    /// As much of a symbolic link's target as the buffer takes.
    pub(in super::super) fn path_readlink(
        &mut self,
        fd: u32,
        path: u32,
        path_len: u32,
        buf: u32,
        buf_len: u32,
        bufused: u32,
    ) -> Answer {
        check(&self.memory, bufused, 4)?;
        check(&self.memory, buf, buf_len)?;
        let path = self.memory.bytes(path, path_len)?;
        let target = self.run.files_to_read().read_link(fd, path)?;
        let target = target.as_bytes();
        let kept = target.get(..buf_len as usize).unwrap_or(target);
        store(&mut self.memory, buf, kept)?;
        let used = u32::try_from(kept.len()).unwrap_or(buf_len);
        Ok(store(&mut self.memory, bufused, &used.to_le_bytes())?)
    }
}
