//! What both sides answer to a step on a descriptor, on attributes, or on a directory's entries.

use vfs_layer::{DescriptorFlags, Fd, FileKind, FileStat, FsResult, Rights, Timestamp};

use super::content::Attributes;
use super::play::Play;
use super::resolve::Answered;
use super::step::{Step, whence};
use super::tree::Id;

/// What a step answers, as both sides can say it.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    Done,
    Number(u64),
    Bytes(Vec<u8>),
    Text(String),
    Attributes(Attributes),
    Entries(Vec<(String, FileKind)>),
}

pub type Both = (FsResult<Answer>, Answered<Answer>);

pub fn done<T>(_: T) -> Answer {
    Answer::Done
}

impl Play {
    pub(super) fn descriptor_answers(&mut self, step: &Step, open: &[(Fd, bool)]) -> Both {
        let (real, model) = (&mut self.real, &mut self.model);
        let count = |count: usize| Answer::Number(count as u64);
        let written = [u8::try_from(model.now % 251).unwrap(); 255];
        let max = |size: u64| usize::try_from(size).unwrap_or(usize::MAX);
        match *step {
            Step::Read(fd, size) => {
                let (fd, size) = (fd.among(open), size.value());
                let read = real
                    .read_slice(fd, max(size))
                    .map(|read| Answer::Bytes(read.to_vec()));
                (read, model.read(fd, size, None).map(Answer::Bytes))
            }
            Step::PositionedRead(fd, size, at) => {
                let (fd, size, at) = (fd.among(open), size.value(), at.value());
                let read = real.pread_slice(fd, max(size), at);
                let read = read.map(|read| Answer::Bytes(read.to_vec()));
                (read, model.read(fd, size, Some(at)).map(Answer::Bytes))
            }
            Step::Write(fd, len) => {
                let (fd, bytes) = (fd.among(open), &written[..usize::from(len) % 70]);
                (
                    real.write(fd, bytes).map(count),
                    model.write(fd, bytes, None).map(count),
                )
            }
            Step::PositionedWrite(fd, len, at) => {
                let (fd, bytes) = (fd.among(open), &written[..usize::from(len) % 70]);
                let at = at.value();
                (
                    real.pwrite(fd, bytes, at).map(count),
                    model.write(fd, bytes, Some(at)).map(count),
                )
            }
            Step::Seek(fd, offset, from) => {
                let (fd, offset, from) = (fd.among(open), offset.signed(), whence(from));
                (
                    real.seek(fd, offset, from).map(Answer::Number),
                    model.seek(fd, offset, from).map(Answer::Number),
                )
            }
            Step::Tell(fd) => {
                let fd = fd.among(open);
                (
                    real.tell(fd).map(Answer::Number),
                    model.tell(fd).map(Answer::Number),
                )
            }
            Step::SetSize(fd, size) => {
                let (fd, size) = (fd.among(open), size.value());
                (
                    real.set_size(fd, size).map(done),
                    model.set_size(fd, size).map(done),
                )
            }
            Step::Allocate(fd, at, size) => {
                let (fd, at, size) = (fd.among(open), at.value(), size.value());
                (
                    real.allocate(fd, at, size).map(done),
                    model.allocate(fd, at, size).map(done),
                )
            }
            Step::Sync(fd) => {
                let fd = fd.among(open);
                assert_eq!(real.sync(fd), real.datasync(fd));
                (real.sync(fd).map(done), model.sync(fd).map(done))
            }
            Step::Advise(fd, at, size) => {
                let (fd, at, size) = (fd.among(open), at.value(), size.value());
                (
                    real.advise(fd, at, size).map(done),
                    model.advise(fd, at, size).map(done),
                )
            }
            Step::Renumber(from, to) => {
                let (from, to) = (from.among(open), to.among(open));
                (
                    real.renumber(from, to).map(done),
                    model.renumber(from, to).map(done),
                )
            }
            Step::Close(fd) => {
                let fd = fd.among(open);
                (real.close(fd).map(done), model.close(fd).map(done))
            }
            Step::SetRights(fd, kept) => {
                let fd = fd.among(open);
                let held = model
                    .descriptor(fd)
                    .map(|held| (held.rights, held.inheriting));
                let (rights, inheriting) = held.unwrap_or((Rights::all(), Rights::all()));
                let (rights, inheriting) = (kept.of(rights), kept.of(inheriting));
                (
                    real.set_rights(fd, rights, inheriting).map(done),
                    model.set_rights(fd, rights, inheriting).map(done),
                )
            }
            Step::SetFlags(fd, append) => {
                let fd = fd.among(open);
                let flags = if append {
                    DescriptorFlags::APPEND
                } else {
                    DescriptorFlags::empty()
                };
                (
                    real.set_flags(fd, flags).map(done),
                    model.set_flags(fd, flags).map(done),
                )
            }
            ref step => unreachable!("{step:?} is no step on a descriptor"),
        }
    }

    pub(super) fn attribute_answers(&mut self, step: &Step, open: &[(Fd, bool)]) -> Both {
        let (real, model) = match step {
            Step::Stat(fd) => {
                let fd = fd.among(open);
                match self.model.stat(fd) {
                    Ok(None) => return (self.real.stat(fd).map(done), Ok(Answer::Done)),
                    Ok(Some(id)) => (self.real.stat(fd), Ok(id)),
                    Err(errno) => (self.real.stat(fd), Err(errno)),
                }
            }
            Step::StatAt(dir, path, follow) => {
                let (fd, path) = (dir.among(open), path.bytes());
                let id = self.model.locate(fd, &path, *follow, Rights::STAT);
                (self.real.stat_at(fd, &path, *follow), id)
            }
            Step::SetTimes(fd, accessed, modified) => {
                let (fd, changes) = (fd.among(open), [accessed.change(), modified.change()]);
                let real = self.real.set_times(fd, changes[0], changes[1]);
                return (real.map(done), self.model.set_times(fd, changes).map(done));
            }
            Step::SetTimesAt(dir, path, follow, accessed, modified) => {
                let (fd, path) = (dir.among(open), path.bytes());
                let changes = [accessed.change(), modified.change()];
                let real = self
                    .real
                    .set_times_at(fd, &path, *follow, changes[0], changes[1]);
                let id = self.model.locate(fd, &path, *follow, Rights::SET_TIMES);
                let model = id.and_then(|id| self.model.change_times(id, changes));
                return (real.map(done), model.map(done));
            }
            step => unreachable!("{step:?} is not about attributes"),
        };
        if let (Ok(stat), Ok(id)) = (&real, &model) {
            self.same_object(stat.device, stat.inode, *id);
        }
        (
            real.map(|stat| Answer::Attributes(seen(&stat))),
            model.map(|id| Answer::Attributes(self.model.attributes(id))),
        )
    }

    fn same_object(&mut self, device: u64, inode: u64, id: Id) {
        let known = *self.numbers.entry((device, inode)).or_insert(id);
        assert_eq!(
            known, id,
            "inode {inode} of device {device} was another object"
        );
        let others = self.numbers.iter().filter(|(_, other)| **other == id);
        assert_eq!(others.count(), 1, "object {id} has two inode numbers");
    }

    /// Reads a directory: from the beginning, or from a cookie that it gave and whose entry is still there.
    pub(super) fn entries(&mut self, fd: Fd, from: u8) -> Both {
        let listable = self.model.listable(fd);
        let id = *listable.as_ref().unwrap_or(&usize::MAX);
        let known = self
            .cookies
            .iter()
            .filter(|(dir, _, after)| *dir == id && self.model.child(id, after).is_some());
        let known: Vec<_> = known.cloned().collect();
        let (cookie, after) = match known.len() {
            0 => (0, None),
            len if from % 2 == 1 => {
                let (_, cookie, after) = &known[usize::from(from) % len];
                (*cookie, Some(after.clone()))
            }
            _ => (0, None),
        };
        let entries = match self.real.read_directory(fd, cookie) {
            Ok(entries) => entries,
            Err(error) => return (Err(error), listable.map(done)),
        };
        let real: Vec<(u64, u64, String, FileKind)> = entries
            .map(|entry| (entry.next, entry.inode, entry.name.to_owned(), entry.kind))
            .collect();
        let id = match listable {
            Ok(id) => id,
            Err(errno) => return (Ok(Answer::Done), Err(errno)),
        };
        let mut model: Vec<(String, Id)> = self.model.entries(id).to_vec();
        match after {
            None => {
                let parent = self.model.parent(id);
                model.splice(0..0, [(".".to_owned(), id), ("..".to_owned(), parent)]);
            }
            Some(after) => {
                let place = model.iter().position(|(name, _)| *name == after).unwrap();
                model.drain(..=place);
            }
        }
        assert!(
            real.is_sorted_by_key(|(next, ..)| *next),
            "cookies do not grow: {real:?}"
        );
        for ((next, inode, name, _), (_, child)) in real.iter().zip(&model) {
            let device = self.model.node(*child).mount as u64 + 1;
            self.same_object(device, *inode, *child);
            if name != "." && name != ".." {
                self.cookies
                    .retain(|(dir, _, after)| (*dir, after) != (id, name));
                self.cookies.push((id, *next, name.clone()));
            }
        }
        let real = real
            .into_iter()
            .map(|(_, _, name, kind)| (name, kind))
            .collect();
        let kind = |(name, child): (String, Id)| (name, self.model.kind(child));
        let model = model.into_iter().map(kind).collect();
        (Ok(Answer::Entries(real)), Ok(Answer::Entries(model)))
    }
}

fn seen(stat: &FileStat) -> Attributes {
    Attributes {
        device: stat.device,
        kind: stat.kind,
        links: stat.links,
        size: stat.size,
        times: [stat.accessed, stat.modified, stat.changed].map(Timestamp::as_nanos),
    }
}
