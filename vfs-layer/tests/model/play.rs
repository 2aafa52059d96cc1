//! Plays a plan on the real namespace and on the model, and compares everything that can be seen after each step.

use std::collections::BTreeMap;

use vfs_layer::{Errno, Fd, FileKind, Namespace, ROOT_FD, Timestamp};

use super::answers::{Answer, Both, done};
use super::resolve::Answered;
use super::step::Step;
use super::tree::{Id, Model, Target};
use super::world;

/// Both sides, and what ties them together.
pub struct Play {
    pub(super) real: Namespace,
    pub(super) model: Model,
    /// Which object has a device's inode number. No number ever means another object.
    pub(super) numbers: BTreeMap<(u64, u64), Id>,
    /// Cookies that a directory gave, with the entries that came after them.
    pub(super) cookies: Vec<(Id, u64, String)>,
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
