use vfs_layer::{
    DescriptorFlags, DescriptorKind, Errno, FileKind, FsError, OpenOptions, Quota, ROOT_FD, Rights,
    STDERR_FD, STDIN_FD, STDOUT_FD, Whence,
};

use crate::sandbox::{creating, errno, sandbox, with_quota};

#[test]
fn a_run_begins_with_three_streams_and_the_root() {
    let mut fs = sandbox();
    assert_eq!(fs.kind(STDIN_FD), Ok(DescriptorKind::Stdin));
    assert_eq!(fs.kind(STDOUT_FD), Ok(DescriptorKind::Stdout));
    assert_eq!(fs.kind(STDERR_FD), Ok(DescriptorKind::Stderr));
    assert_eq!(fs.kind(ROOT_FD), Ok(DescriptorKind::Directory));
    assert_eq!(fs.preopen(ROOT_FD), Ok(Some("/")));
    assert_eq!(fs.preopen(STDIN_FD), Ok(None));
    assert_eq!(fs.preopen(4), Err(FsError::BadDescriptor));
    assert_eq!(fs.stat(1).unwrap().kind, FileKind::CharacterDevice);
    assert_eq!(errno(fs.read(0, &mut [0])), Errno::NotSup);
    assert_eq!(errno(fs.write(1, b"x")), Errno::NotSup);
    assert_eq!(errno(fs.seek(0, 0, Whence::Start)), Errno::SPipe);
    assert_eq!(errno(fs.sync(1)), Errno::Inval);
    assert_eq!(errno(fs.open(1, "f", &creating())), Errno::BadF);
}

#[test]
fn what_is_not_open_is_bad_everywhere() {
    let mut fs = sandbox();
    for fd in [4, 1000, u32::MAX] {
        assert_eq!(errno(fs.close(fd)), Errno::BadF);
        assert_eq!(errno(fs.read(fd, &mut [0])), Errno::BadF);
        assert_eq!(errno(fs.write(fd, b"x")), Errno::BadF);
        assert_eq!(errno(fs.seek(fd, 0, Whence::Start)), Errno::BadF);
        assert_eq!(errno(fs.tell(fd)), Errno::BadF);
        assert_eq!(errno(fs.stat(fd)), Errno::BadF);
        assert_eq!(errno(fs.set_size(fd, 0)), Errno::BadF);
        assert_eq!(errno(fs.read_directory(fd, 0).map(|_| ())), Errno::BadF);
        assert_eq!(errno(fs.open(fd, "f", &creating())), Errno::BadF);
        assert_eq!(
            errno(fs.set_flags(fd, DescriptorFlags::empty())),
            Errno::BadF
        );
        assert_eq!(errno(fs.renumber(fd, 0)), Errno::BadF);
        assert_eq!(errno(fs.renumber(0, fd)), Errno::BadF);
    }
    fs.put("w/f", b"");
    let file = fs.at("w/f", &creating()).unwrap();
    assert_eq!(errno(fs.open(file, "f", &creating())), Errno::NotDir);
    assert_eq!(errno(fs.read_directory(file, 0).map(|_| ())), Errno::NotDir);
}

#[test]
fn a_reused_number_is_another_descriptor() {
    let mut fs = sandbox();
    fs.put("w/one", b"one");
    fs.put("w/two", b"two");
    let one = fs.at("w/one", &OpenOptions::reading()).unwrap();
    let held = fs.descriptor_id(one).unwrap();
    fs.close(one).unwrap();
    assert_eq!(errno(fs.read(one, &mut [0; 3])), Errno::BadF);
    let two = fs.at("w/two", &OpenOptions::reading()).unwrap();
    assert_eq!(one, two);
    assert_ne!(fs.descriptor_id(two).unwrap(), held);
    assert_eq!(held.fd(), two);
    assert_eq!(fs.read_slice(two, 9).unwrap(), b"two");
}

#[test]
fn a_flood_of_descriptors_ends_in_emfile() {
    let mut fs = with_quota(Quota {
        descriptors: 10,
        ..Quota::default()
    });
    fs.put("w/f", b"");
    for _ in 4..10 {
        fs.at("w/f", &OpenOptions::reading()).unwrap();
    }
    assert_eq!(errno(fs.at("w/f", &OpenOptions::reading())), Errno::MFile);
    // A refused open makes and empties nothing.
    assert_eq!(errno(fs.at("w/g", &creating())), Errno::MFile);
    assert_eq!(errno(fs.lstat("w/g")), Errno::NoEnt);
    fs.close(7).unwrap();
    assert_eq!(fs.at("w/f", &OpenOptions::reading()), Ok(7));
}

#[test]
fn renumbering_closes_what_was_there() {
    let mut fs = sandbox();
    fs.put("w/a", b"aaa");
    fs.put("w/b", b"b");
    let (a, b) = (
        fs.at("w/a", &OpenOptions::reading()).unwrap(),
        fs.at("w/b", &OpenOptions::reading()).unwrap(),
    );
    fs.rm("w/b").unwrap();
    assert_eq!(fs.usage().bytes, 4);
    fs.renumber(a, b).unwrap();
    assert_eq!(fs.usage().bytes, 3);
    assert_eq!(errno(fs.tell(a)), Errno::BadF);
    assert_eq!(fs.read_slice(b, 9).unwrap(), b"aaa");
}

#[test]
fn rights_only_shrink() {
    let mut fs = sandbox();
    fs.put("w/f", b"abc");
    let fd = fs.at("w/f", &OpenOptions::reading_and_writing()).unwrap();
    let held = fs.descriptor_stat(fd).unwrap().rights;
    assert!(held.contains(Rights::READ | Rights::WRITE));
    fs.set_rights(fd, Rights::READ, Rights::empty()).unwrap();
    assert_eq!(
        errno(fs.set_rights(fd, held, Rights::empty())),
        Errno::NotCapable
    );
    assert_eq!(fs.descriptor_stat(fd).unwrap().rights, Rights::READ);
    assert_eq!(errno(fs.write(fd, b"x")), Errno::BadF);
    assert_eq!(errno(fs.stat(fd)), Errno::NotCapable);
    assert_eq!(fs.read_slice(fd, 9).unwrap(), b"abc");
    // What a directory does not pass on cannot be opened through it.
    let dir = fs.directory("w");
    fs.set_rights(dir, Rights::all(), Rights::READ).unwrap();
    assert_eq!(
        errno(fs.open(dir, "f", &OpenOptions::writing())),
        Errno::NotCapable
    );
    let inner = fs.open(dir, "f", &OpenOptions::reading()).unwrap();
    assert_eq!(fs.descriptor_stat(inner).unwrap().rights, Rights::READ);
}

#[test]
fn the_next_run_finds_no_descriptor_of_the_last() {
    let mut fs = sandbox();
    fs.put("w/f", &[1; 100]);
    let fd = fs.at("w/f", &OpenOptions::reading()).unwrap();
    fs.close(STDOUT_FD).unwrap();
    fs.close(ROOT_FD).unwrap();
    assert_eq!(errno(fs.rm("w/f")), Errno::BadF);
    fs.begin_run();
    assert_eq!(fs.kind(STDOUT_FD), Ok(DescriptorKind::Stdout));
    assert_eq!(errno(fs.tell(fd)), Errno::BadF);
    let fd = fs.at("w/f", &OpenOptions::reading()).unwrap();
    fs.rm("w/f").unwrap();
    assert_eq!((fs.usage().bytes, fs.usage().written), (100, 0));
    fs.begin_run();
    assert_eq!(errno(fs.tell(fd)), Errno::BadF);
    assert_eq!(
        (fs.usage().bytes, fs.usage().inodes, fs.usage().descriptors),
        (0, 0, 4)
    );
}
