//! Writing, sizes, and where a file's bytes are.

use crate::charge::{Change, Charge};
use crate::descriptor::{DescriptorFlags, Fd, Target};
use crate::error::{FsError, FsResult, Limit, LimitExceeded};
use crate::inode::{Content, NodeId};
use crate::mount::MountId;
use crate::namespace::Namespace;
use crate::namespace::authority::Outcome;
use crate::operation::Operation;

/// Memory that a file may keep beyond twice its size when it shrinks.
const SLACK: usize = 4096;

/// From here on a file that grows piece by piece gets a quarter of its size at once, not the same once more: all files
/// together hold a quarter more than their quota at most.
const LARGE: usize = 64 * 1024;

impl Namespace {
    /// Writes at the offset, or at the end when the descriptor appends. All of it or nothing: a write that does not fit a
    /// limit writes no byte.
    ///
    /// # Errors
    /// `BadDescriptor` when it is not open for writing, `External` on a standard stream, a limit.
    pub fn write(&mut self, fd: Fd, bytes: &[u8]) -> FsResult<usize> {
        self.write_vectored(fd, &[bytes])
    }

    /// Writes several buffers as one.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_vectored(&mut self, fd: Fd, buffers: &[&[u8]]) -> FsResult<usize> {
        let outcome = self.gather(fd, buffers, None);
        self.settle_descriptor(fd, outcome)
    }

    /// Writes at a position; at the end when the descriptor appends, as Linux and wasmtime-wasi have it.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn pwrite(&mut self, fd: Fd, bytes: &[u8], position: u64) -> FsResult<usize> {
        self.pwrite_vectored(fd, &[bytes], position)
    }

    /// Writes several buffers as one at a position.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn pwrite_vectored(&mut self, fd: Fd, buffers: &[&[u8]], position: u64) -> FsResult<usize> {
        let outcome = self.gather(fd, buffers, Some(position));
        self.settle_descriptor(fd, outcome)
    }

    /// Sets a file's size; what grows reads as zeros.
    ///
    /// # Errors
    /// `BadDescriptor` without `WRITE`, `NotCapable` without `TRUNCATE`, a limit.
    pub fn set_size(&mut self, fd: Fd, size: u64) -> FsResult<()> {
        let outcome = self.set_size_of(fd, size);
        self.settle_descriptor(fd, outcome)
    }

    /// Makes sure that a file has at least `offset + length` bytes. Never shrinks it.
    ///
    /// # Errors
    /// `Invalid` for a length of 0, `BadDescriptor` without `WRITE`, a limit (also for a sum beyond 64 bits).
    pub fn allocate(&mut self, fd: Fd, offset: u64, length: u64) -> FsResult<()> {
        let outcome = self.allocate_in(fd, offset, length);
        self.settle_descriptor(fd, outcome)
    }

    /// Flushes content and attributes: nothing to do in memory.
    ///
    /// # Errors
    /// `BadDescriptor`; `Invalid` on a standard stream, as POSIX has it.
    pub fn sync(&self, fd: Fd) -> FsResult<()> {
        match self.table.get(fd)?.target.node() {
            Some(_) => Ok(()),
            None => Err(FsError::Invalid("a standard stream cannot be synchronised")),
        }
    }

    /// Flushes content: nothing to do in memory.
    ///
    /// # Errors
    /// As [`sync`](Self::sync).
    pub fn datasync(&self, fd: Fd) -> FsResult<()> {
        self.sync(fd)
    }

    fn gather(&mut self, fd: Fd, buffers: &[&[u8]], position: Option<u64>) -> Outcome<usize> {
        let descriptor = self.table.get(fd)?;
        let append = descriptor.flags.contains(DescriptorFlags::APPEND);
        let offset = descriptor.offset;
        let operation = match (append, position) {
            (true, _) => Operation::Append,
            (false, Some(_)) => Operation::PositionedWrite,
            (false, None) => Operation::Write,
        };
        let node = self.writable(fd, operation)?;
        let size = self.file_bytes(node)?.len() as u64;
        let start = if append {
            size
        } else {
            position.unwrap_or(offset)
        };
        let total = buffers
            .iter()
            .fold(0u64, |sum, part| sum.saturating_add(part.len() as u64));
        if total == 0 {
            return Ok(0);
        }
        let mount = self.mount_of(node)?;
        let end = self.file_end(mount, size, start, total)?;
        self.ledger.admit_written(total, self.quota.written_bytes)?;
        let len = size.max(end);
        let charge = self.admit(mount, self.content_change(node, len)?)?;
        let bytes = self.resize(node, len, &charge)?;
        let mut rest = usize::try_from(start)
            .ok()
            .and_then(|start| bytes.get_mut(start..));
        for part in buffers {
            if let Some((now, later)) = rest
                .take()
                .and_then(|rest| rest.split_at_mut_checked(part.len()))
            {
                now.copy_from_slice(part);
                rest = Some(later);
            }
        }
        self.ledger.add_written(total);
        if position.is_none() {
            self.table.get_mut(fd)?.offset = end;
        }
        Ok(usize::try_from(total).map_err(|_| FsError::Overflow)?)
    }

    fn set_size_of(&mut self, fd: Fd, size: u64) -> Outcome<()> {
        let node = self.writable(fd, Operation::SetSize)?;
        let old = self.file_bytes(node)?.len() as u64;
        let mount = self.mount_of(node)?;
        self.file_end(mount, old, size, 0)?;
        let charge = self.admit(mount, self.content_change(node, size)?)?;
        self.resize(node, size, &charge)?;
        Ok(())
    }

    fn allocate_in(&mut self, fd: Fd, offset: u64, length: u64) -> Outcome<()> {
        let node = self.writable(fd, Operation::Allocate)?;
        if length == 0 {
            return Err(FsError::Invalid("a length of 0").into());
        }
        let old = self.file_bytes(node)?.len() as u64;
        let mount = self.mount_of(node)?;
        let end = self.file_end(mount, old, offset, length)?;
        if end > old {
            let charge = self.admit(mount, self.content_change(node, end)?)?;
            self.resize(node, end, &charge)?;
        }
        Ok(())
    }

    fn writable(&self, fd: Fd, operation: Operation) -> Outcome<NodeId> {
        match self.table.get(fd)?.target {
            Target::File(_) => self.authorise_descriptor(fd, operation),
            // POSIX: a directory is never open for writing.
            Target::Directory(_) => Err(FsError::BadDescriptor.into()),
            Target::Stdin | Target::Stdout | Target::Stderr => Err(FsError::External.into()),
        }
    }

    /// `start + length`, if a file may be that large. A file that a tightened limit left too large may still be changed
    /// within its size.
    pub(crate) fn file_end(
        &self,
        mount: MountId,
        size: u64,
        start: u64,
        length: u64,
    ) -> FsResult<u64> {
        let allowed = self
            .quota
            .file_bytes
            .min(self.mount(mount)?.quota.file_bytes);
        let exceeded = |asked| LimitExceeded {
            limit: Limit::FileBytes,
            asked,
            allowed,
        };
        match start.checked_add(length) {
            Some(end) if end <= size || end <= allowed => Ok(end),
            Some(end) => Err(exceeded(end).into()),
            None => Err(exceeded(u64::MAX).into()),
        }
    }

    /// Admits a change to a mount. Changes nothing.
    pub(crate) fn admit(&self, id: MountId, change: Change) -> FsResult<Charge> {
        self.ledger.admit(&self.quota, id, self.mount(id)?, change)
    }

    /// What [`resize`](Self::resize) will add and give back. Logical size counts, so a hole is charged before it exists.
    pub(crate) fn content_change(&self, node: NodeId, len: u64) -> FsResult<Change> {
        let charged = match self.canonical(node) {
            NodeId::Upper(id) => self.inode(id)?.content.charged_bytes(),
            NodeId::Lower(..) => 0,
        };
        let bytes = Change {
            bytes_added: len,
            bytes_freed: charged,
            ..Change::NOTHING
        };
        Ok(self.copy_up_change(node)?.and(bytes))
    }

    /// Gives a file bytes of its own, this many: the old ones as far as they go, then zeros. Memory that the allocator refuses is
    /// `OutOfMemory`, and nothing has changed.
    pub(crate) fn resize(
        &mut self,
        node: NodeId,
        len: u64,
        charge: &Charge,
    ) -> FsResult<&mut [u8]> {
        let wanted = usize::try_from(len).map_err(|_| FsError::OutOfMemory)?;
        let copy = self.copy_of_lower(node, wanted)?;
        let now = self.now;
        let id = self.copy_up(node, charge)?;
        let inode = self.inode_mut(id)?;
        let mount = inode.mount;
        let old = inode.content.charged_bytes();
        if let Some(bytes) = copy {
            inode.content = Content::File(bytes);
        }
        let Content::File(bytes) = &mut inode.content else {
            return Err(FsError::IsDirectory);
        };
        let more = wanted.saturating_sub(bytes.len());
        // Room to grow if there is any, the bytes alone if not.
        let room = bytes
            .try_reserve_exact(room_for(bytes.len(), more))
            .or_else(|_| bytes.try_reserve_exact(more));
        room.map_err(|_| FsError::OutOfMemory)?;
        bytes.resize(wanted, 0);
        if bytes.capacity() / 2 > wanted.saturating_add(SLACK) {
            bytes.shrink_to_fit();
        }
        inode.times.modified = now;
        inode.times.changed = now;
        self.ledger.free(mount, old, 0);
        self.ledger.add(mount, len, 0);
        match &mut self.inode_mut(id)?.content {
            Content::File(bytes) => Ok(bytes),
            _ => Err(FsError::IsDirectory),
        }
    }

    /// The bytes that a file without any of its own will have: as many of its lower ones as are wanted, with room for all.
    fn copy_of_lower(&self, node: NodeId, wanted: usize) -> FsResult<Option<Vec<u8>>> {
        if let NodeId::Upper(id) = self.canonical(node)
            && let Content::File(_) = self.inode(id)?.content
        {
            return Ok(None);
        }
        let lower = self.file_bytes(node)?;
        let kept = lower.get(..wanted).unwrap_or(lower);
        let mut copy = Vec::new();
        copy.try_reserve_exact(wanted)
            .map_err(|_| FsError::OutOfMemory)?;
        copy.extend_from_slice(kept);
        Ok(Some(copy))
    }
}

/// For how many bytes beyond its `length` a file that needs `more` gets memory.
fn room_for(length: usize, more: usize) -> usize {
    let ahead = if length < LARGE { length } else { length / 4 };
    more.max(ahead)
}
