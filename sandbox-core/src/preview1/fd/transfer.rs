//! Reading and writing.

use vfs_layer::{DescriptorKind, Errno, FsResult, Rights};

use super::super::Calls;
use super::super::abi::{check, store};
use super::super::iovec::{Buffer, buffers, slices};
use super::super::memory::GuestMemory;
use super::super::refusal::{Answer, Refusal};
use super::super::stdio;
use super::seekable;

impl<M: GuestMemory> Calls<'_, M> {
    pub(in super::super) fn fd_read(
        &mut self,
        fd: u32,
        iovs: u32,
        iovs_len: u32,
        nread: u32,
    ) -> Answer {
        let namespace = self.run.files_to_read();
        let kind = namespace.kind(fd)?;
        check(&self.memory, nread, 4)?;
        let buffers = buffers(&self.memory, iovs, iovs_len)?;
        let count = match kind {
            DescriptorKind::File | DescriptorKind::Directory => {
                read_each(&mut self.memory, &buffers, |buffer, _| {
                    namespace.read(fd, buffer)
                })?
            }
            DescriptorKind::Stdin
                if has_right(namespace.descriptor_stat(fd)?.rights, Rights::READ) =>
            {
                self.read_input(&buffers)?
            }
            DescriptorKind::Stdin | DescriptorKind::Stdout | DescriptorKind::Stderr => {
                return Err(Errno::BadF.into());
            }
        };
        Ok(store(&mut self.memory, nread, &count.to_le_bytes())?)
    }

    pub(in super::super) fn fd_pread(
        &mut self,
        fd: u32,
        iovs: u32,
        iovs_len: u32,
        offset: u64,
        nread: u32,
    ) -> Answer {
        let namespace = seekable(self.run, fd)?;
        check(&self.memory, nread, 4)?;
        let buffers = buffers(&self.memory, iovs, iovs_len)?;
        let count = read_each(&mut self.memory, &buffers, |buffer, done| {
            // Beyond the last position there is nothing, as there is beyond the end.
            match offset.checked_add(u64::from(done)) {
                Some(position) => namespace.pread(fd, buffer, position),
                None => Ok(0),
            }
        })?;
        Ok(store(&mut self.memory, nread, &count.to_le_bytes())?)
    }

    pub(in super::super) fn fd_write(
        &mut self,
        fd: u32,
        iovs: u32,
        iovs_len: u32,
        nwritten: u32,
    ) -> Answer {
        let namespace = self.run.files_to_read();
        let kind = namespace.kind(fd)?;
        check(&self.memory, nwritten, 4)?;
        let buffers = buffers(&self.memory, iovs, iovs_len)?;
        let count = match (kind, stdio::stream(kind)) {
            (_, Some(stream)) => {
                if !has_right(namespace.descriptor_stat(fd)?.rights, Rights::WRITE) {
                    return Err(Errno::BadF.into());
                }
                self.print(stream, &buffers)?
            }
            (DescriptorKind::File | DescriptorKind::Directory, None) => {
                let files = self.run.file_system();
                counted(files.write_vectored(fd, &slices(&self.memory, &buffers)?)?)?
            }
            (_, None) => return Err(Errno::BadF.into()),
        };
        Ok(store(&mut self.memory, nwritten, &count.to_le_bytes())?)
    }

    pub(in super::super) fn fd_pwrite(
        &mut self,
        fd: u32,
        iovs: u32,
        iovs_len: u32,
        offset: u64,
        nwritten: u32,
    ) -> Answer {
        self.run.file_system();
        let namespace = seekable(self.run, fd)?;
        check(&self.memory, nwritten, 4)?;
        let buffers = buffers(&self.memory, iovs, iovs_len)?;
        let written = namespace.pwrite_vectored(fd, &slices(&self.memory, &buffers)?, offset)?;
        Ok(store(
            &mut self.memory,
            nwritten,
            &counted(written)?.to_le_bytes(),
        )?)
    }
}

fn has_right(held: Rights, right: Rights) -> bool {
    held.contains(right)
}

/// A count as preview1 returns it. Buffers are no longer than that together.
fn counted(bytes: usize) -> Result<u32, Refusal> {
    Ok(u32::try_from(bytes).map_err(|_| Errno::Overflow)?)
}

/// Reads into one buffer after the other, until one is not filled. `read` is told how many bytes
/// were read before. An error after the first bytes is left for the next call to meet.
fn read_each(
    memory: &mut impl GuestMemory,
    buffers: &[Buffer],
    mut read: impl FnMut(&mut [u8], u32) -> FsResult<usize>,
) -> Result<u32, Refusal> {
    if buffers.is_empty() {
        return counted(read(&mut [], 0)?);
    }
    let mut done = 0;
    for buffer in buffers {
        let bytes = memory.bytes_mut(buffer.address, buffer.length)?;
        match read(bytes, done) {
            Ok(count) => {
                done += counted(count)?;
                if count < bytes.len() {
                    break;
                }
            }
            Err(_) if done > 0 => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(done)
}
