//! Random bytes, and the processor given up.

use vfs_layer::Errno;

use super::Calls;
use super::abi::offset;
use super::memory::GuestMemory;
use super::refusal::Answer;

/// Bytes drawn between two looks at the deadline.
const CHUNK: u32 = 64 * 1024;

impl<M: GuestMemory> Calls<'_, M> {
    /// Fills the buffer where it is: its length costs time, which the deadline bounds, and no
    /// memory (GHSA-x84v-gj2h-g759).
    pub(super) fn random_get(&mut self, buf: u32, buf_len: u32) -> Answer {
        super::abi::check(&self.memory, buf, buf_len)?;
        let mut done = 0;
        while done < buf_len {
            if self.run.must_stop() {
                return Err(Errno::Intr.into());
            }
            let length = CHUNK.min(buf_len - done);
            let bytes = self.memory.bytes_mut(offset(buf, done)?, length)?;
            self.run.fill_random(bytes);
            done += length;
        }
        Ok(())
    }

    /// There is nobody to give the processor to.
    pub(super) fn sched_yield(&mut self) -> Answer {
        Ok(())
    }
}
