//! A directory's entries.

use vfs_layer::{DirectoryEntry, Errno};

use super::super::Calls;
use super::super::abi::{DIRENT_SIZE, Layout, check, store};
use super::super::memory::GuestMemory;
use super::super::refusal::Answer;
use super::object;

impl<M: GuestMemory> Calls<'_, M> {
    /// Fills the buffer with entries from a cookie on. The last one is cut where the buffer ends,
    /// down to a part of its head: a buffer that is not full means the end of the directory.
    pub(in super::super) fn fd_readdir(
        &mut self,
        fd: u32,
        buf: u32,
        buf_len: u32,
        cookie: u64,
        bufused: u32,
    ) -> Answer {
        check(&self.memory, bufused, 4)?;
        let buffer = self.memory.bytes_mut(buf, buf_len)?;
        let mut used = 0;
        for entry in object(self.run, fd)?.read_directory(fd, cookie)? {
            if used == buffer.len() {
                break;
            }
            used += put(buffer, used, &dirent(&entry));
            used += put(buffer, used, entry.name.as_bytes());
        }
        let used = u32::try_from(used).map_err(|_| Errno::Overflow)?;
        Ok(store(&mut self.memory, bufused, &used.to_le_bytes())?)
    }
}

/// Puts as many bytes into the buffer as fit, and says how many did.
fn put(buffer: &mut [u8], at: usize, bytes: &[u8]) -> usize {
    let room = buffer.get_mut(at..).unwrap_or_default();
    let length = room.len().min(bytes.len());
    for (to, from) in room.iter_mut().zip(bytes) {
        *to = *from;
    }
    length
}

/// The head of an entry, which the name follows.
fn dirent(entry: &DirectoryEntry<'_>) -> [u8; DIRENT_SIZE] {
    let name_length = u32::try_from(entry.name.len()).unwrap_or(u32::MAX);
    Layout::new()
        .field(0, entry.next.to_le_bytes())
        .field(8, entry.inode.to_le_bytes())
        .field(16, name_length.to_le_bytes())
        .field(20, [entry.kind.preview1()])
        .bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use vfs_layer::FileKind;

    #[test]
    fn the_head_of_an_entry_has_every_field_at_its_offset() {
        let entry = DirectoryEntry {
            next: 3,
            inode: 4,
            kind: FileKind::Directory,
            name: "name",
        };
        let mut expected = [0; DIRENT_SIZE];
        for (at, value) in [(0, 3), (8, 4), (16, 4), (20, 3)] {
            expected[at] = value;
        }
        assert_eq!(dirent(&entry), expected);
    }

    #[test]
    fn what_does_not_fit_is_cut() {
        let mut buffer = [0; 4];
        assert_eq!(put(&mut buffer, 2, b"abc"), 2);
        assert_eq!(put(&mut buffer, 4, b"abc"), 0);
        assert_eq!(put(&mut buffer, 9, b"abc"), 0);
        assert_eq!(&buffer, b"\0\0ab");
    }
}
