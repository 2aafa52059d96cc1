//! Which of a program's descriptors each operation asks for its rights: the directory that a path starts from, what that
//! directory passes on, or the open object's own. A right taken from any other changes nothing. The table is a match without
//! a catch-all: a new operation without a row does not compile.
#![allow(missing_docs, clippy::unwrap_used)]

use vfs_layer::{
    DescriptorFlags, Errno, Fd, FsResult, MountSpec, Namespace, OpenOptions, Operation, Quota,
    ROOT_FD, Rights, TimeChange, Whence,
};

/// Who is asked for an operation's rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    /// The directory, for itself.
    Base,
    /// The directory, for what is opened through it.
    Inherited,
    /// The descriptor that is worked on.
    Open,
}

const HOLDERS: [Holder; 3] = [Holder::Base, Holder::Inherited, Holder::Open];

const fn asked(operation: Operation) -> Option<Holder> {
    use Operation as O;
    match operation {
        O::OpenRead | O::OpenWrite | O::OpenAppend | O::OpenDirectory | O::OpenTruncate => {
            Some(Holder::Inherited)
        }
        O::OpenCreate
        | O::StatPath
        | O::SetTimesPath
        | O::MakeDirectory
        | O::RemoveDirectory
        | O::Unlink
        | O::RenameFrom
        | O::RenameTo
        | O::RenameReplace
        | O::LinkFrom
        | O::LinkTo
        | O::Symlink
        | O::ReadLink => Some(Holder::Base),
        O::Read
        | O::PositionedRead
        | O::Write
        | O::PositionedWrite
        | O::Append
        | O::SetSize
        | O::Allocate
        | O::StatDescriptor
        | O::SetTimesDescriptor
        | O::ReadDirectory => Some(Holder::Open),
        O::Seek
        | O::Tell
        | O::Sync
        | O::Datasync
        | O::Advise
        | O::DescriptorStat
        | O::SetFlags
        | O::SetRights
        | O::Renumber
        | O::Close => None,
    }
}

/// What an operation works on: a directory to start from, and descriptors that were opened before any right was taken.
struct Held {
    fs: Namespace,
    base: Fd,
    file: Fd,
    appending: Fd,
    dir: Fd,
}

const NOTHING: OpenOptions = OpenOptions {
    access: Rights::empty(),
    ..OpenOptions::reading()
};

fn held() -> Held {
    let builder = Namespace::builder(Quota::default()).mount("/w", MountSpec::scratch());
    let mut fs = builder.build().unwrap();
    fs.write_file("/w/f", b"content").unwrap();
    fs.write_file("/w/d/inner", b"").unwrap();
    fs.make_directories("/w/empty").unwrap();
    fs.symlink("f", ROOT_FD, "w/l").unwrap();
    let base = fs.open(ROOT_FD, "w", &OpenOptions::directory()).unwrap();
    let file = fs
        .open(base, "f", &OpenOptions::reading_and_writing())
        .unwrap();
    let append = OpenOptions {
        flags: DescriptorFlags::APPEND,
        ..OpenOptions::writing()
    };
    let appending = fs.open(base, "f", &append).unwrap();
    let dir = fs.open(base, "d", &OpenOptions::directory()).unwrap();
    Held {
        fs,
        base,
        file,
        appending,
        dir,
    }
}

impl Held {
    /// Takes a right from one holder alone.
    fn take(&mut self, right: Rights, holder: Holder) {
        let less = Rights::all() - right;
        let fs = &mut self.fs;
        match holder {
            Holder::Base => fs.set_rights(self.base, less, Rights::all()).unwrap(),
            Holder::Inherited => fs.set_rights(self.base, Rights::all(), less).unwrap(),
            Holder::Open => {
                for fd in [self.file, self.appending, self.dir] {
                    let stat = fs.descriptor_stat(fd).unwrap();
                    fs.set_rights(fd, stat.rights - right, stat.inheriting)
                        .unwrap();
                }
            }
        }
    }

    fn attempt(&mut self, operation: Operation) -> FsResult<()> {
        let Self {
            fs,
            base,
            file,
            appending,
            dir,
        } = self;
        let (base, file, appending, dir) = (*base, *file, *appending, *dir);
        let (keep, now) = (TimeChange::Keep, TimeChange::Now);
        let append = OpenOptions {
            flags: DescriptorFlags::APPEND,
            ..OpenOptions::writing()
        };
        let truncate = OpenOptions {
            truncate: true,
            ..NOTHING
        };
        let create = OpenOptions {
            create: true,
            ..NOTHING
        };
        match operation {
            Operation::OpenRead => fs.open(base, "f", &OpenOptions::reading()).map(drop),
            Operation::OpenWrite => fs.open(base, "f", &OpenOptions::writing()).map(drop),
            Operation::OpenAppend => fs.open(base, "f", &append).map(drop),
            Operation::OpenTruncate => fs.open(base, "f", &truncate).map(drop),
            Operation::OpenDirectory => fs.open(base, "d", &OpenOptions::directory()).map(drop),
            Operation::OpenCreate => fs.open(base, "new", &create).map(drop),
            Operation::Read => fs.read(file, &mut [0; 4]).map(drop),
            Operation::PositionedRead => fs.pread(file, &mut [0; 4], 1).map(drop),
            Operation::Write => fs.write(file, b"x").map(drop),
            Operation::PositionedWrite => fs.pwrite(file, b"x", 1).map(drop),
            Operation::Append => fs.write(appending, b"x").map(drop),
            Operation::Seek => fs.seek(file, 1, Whence::End).map(drop),
            Operation::Tell => fs.tell(file).map(drop),
            Operation::SetSize => fs.set_size(file, 3),
            Operation::Allocate => fs.allocate(file, 0, 99),
            Operation::Sync => fs.sync(file),
            Operation::Datasync => fs.datasync(file),
            Operation::Advise => fs.advise(file, 0, 9),
            Operation::DescriptorStat => fs.descriptor_stat(file).map(drop),
            Operation::SetFlags => fs.set_flags(file, DescriptorFlags::SYNC),
            Operation::SetRights => fs.set_rights(file, Rights::empty(), Rights::empty()),
            Operation::StatDescriptor => fs.stat(file).map(drop),
            Operation::StatPath => fs.stat_at(base, "f", true).map(drop),
            Operation::SetTimesDescriptor => fs.set_times(file, keep, now),
            Operation::SetTimesPath => fs.set_times_at(base, "f", true, now, keep),
            Operation::ReadDirectory => fs.read_directory(dir, 0).map(drop),
            Operation::MakeDirectory => fs.make_directory(base, "new"),
            Operation::RemoveDirectory => fs.remove_directory(base, "empty"),
            Operation::Unlink => fs.unlink(base, "f"),
            Operation::RenameFrom | Operation::RenameTo => fs.rename(base, "f", base, "new"),
            Operation::RenameReplace => fs.rename(base, "f", base, "d/inner"),
            Operation::LinkFrom | Operation::LinkTo => fs.link(base, "f", false, base, "new"),
            Operation::Symlink => fs.symlink("f", base, "new"),
            Operation::ReadLink => fs.read_link(base, "l").map(drop),
            Operation::Renumber => fs.renumber(file, dir),
            Operation::Close => fs.close(file),
        }
    }
}

#[test]
fn each_right_is_asked_of_its_holder_and_of_no_other() {
    for operation in Operation::ALL {
        for (right, holder) in Rights::all().iter().flat_map(|r| HOLDERS.map(|h| (r, h))) {
            let mut held = held();
            held.take(right, holder);
            let (usage, frozen) = (held.fs.usage(), held.fs.freeze());
            let needed = operation.required_rights().contains(right);
            let result = held.attempt(*operation);
            let said = format!("{operation:?} without {right} of {holder:?}: {result:?}");
            if !needed || asked(*operation) != Some(holder) {
                assert_eq!(result, Ok(()), "{said}");
                continue;
            }
            // POSIX: a descriptor that was not opened for reading or writing is EBADF.
            let data = holder == Holder::Open && Rights::DATA.contains(right);
            let expected = if data { Errno::BadF } else { Errno::NotCapable };
            assert_eq!(
                result.map_err(|error| error.errno()),
                Err(expected),
                "{said}"
            );
            assert_eq!(
                (held.fs.usage(), held.fs.freeze()),
                (usage, frozen),
                "{said}"
            );
        }
    }
}

#[test]
fn an_operation_that_needs_a_right_asks_someone_for_it() {
    for operation in Operation::ALL {
        let needs = !operation.required_rights().is_empty();
        assert_eq!(asked(*operation).is_some(), needs, "{operation:?}");
    }
}
