//! Reading, and the offset.

use crate::descriptor::{Fd, Target, Whence};
use crate::error::{FsError, FsResult};
use crate::inode::NodeId;
use crate::namespace::Namespace;
use crate::namespace::authority::Outcome;
use crate::operation::Operation;

impl Namespace {
    /// Reads at the offset. 0 at the end.
    ///
    /// # Errors
    /// `BadDescriptor` when it is not open for reading, `IsDirectory`, `External` on a standard stream.
    pub fn read(&mut self, fd: Fd, buffer: &mut [u8]) -> FsResult<usize> {
        self.read_vectored(fd, &mut [buffer])
    }

    /// Reads at the offset into several buffers.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_vectored(&mut self, fd: Fd, buffers: &mut [&mut [u8]]) -> FsResult<usize> {
        let bytes = self.read_slice(fd, capacity(buffers))?;
        Ok(scatter(bytes, buffers))
    }

    /// Reads at a position. 0 at or beyond the end.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn pread(&mut self, fd: Fd, buffer: &mut [u8], position: u64) -> FsResult<usize> {
        self.pread_vectored(fd, &mut [buffer], position)
    }

    /// Reads at a position into several buffers.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn pread_vectored(
        &mut self,
        fd: Fd,
        buffers: &mut [&mut [u8]],
        position: u64,
    ) -> FsResult<usize> {
        let bytes = self.pread_slice(fd, capacity(buffers), position)?;
        Ok(scatter(bytes, buffers))
    }

    /// The bytes that [`read`](Self::read) would give, up to `max`, without copying; moves the offset past them.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_slice(&mut self, fd: Fd, max: usize) -> FsResult<&[u8]> {
        let outcome = self.readable(fd, Operation::Read);
        let node = self.settle_descriptor(fd, outcome)?;
        let position = self.table.get(fd)?.offset;
        let count = window(self.file_bytes(node)?, position, max).len();
        self.table.get_mut(fd)?.offset = position.saturating_add(count as u64);
        Ok(window(self.file_bytes(node)?, position, max))
    }

    /// The bytes that [`pread`](Self::pread) would give, up to `max`, without copying.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn pread_slice(&mut self, fd: Fd, max: usize, position: u64) -> FsResult<&[u8]> {
        let outcome = self.readable(fd, Operation::PositionedRead);
        let node = self.settle_descriptor(fd, outcome)?;
        Ok(window(self.file_bytes(node)?, position, max))
    }

    fn readable(&self, fd: Fd, operation: Operation) -> Outcome<NodeId> {
        match self.table.get(fd)?.target {
            Target::File(_) => self.authorise_descriptor(fd, operation),
            Target::Directory(_) => Err(FsError::IsDirectory.into()),
            Target::Stdin | Target::Stdout | Target::Stderr => Err(FsError::External.into()),
        }
    }

    /// Moves the offset, and returns it. Beyond the end is fine.
    ///
    /// # Errors
    /// `NotSeekable` on a standard stream, `BadDescriptor` on a directory, `Invalid` before the beginning, `Overflow` beyond
    /// what POSIX's signed offset holds.
    pub fn seek(&mut self, fd: Fd, offset: i64, whence: Whence) -> FsResult<u64> {
        let node = self.seekable(fd)?;
        let from = match whence {
            Whence::Start => 0,
            Whence::Current => self.table.get(fd)?.offset,
            Whence::End => self.file_length(node)?,
        };
        if offset < 0 && offset.unsigned_abs() > from {
            return Err(FsError::Invalid("an offset before the beginning"));
        }
        let to = from.checked_add_signed(offset).ok_or(FsError::Overflow)?;
        i64::try_from(to).map_err(|_| FsError::Overflow)?;
        self.table.get_mut(fd)?.offset = to;
        Ok(to)
    }

    /// The offset.
    ///
    /// # Errors
    /// As [`seek`](Self::seek).
    pub fn tell(&self, fd: Fd) -> FsResult<u64> {
        self.seekable(fd)?;
        Ok(self.table.get(fd)?.offset)
    }

    fn seekable(&self, fd: Fd) -> FsResult<NodeId> {
        match self.table.get(fd)?.target {
            Target::File(node) => Ok(node),
            Target::Directory(_) => Err(FsError::BadDescriptor),
            Target::Stdin | Target::Stdout | Target::Stderr => Err(FsError::NotSeekable),
        }
    }

    /// Takes note of an access pattern: nothing to do in memory. The range is checked.
    ///
    /// # Errors
    /// `BadDescriptor` when it is not a file, `Invalid` for a range beyond 64 bits.
    pub fn advise(&self, fd: Fd, offset: u64, length: u64) -> FsResult<()> {
        let Target::File(_) = self.table.get(fd)?.target else {
            return Err(FsError::BadDescriptor);
        };
        let end = offset.checked_add(length);
        end.map(|_| ())
            .ok_or(FsError::Invalid("a range beyond 64 bits"))
    }
}

fn capacity(buffers: &[&mut [u8]]) -> usize {
    buffers
        .iter()
        .fold(0, |sum, buffer| sum.saturating_add(buffer.len()))
}

/// The bytes from a position on, up to `max`; none beyond the end. Nothing is allocated for what the guest asks.
fn window(bytes: &[u8], position: u64, max: usize) -> &[u8] {
    let start = usize::try_from(position).unwrap_or(usize::MAX);
    let rest = bytes.get(start..).unwrap_or(&[]);
    rest.get(..max).unwrap_or(rest)
}

fn scatter(bytes: &[u8], buffers: &mut [&mut [u8]]) -> usize {
    let mut rest = bytes;
    for buffer in buffers {
        let (now, later) = rest.split_at(rest.len().min(buffer.len()));
        if let Some(start) = buffer.get_mut(..now.len()) {
            start.copy_from_slice(now);
        }
        rest = later;
    }
    bytes.len() - rest.len()
}
