//! The naive model's operations on bytes, attributes and descriptors.

use std::collections::BTreeMap;

use vfs_layer::{DescriptorFlags, Errno, Fd, FileKind, Rights, TimeChange, Whence};

use super::resolve::Answered;
use super::tree::{Content, Descriptor, Id, Model, ROOT, Target};
use super::world::{MOUNTS, QUOTA};

/// What a reader of attributes sees, the inode's number apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    pub device: u64,
    pub kind: FileKind,
    pub links: u64,
    pub size: u64,
    pub times: [u64; 3],
}

impl Model {
    pub fn descriptor(&self, fd: Fd) -> Answered<Descriptor> {
        self.table.get(&fd).copied().ok_or(Errno::BadF)
    }

    fn descriptor_mut(&mut self, fd: Fd) -> &mut Descriptor {
        self.table.get_mut(&fd).unwrap()
    }

    /// The object behind a descriptor that holds a right.
    fn authorised(&self, fd: Fd, needed: Rights) -> Answered<Id> {
        let descriptor = self.descriptor(fd)?;
        let id = match descriptor.target {
            Target::Stream => return Err(Errno::NotSup),
            Target::File(id) | Target::Directory(id) => id,
        };
        if (needed - descriptor.rights).intersects(Rights::DATA) {
            return Err(Errno::BadF);
        }
        Self::demand(descriptor.rights, needed)?;
        self.demand_mount(id, needed)?;
        Ok(id)
    }

    /// The file behind a descriptor, and what a directory is answered.
    fn file(&self, fd: Fd, directory: Errno, needed: Rights) -> Answered<Id> {
        match self.descriptor(fd)?.target {
            Target::Directory(_) => Err(directory),
            _ => self.authorised(fd, needed),
        }
    }

    pub fn read(&mut self, fd: Fd, max: u64, position: Option<u64>) -> Answered<Vec<u8>> {
        let id = self.file(fd, Errno::IsDir, Rights::READ)?;
        let offset = self.descriptor(fd)?.offset;
        let bytes = self.bytes(id).iter().zip(0u64..);
        let start = position.unwrap_or(offset);
        let read: Vec<u8> = bytes
            .filter(|(_, at)| *at >= start && *at - start < max)
            .map(|(byte, _)| *byte)
            .collect();
        if position.is_none() {
            self.descriptor_mut(fd).offset += read.len() as u64;
        }
        Ok(read)
    }

    pub fn write(&mut self, fd: Fd, bytes: &[u8], position: Option<u64>) -> Answered<usize> {
        let append = self.descriptor(fd)?.flags.contains(DescriptorFlags::APPEND);
        let needed = if append {
            Rights::APPEND
        } else {
            Rights::WRITE
        };
        let id = self.file(fd, Errno::BadF, needed)?;
        if bytes.is_empty() {
            return Ok(0);
        }
        let mut content = self.bytes(id).to_vec();
        let size = content.len() as u64;
        let offset = self.descriptor(fd)?.offset;
        let start = if append {
            size
        } else {
            position.unwrap_or(offset)
        };
        let end = self.demand_size(id, start, bytes.len() as u64)?;
        if self.written + bytes.len() as u64 > QUOTA.written_bytes {
            return Err(Errno::DQuot);
        }
        let (from, to) = (
            usize::try_from(start).unwrap(),
            usize::try_from(end).unwrap(),
        );
        content.resize(content.len().max(to), 0);
        content[from..to].copy_from_slice(bytes);
        self.replace_bytes(id, content)?;
        self.written += bytes.len() as u64;
        if position.is_none() {
            self.descriptor_mut(fd).offset = end;
        }
        Ok(bytes.len())
    }

    /// The end of a range, if a file may have it.
    fn demand_size(&self, id: Id, start: u64, length: u64) -> Answered<u64> {
        let mount = MOUNTS[self.node(id).mount - 1];
        let allowed = QUOTA.file_bytes.min(mount.quota.file_bytes);
        let end = start.checked_add(length).ok_or(Errno::FBig)?;
        if end > allowed && end > self.bytes(id).len() as u64 {
            return Err(Errno::FBig);
        }
        Ok(end)
    }

    /// Gives a file other bytes, which are its own from now on.
    pub fn replace_bytes(&mut self, id: Id, bytes: Vec<u8>) -> Answered<()> {
        self.within_quota(|after| {
            after.touch(id);
            let now = after.now;
            let node = after.node_mut(id);
            node.own_bytes = true;
            node.times[1] = now;
            node.content = Content::File(bytes);
        })
    }

    pub fn set_size(&mut self, fd: Fd, size: u64) -> Answered<()> {
        let id = self.file(fd, Errno::BadF, Rights::WRITE | Rights::TRUNCATE)?;
        self.demand_size(id, size, 0)?;
        let mut bytes = self.bytes(id).to_vec();
        bytes.resize(usize::try_from(size).unwrap(), 0);
        self.replace_bytes(id, bytes)
    }

    pub fn allocate(&mut self, fd: Fd, offset: u64, length: u64) -> Answered<()> {
        let id = self.file(fd, Errno::BadF, Rights::WRITE)?;
        if length == 0 {
            return Err(Errno::Inval);
        }
        let end = self.demand_size(id, offset, length)?;
        let mut bytes = self.bytes(id).to_vec();
        if end <= bytes.len() as u64 {
            return Ok(());
        }
        bytes.resize(usize::try_from(end).unwrap(), 0);
        self.replace_bytes(id, bytes)
    }

    pub fn seek(&mut self, fd: Fd, offset: i64, whence: Whence) -> Answered<u64> {
        let current = self.tell(fd)?;
        let Target::File(id) = self.descriptor(fd)?.target else {
            unreachable!("it has an offset");
        };
        let from = match whence {
            Whence::Start => 0,
            Whence::Current => current,
            Whence::End => self.bytes(id).len() as u64,
        };
        let to = i128::from(from) + i128::from(offset);
        if to < 0 {
            return Err(Errno::Inval);
        }
        let to = i64::try_from(to)
            .map_err(|_| Errno::Overflow)?
            .unsigned_abs();
        self.descriptor_mut(fd).offset = to;
        Ok(to)
    }

    pub fn tell(&self, fd: Fd) -> Answered<u64> {
        let descriptor = self.descriptor(fd)?;
        match descriptor.target {
            Target::Stream => Err(Errno::SPipe),
            Target::Directory(_) => Err(Errno::BadF),
            Target::File(_) => Ok(descriptor.offset),
        }
    }

    pub fn sync(&self, fd: Fd) -> Answered<()> {
        match self.descriptor(fd)?.target {
            Target::Stream => Err(Errno::Inval),
            _ => Ok(()),
        }
    }

    pub fn advise(&self, fd: Fd, offset: u64, length: u64) -> Answered<()> {
        match self.descriptor(fd)?.target {
            Target::File(_) => offset.checked_add(length).map(drop).ok_or(Errno::Inval),
            _ => Err(Errno::BadF),
        }
    }

    pub fn attributes(&self, id: Id) -> Attributes {
        let node = self.node(id);
        let size = match &node.content {
            Content::File(bytes) => bytes.len(),
            Content::Symlink(target) => target.len(),
            Content::Directory { .. } => 0,
        };
        Attributes {
            device: node.mount as u64 + 1,
            kind: self.kind(id),
            links: self.links().get(&id).copied().unwrap_or(0),
            size: size as u64,
            times: node.times,
        }
    }

    /// The object to read attributes of; none for a standard stream.
    pub fn stat(&self, fd: Fd) -> Answered<Option<Id>> {
        match self.descriptor(fd)?.target {
            Target::Stream => Ok(None),
            _ => self.authorised(fd, Rights::STAT).map(Some),
        }
    }

    pub fn locate(&self, fd: Fd, path: &[u8], follow: bool, needed: Rights) -> Answered<Id> {
        let base = self.base(fd)?;
        Self::demand(base.rights, needed)?;
        let node = self.existing(&self.walk(&base, path, follow)?)?;
        self.demand_mount(node, needed)?;
        Ok(node)
    }

    pub fn read_link(&self, fd: Fd, path: &[u8]) -> Answered<String> {
        let id = self.locate(fd, path, false, Rights::STAT)?;
        match &self.node(id).content {
            Content::Symlink(target) => Ok(target.clone()),
            _ => Err(Errno::Inval),
        }
    }

    pub fn set_times(&mut self, fd: Fd, changes: [TimeChange; 2]) -> Answered<()> {
        let id = self.authorised(fd, Rights::SET_TIMES)?;
        self.change_times(id, changes)
    }

    pub fn change_times(&mut self, id: Id, changes: [TimeChange; 2]) -> Answered<()> {
        self.within_quota(|after| {
            after.touch(id);
            let now = after.now;
            for (time, change) in after.node_mut(id).times.iter_mut().zip(changes) {
                *time = match change {
                    TimeChange::Keep => *time,
                    TimeChange::Now => now,
                    TimeChange::To(to) => to.as_nanos(),
                };
            }
        })
    }

    /// The directory to read.
    pub fn listable(&self, fd: Fd) -> Answered<Id> {
        self.base(fd)?;
        self.authorised(fd, Rights::LIST)
    }

    pub fn close(&mut self, fd: Fd) -> Answered<()> {
        self.table.remove(&fd).map(drop).ok_or(Errno::BadF)
    }

    pub fn renumber(&mut self, from: Fd, to: Fd) -> Answered<()> {
        let moved = self.descriptor(from)?;
        self.descriptor(to)?;
        if from != to {
            self.table.remove(&from);
            self.table.insert(to, moved);
        }
        Ok(())
    }

    pub fn set_rights(&mut self, fd: Fd, rights: Rights, inheriting: Rights) -> Answered<()> {
        let held = self.descriptor(fd)?;
        Self::demand(held.rights, rights)?;
        Self::demand(held.inheriting, inheriting)?;
        let descriptor = self.descriptor_mut(fd);
        (descriptor.rights, descriptor.inheriting) = (rights, inheriting);
        Ok(())
    }

    pub fn set_flags(&mut self, fd: Fd, flags: DescriptorFlags) -> Answered<()> {
        self.descriptor(fd)?;
        self.descriptor_mut(fd).flags = flags;
        Ok(())
    }

    /// Everything below the root: path, kind, size.
    pub fn list(&self) -> BTreeMap<String, (Id, FileKind, u64)> {
        let mut listed = BTreeMap::new();
        let mut pending = vec![(ROOT, String::new())];
        while let Some((dir, prefix)) = pending.pop() {
            for (name, child) in self.entries(dir) {
                let path = format!("{prefix}{name}");
                let Attributes { kind, size, .. } = self.attributes(*child);
                if kind == FileKind::Directory {
                    pending.push((*child, format!("{path}/")));
                }
                listed.insert(path, (*child, kind, size));
            }
        }
        listed
    }
}
