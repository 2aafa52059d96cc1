//! Standard input, output and error: captured streams, not terminals.
//!
//! Their file type is `unknown`, as wasmtime-wasi has it for what is no terminal. wasi-libc calls a
//! character device that cannot seek a terminal, and C and Python would then flush every line.

use vfs_layer::{DescriptorKind, Errno};

use super::Calls;
use super::iovec::Buffer;
use super::memory::GuestMemory;
use super::refusal::Refusal;
use crate::output::Stream;

/// The stream that a descriptor writes to, if it is one.
pub(super) fn stream(kind: DescriptorKind) -> Option<Stream> {
    match kind {
        DescriptorKind::Stdout => Some(Stream::Stdout),
        DescriptorKind::Stderr => Some(Stream::Stderr),
        DescriptorKind::Stdin | DescriptorKind::File | DescriptorKind::Directory => None,
    }
}

impl<M: GuestMemory> Calls<'_, M> {
    /// Reads standard input into the buffers. 0 at its end. A wait that the end of the run
    /// interrupts is `EINTR`, as POSIX has it for a signal: interpreters look for one then.
    pub(super) fn read_input(&mut self, buffers: &[Buffer]) -> Result<u32, Refusal> {
        let mut done = 0;
        for buffer in buffers {
            let bytes = self.memory.bytes_mut(buffer.address, buffer.length)?;
            let read = self.run.read_input(bytes);
            if self.run.is_stopped() {
                return Err(Errno::Intr.into());
            }
            done += u32::try_from(read).map_err(|_| Errno::Overflow)?;
            if read < bytes.len() {
                break;
            }
        }
        Ok(done)
    }

    /// Prints the buffers. Over the output limit what fits is printed, and the run is stopped. What a
    /// stopped program's interpreter complains about is nobody's to read.
    pub(super) fn print(&mut self, stream: Stream, buffers: &[Buffer]) -> Result<u32, Refusal> {
        let mut done = 0;
        for buffer in buffers {
            let bytes = self.memory.bytes(buffer.address, buffer.length)?;
            if stream == Stream::Stderr && self.run.is_stopped() {
                done += buffer.length;
                continue;
            }
            self.run.print(stream, bytes).map_err(|_| Errno::NoSpc)?;
            done += buffer.length;
        }
        Ok(done)
    }
}
