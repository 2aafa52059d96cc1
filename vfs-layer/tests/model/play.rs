//! Plays a plan on the real namespace and on the model, and compares everything that can be seen after each step.

use std::collections::BTreeMap;

use vfs_layer::{
    DescriptorFlags, Errno, Fd, FileKind, FileStat, FsResult, Namespace, ROOT_FD, Rights, Timestamp,
};

use super::content::Attributes;
use super::resolve::Answered;
use super::step::{Step, whence};
use super::tree::{Id, Model, Target};
use super::world;

/// Both sides, and what ties them together.
pub struct Play {
    real: Namespace,
    model: Model,
    /// Which object has a device's inode number. No number ever means another object.
    numbers: BTreeMap<(u64, u64), Id>,
    /// Cookies that a directory gave, with the entries that came after them.
    cookies: Vec<(Id, u64, String)>,
}

/// What a step answers, as both sides can say it.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Done,
    Number(u64),
    Bytes(Vec<u8>),
    Text(String),
    Attributes(Attributes),
    Entries(Vec<(String, FileKind)>),
}

type Both = (FsResult<Answer>, Answered<Answer>);

fn done<T>(_: T) -> Answer {
    Answer::Done
}

impl Play {
    pub fn new() -> Self {
        Self {
            real: world::builder().build().unwrap(),
            model: Model::new(),
            numbers: BTreeMap::new(),
            cookies: Vec::new(),
        }
    }

    /// Plays a plan to its end, and says what became of each step. Panics at the first difference.
    pub fn all(steps: &[Step]) -> Vec<Answered<()>> {
        let mut play = Self::new();
        play.compare("the beginning");
        let numbered = steps.iter().enumerate();
        numbered
            .map(|(turn, step)| play.step(step, &format!("step {turn}, {step:?}")))
            .collect()
    }

    fn step(&mut self, step: &Step, said: &str) -> Answered<()> {
        self.model.now += 1;
        self.real.set_now(Timestamp::from_nanos(self.model.now));
        let (usage, frozen) = (self.real.usage(), self.real.freeze());
        let (real, model) = self.answers(step);
        assert_eq!(
            real.as_ref().map_err(|error| error.errno()),
            model.as_ref().map_err(|errno| *errno),
            "{said}: {real:?}"
        );
        if let Err(error) = real {
            assert_eq!(
                self.real.usage(),
                usage,
                "{said}: {error} changed a counter"
            );
            assert_eq!(self.real.freeze(), frozen, "{said}: {error} changed a file");
        }
        self.compare(said);
        model.map(drop)
    }

    fn answers(&mut self, step: &Step) -> Both {
        let is_directory = |target| matches!(target, Target::Directory(_));
        let table = self.model.table.iter();
        let open: Vec<(Fd, bool)> = table
            .map(|(fd, open)| (*fd, is_directory(open.target)))
            .collect();
        let (real, model) = (&mut self.real, &mut self.model);
        match step {
            Step::Open(dir, path, how) => {
                let (fd, path, options) = (dir.among(&open), path.bytes(), how.options());
                let number = |fd: Fd| Answer::Number(u64::from(fd));
                (
                    real.open(fd, &path, &options).map(number),
                    model.open(fd, &path, &options).map(number),
                )
            }
            Step::MakeDirectory(dir, path) => {
                let (fd, path) = (dir.among(&open), path.bytes());
                (
                    real.make_directory(fd, &path).map(done),
                    model.make_directory(fd, &path).map(done),
                )
            }
            Step::RemoveDirectory(dir, path) => {
                let (fd, path) = (dir.among(&open), path.bytes());
                let removed = model.remove_directory(fd, &path).map(done);
                (real.remove_directory(fd, &path).map(done), removed)
            }
            Step::Unlink(dir, path) => {
                let (fd, path) = (dir.among(&open), path.bytes());
                (
                    real.unlink(fd, &path).map(done),
                    model.unlink(fd, &path).map(done),
                )
            }
            Step::Rename(dir, from, other, to) => {
                let (fd, from, other, to) = (
                    dir.among(&open),
                    from.bytes(),
                    other.among(&open),
                    to.bytes(),
                );
                (
                    real.rename(fd, &from, other, &to).map(done),
                    model.rename((fd, &from), (other, &to)).map(done),
                )
            }
            Step::Link(dir, from, follow, other, to) => {
                let (fd, from, other, to) = (
                    dir.among(&open),
                    from.bytes(),
                    other.among(&open),
                    to.bytes(),
                );
                (
                    real.link(fd, &from, *follow, other, &to).map(done),
                    model.link((fd, &from), *follow, (other, &to)).map(done),
                )
            }
            Step::Symlink(target, dir, path) => {
                let (target, fd, path) = (target.bytes(), dir.among(&open), path.bytes());
                (
                    real.symlink(&target, fd, &path).map(done),
                    model.symlink(&target, fd, &path).map(done),
                )
            }
            Step::ReadLink(dir, path) => {
                let (fd, path) = (dir.among(&open), path.bytes());
                (
                    real.read_link(fd, &path)
                        .map(|target| Answer::Text(target.to_string())),
                    model.read_link(fd, &path).map(Answer::Text),
                )
            }
            Step::BeginRun => {
                real.begin_run();
                model.begin_run();
                (Ok(Answer::Done), Ok(Answer::Done))
            }
            Step::Thaw => {
                self.thaw();
                (Ok(Answer::Done), Ok(Answer::Done))
            }
            Step::Stat(_) | Step::StatAt(..) | Step::SetTimes(..) | Step::SetTimesAt(..) => {
                self.attribute_answers(step, &open)
            }
            Step::ReadDirectory(dir, from) => self.entries(dir.among(&open), *from),
            Step::StrangeCookie(dir, cookie) => {
                let fd = dir.among(&open);
                let count = real.read_directory(fd, cookie.value()).map(Iterator::count);
                let most = model.listable(fd).map(|id| model.entries(id).len() + 2);
                if let (Ok(count), Ok(most)) = (&count, &most) {
                    assert!(
                        count <= most,
                        "{count} entries after a cookie, {most} in all"
                    );
                }
                (count.map(done), most.map(done))
            }
            step => self.descriptor_answers(step, &open),
        }
    }

    fn descriptor_answers(&mut self, step: &Step, open: &[(Fd, bool)]) -> Both {
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

    fn attribute_answers(&mut self, step: &Step, open: &[(Fd, bool)]) -> Both {
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
    fn entries(&mut self, fd: Fd, from: u8) -> Both {
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

    fn thaw(&mut self) {
        let frozen = self.real.freeze();
        self.real = world::builder()
            .thaw(&frozen)
            .expect("what was frozen thaws");
        assert_eq!(
            self.real.freeze(),
            frozen,
            "thawed, it freezes to other bytes"
        );
        self.real.set_now(Timestamp::from_nanos(self.model.now));
        self.model.thaw();
        self.numbers.clear();
        self.cookies.clear();
    }

    /// Everything that can be seen from outside.
    fn compare(&self, said: &str) {
        let (real, model) = (&self.real, &self.model);
        assert_eq!(real.verify(), Ok(()), "{said}");
        assert_eq!(real.usage(), real.recount(), "{said}");
        let usages = model.usage();
        let held: Vec<_> = real.mounts().map(|mount| mount.usage).collect();
        assert_eq!(held, usages[1..], "{said}: what the mounts hold");
        let usage = real.usage();
        let total = Model::total(&usages);
        assert_eq!(
            (usage.bytes, usage.inodes),
            (total.bytes, total.inodes),
            "{said}"
        );
        assert_eq!(usage.written, model.written, "{said}");
        assert_eq!(usage.descriptors as usize, model.table.len(), "{said}");
        self.compare_descriptors(said);
        let listed = real.list("/").expect("the root is a directory");
        let seen = model.list();
        let names = listed
            .iter()
            .map(|object| (&*object.path, (object.kind, object.size)));
        let expected = seen
            .iter()
            .map(|(path, (_, kind, size))| (&**path, (*kind, *size)));
        assert!(
            names.clone().eq(expected),
            "{said}: {listed:?}, not {seen:?}"
        );
        for (path, (id, kind, _)) in &seen {
            if *kind == FileKind::RegularFile {
                let bytes = real.read_file(&format!("/{path}"));
                assert_eq!(bytes, Ok(model.bytes(*id)), "{said}: {path}");
            }
        }
    }

    fn compare_descriptors(&self, said: &str) {
        for fd in 0..16 {
            let seen = self.real.descriptor_stat(fd).map_err(|error| error.errno());
            let Ok(descriptor) = self.model.descriptor(fd) else {
                assert_eq!(seen, Err(Errno::BadF), "{said}: descriptor {fd}");
                continue;
            };
            let seen = seen.unwrap_or_else(|errno| panic!("{said}: descriptor {fd}: {errno:?}"));
            let kind = match descriptor.target {
                Target::Stream => FileKind::CharacterDevice,
                Target::File(_) => FileKind::RegularFile,
                Target::Directory(_) => FileKind::Directory,
            };
            let expected = (
                kind,
                descriptor.flags,
                descriptor.rights,
                descriptor.inheriting,
            );
            let found = (seen.kind, seen.flags, seen.rights, seen.inheriting);
            assert_eq!(found, expected, "{said}: descriptor {fd}");
            if let Target::File(_) = descriptor.target {
                assert_eq!(
                    self.real.tell(fd),
                    Ok(descriptor.offset),
                    "{said}: descriptor {fd}"
                );
            }
        }
        let preopened = self.real.preopen(ROOT_FD);
        assert!(
            preopened.is_ok() || !self.model.table.contains_key(&ROOT_FD),
            "{said}"
        );
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
