//! A descriptor's offset.

use super::super::Calls;
use super::super::abi::{check, store, whence};
use super::super::memory::GuestMemory;
use super::super::refusal::Answer;
use super::seekable;

impl<M: GuestMemory> Calls<'_, M> {
    pub(in super::super) fn fd_seek(
        &mut self,
        fd: u32,
        delta: i64,
        whence_tag: u32,
        newoffset: u32,
    ) -> Answer {
        let whence = whence(whence_tag)?;
        check(&self.memory, newoffset, 8)?;
        let offset = seekable(self.run, fd)?.seek(fd, delta, whence)?;
        Ok(store(&mut self.memory, newoffset, &offset.to_le_bytes())?)
    }

    pub(in super::super) fn fd_tell(&mut self, fd: u32, offset: u32) -> Answer {
        let now = seekable(self.run, fd)?.tell(fd)?;
        Ok(store(&mut self.memory, offset, &now.to_le_bytes())?)
    }
}
