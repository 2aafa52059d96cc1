//! Every operation with every right taken away, on both sides where a right can be missing. The table is generated from the
//! enums, and the match below has no catch-all: a new operation without a row does not compile.

use vfs_layer::{
    DescriptorFlags, Errno, Fd, FsError, FsResult, LowerLayer, MountSpec, Namespace, OpenOptions,
    Operation, Quota, ROOT_FD, Rights, TimeChange, Whence,
};

use crate::sandbox::{Sandbox, appending, creating, errno, with_rights};

const NOTHING: OpenOptions = OpenOptions {
    access: Rights::empty(),
    ..OpenOptions::reading()
};

/// Does an operation below a directory, through whatever is needed to get there.
fn attempt(fs: &mut Sandbox, base: Fd, prefix: &str, operation: Operation) -> FsResult<()> {
    let path = |name: &str| format!("{prefix}{name}");
    let file = path("f");
    let (keep, now) = (TimeChange::Keep, TimeChange::Now);
    let mut open = |options: OpenOptions| fs.open(base, &file, &options);
    let truncating = OpenOptions {
        truncate: true,
        ..NOTHING
    };
    match operation {
        Operation::OpenRead => open(OpenOptions::reading()).map(drop),
        Operation::OpenWrite => open(OpenOptions::writing()).map(drop),
        Operation::OpenAppend => open(appending()).map(drop),
        Operation::OpenTruncate => open(truncating).map(drop),
        Operation::OpenDirectory => fs
            .open(base, &path("d"), &OpenOptions::directory())
            .map(drop),
        Operation::OpenCreate => {
            let options = OpenOptions {
                create: true,
                ..NOTHING
            };
            fs.open(base, &path("new"), &options).map(drop)
        }
        Operation::Read => {
            open(OpenOptions::reading()).and_then(|fd| fs.read(fd, &mut [0; 9]).map(drop))
        }
        Operation::PositionedRead => {
            open(OpenOptions::reading()).and_then(|fd| fs.pread(fd, &mut [0; 9], 1).map(drop))
        }
        Operation::Write => {
            open(OpenOptions::writing()).and_then(|fd| fs.write(fd, b"x").map(drop))
        }
        Operation::PositionedWrite => {
            open(OpenOptions::writing()).and_then(|fd| fs.pwrite(fd, b"x", 1).map(drop))
        }
        Operation::Append => open(appending()).and_then(|fd| fs.write(fd, b"x").map(drop)),
        Operation::Seek => open(NOTHING).and_then(|fd| fs.seek(fd, 1, Whence::End).map(drop)),
        Operation::Tell => open(NOTHING).and_then(|fd| fs.tell(fd).map(drop)),
        Operation::SetSize => open(OpenOptions::writing()).and_then(|fd| fs.set_size(fd, 1)),
        Operation::Allocate => open(OpenOptions::writing()).and_then(|fd| fs.allocate(fd, 0, 99)),
        Operation::Sync => open(NOTHING).and_then(|fd| fs.sync(fd)),
        Operation::Datasync => open(NOTHING).and_then(|fd| fs.datasync(fd)),
        Operation::Advise => open(NOTHING).and_then(|fd| fs.advise(fd, 0, 9)),
        Operation::DescriptorStat => open(NOTHING).and_then(|fd| fs.descriptor_stat(fd).map(drop)),
        Operation::SetFlags => {
            open(NOTHING).and_then(|fd| fs.set_flags(fd, DescriptorFlags::APPEND))
        }
        Operation::SetRights => {
            open(NOTHING).and_then(|fd| fs.set_rights(fd, Rights::empty(), Rights::empty()))
        }
        Operation::StatDescriptor => open(NOTHING).and_then(|fd| fs.stat(fd).map(drop)),
        Operation::StatPath => fs.stat_at(base, &file, true).map(drop),
        Operation::SetTimesDescriptor => open(NOTHING).and_then(|fd| fs.set_times(fd, keep, now)),
        Operation::SetTimesPath => fs.set_times_at(base, &file, true, now, keep),
        Operation::ReadDirectory => {
            let dir = fs.open(base, &path("d"), &OpenOptions::directory())?;
            fs.read_directory(dir, 0).map(drop)
        }
        Operation::MakeDirectory => fs.make_directory(base, &path("new")),
        Operation::RemoveDirectory => fs.remove_directory(base, &path("empty")),
        Operation::Unlink => fs.unlink(base, &file),
        Operation::RenameFrom | Operation::RenameTo => fs.rename(base, &file, base, &path("new")),
        Operation::RenameReplace => fs.rename(base, &file, base, &path("d/inner")),
        Operation::LinkFrom | Operation::LinkTo => fs.link(base, &file, false, base, &path("new")),
        Operation::Symlink => fs.symlink("f", base, &path("new")),
        Operation::ReadLink => fs.read_link(base, &path("l")).map(drop),
        Operation::Renumber => open(NOTHING).and_then(|fd| fs.renumber(fd, 0)),
        Operation::Close => open(NOTHING).and_then(|fd| fs.close(fd)),
    }
}

fn prepared(rights: Rights) -> Sandbox {
    let mut all = with_rights(Rights::all());
    all.ln_s("f", "w/l").unwrap();
    let builder =
        Namespace::builder(Quota::default()).mount("/w", MountSpec::scratch().rights(rights));
    Sandbox(builder.thaw(&all.freeze()).unwrap())
}

#[test]
fn every_operation_with_every_right_missing_from_the_mount() {
    for operation in Operation::ALL {
        for right in Rights::all() {
            let mut fs = prepared(Rights::all() - right);
            let before = (fs.usage().bytes, fs.usage().inodes);
            let result = attempt(&mut fs, ROOT_FD, "w/", *operation);
            if !operation.required_rights().contains(right) {
                assert_eq!(result, Ok(()), "{operation:?} without {right}");
                continue;
            }
            // What a descriptor was opened for without having it is for the descriptor to refuse.
            let refused = matches!(errno(result), Errno::Acces | Errno::NotCapable);
            assert!(refused, "{operation:?} without {right}: {result:?}");
            assert_eq!((fs.usage().bytes, fs.usage().inodes), before);
            assert_eq!(fs.denials().len(), 1, "{operation:?} without {right}");
        }
    }
}

#[test]
fn every_operation_with_every_right_missing_from_the_descriptor() {
    for operation in Operation::ALL {
        for right in Rights::all() {
            let mut fs = prepared(Rights::all());
            let dir = fs.directory("w");
            let less = Rights::all() - right;
            fs.set_rights(dir, less, less).unwrap();
            let before = (fs.usage().bytes, fs.usage().inodes);
            let result = attempt(&mut fs, dir, "", *operation);
            if !operation.required_rights().contains(right) {
                assert_eq!(result, Ok(()), "{operation:?} without {right}");
                continue;
            }
            assert_eq!(result, Err(FsError::NotCapable(right)), "{operation:?}");
            assert_eq!((fs.usage().bytes, fs.usage().inodes), before);
            assert_eq!(fs.denials().len(), 1, "{operation:?} without {right}");
        }
    }
}

#[test]
fn a_read_only_layer_grants_no_change_whatever_the_mount_says() {
    for operation in Operation::ALL {
        let lower = LowerLayer::builder()
            .files([("f", &b"content"[..]), ("d/inner", b"")])
            .and_then(|builder| builder.directory("empty"))
            .and_then(|builder| builder.symlink("l", "f"))
            .unwrap();
        let layer = MountSpec::read_only(lower.build().into()).rights(Rights::all());
        let builder = Namespace::builder(Quota::default()).mount("/w", layer);
        let mut fs = Sandbox(builder.build().unwrap());
        let result = attempt(&mut fs, ROOT_FD, "w/", *operation);
        if operation.required_rights().intersects(Rights::MUTATING) {
            let expected = match operation {
                Operation::SetTimesDescriptor => Errno::NotCapable,
                _ => Errno::RoFs,
            };
            assert_eq!(errno(result), expected, "{operation:?}");
        } else {
            assert_eq!(result, Ok(()), "{operation:?}");
        }
        assert_eq!((fs.usage().bytes, fs.usage().inodes), (0, 0));
    }
}

#[test]
fn a_mount_within_a_mount_decides_for_itself() {
    let lower = LowerLayer::builder().file("f", &b"1"[..]).unwrap().build();
    let builder = Namespace::builder(Quota::default())
        .mount("/w", MountSpec::scratch())
        .mount("/w/ro", MountSpec::read_only(lower.into()))
        .mount("/r", MountSpec::scratch().rights(Rights::READ_ONLY))
        .mount("/r/a/rw", MountSpec::scratch());
    let mut fs = Sandbox(builder.build().unwrap());
    assert_eq!(fs.get("w/ro/f").unwrap(), b"1");
    assert_eq!(errno(fs.at("w/ro/f", &OpenOptions::writing())), Errno::RoFs);
    assert_eq!(errno(fs.at("r/f", &creating())), Errno::RoFs);
    assert_eq!(errno(fs.at("r/a/f", &creating())), Errno::RoFs);
    fs.put("r/a/rw/f", b"2");
    let outer = fs.directory("r");
    let fd = fs.open(outer, "a/rw/f", &OpenOptions::writing()).unwrap();
    fs.write(fd, b"3").unwrap();
    assert_eq!(fs.get("r/a/rw/f").unwrap(), b"3");
    fs.put("w/f", b"");
    assert_eq!(errno(fs.mv("w/f", "w/ro/f")), Errno::XDev);
    assert_eq!(errno(fs.mv("w/ro", "w/other")), Errno::Busy);
    assert_eq!(errno(fs.rmdir("w/ro")), Errno::Busy);
    fs.mkdir("w/d").unwrap();
    assert_eq!(errno(fs.mv("w/d", "w/ro")), Errno::Busy);
    assert_eq!(fs.ls("r/a").unwrap(), ["rw"]);
    assert_eq!(fs.usage().inodes, 3);
}
