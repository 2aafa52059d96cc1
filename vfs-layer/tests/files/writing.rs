use vfs_layer::{DescriptorFlags, Errno, OpenOptions, ROOT_FD, Whence};

use crate::sandbox::{appending, creating, errno, sandbox};

#[test]
fn bytes_come_back_as_they_went() {
    let mut fs = sandbox();
    let fd = fs.at("w/f", &creating()).unwrap();
    assert_eq!(fs.write_vectored(fd, &[b"one ", b"", b"two"]), Ok(7));
    assert_eq!(fs.tell(fd), Ok(7));
    assert_eq!(fs.seek(fd, -3, Whence::Current), Ok(4));
    let (mut a, mut b, mut c) = ([0; 2], [0; 0], [0; 5]);
    assert_eq!(fs.read_vectored(fd, &mut [&mut a, &mut b, &mut c]), Ok(3));
    assert_eq!((&a, &c[..1]), (b"tw", &b"o"[..]));
    assert_eq!(fs.read(fd, &mut a), Ok(0));
    assert_eq!(fs.pread(fd, &mut a, 1), Ok(2));
    assert_eq!(&a, b"ne");
    assert_eq!(fs.tell(fd), Ok(7));
    assert_eq!(fs.pwrite_vectored(fd, &[b"T", b"W"], 4), Ok(2));
    assert_eq!(fs.tell(fd), Ok(7));
    assert_eq!(fs.get("w/f").unwrap(), b"one TWo");
}

#[test]
fn appending_goes_to_the_end_wherever_that_is() {
    let mut fs = sandbox();
    let (one, two) = (
        fs.at("w/f", &appending()).unwrap(),
        fs.at("w/f", &appending()).unwrap(),
    );
    fs.write(one, b"1").unwrap();
    fs.write(two, b"2").unwrap();
    fs.seek(one, 0, Whence::Start).unwrap();
    fs.write(one, b"3").unwrap();
    assert_eq!(fs.tell(one), Ok(3));
    // As Linux: a positioned write on an appending descriptor appends.
    fs.pwrite(one, b"4", 0).unwrap();
    assert_eq!(fs.tell(one), Ok(3));
    fs.set_flags(one, DescriptorFlags::empty()).unwrap();
    fs.pwrite(one, b"0", 0).unwrap();
    assert_eq!(fs.get("w/f").unwrap(), b"0234");
}

#[test]
fn truncating_and_growing() {
    let mut fs = sandbox();
    let fd = fs.at("w/f", &creating()).unwrap();
    fs.write(fd, b"abcdef").unwrap();
    fs.set_size(fd, 3).unwrap();
    fs.set_size(fd, 5).unwrap();
    assert_eq!(fs.get("w/f").unwrap(), b"abc\0\0");
    fs.allocate(fd, 2, 2).unwrap();
    assert_eq!(fs.size("w/f"), Ok(5));
    fs.allocate(fd, 6, 2).unwrap();
    assert_eq!(fs.size("w/f"), Ok(8));
    assert_eq!(errno(fs.allocate(fd, 0, 0)), Errno::Inval);
    assert_eq!(fs.usage().bytes, 8);
    let options = OpenOptions {
        truncate: true,
        ..OpenOptions::writing()
    };
    fs.at("w/f", &options).unwrap();
    assert_eq!(fs.usage().bytes, 0);
    // The first descriptor still stands where it stood; writing there leaves a hole of zeros.
    fs.write(fd, b"x").unwrap();
    assert_eq!(fs.get("w/f").unwrap(), b"\0\0\0\0\0\0x");
}

#[test]
fn old_bytes_never_come_back() {
    let mut fs = sandbox();
    let fd = fs.at("w/f", &creating()).unwrap();
    fs.write(fd, &[0xaa; 100_000]).unwrap();
    fs.set_size(fd, 10).unwrap();
    fs.set_size(fd, 100_000).unwrap();
    let mut rest = vec![1; 99_990];
    assert_eq!(fs.pread(fd, &mut rest, 10), Ok(99_990));
    assert!(rest.iter().all(|byte| *byte == 0));
}

#[test]
fn descriptors_do_what_they_were_opened_for() {
    let mut fs = sandbox();
    fs.put("w/f", b"abc");
    let reading = fs.at("w/f", &OpenOptions::reading()).unwrap();
    let writing = fs.at("w/f", &OpenOptions::writing()).unwrap();
    let neither = OpenOptions {
        access: vfs_layer::Rights::empty(),
        ..OpenOptions::reading()
    };
    let neither = fs.at("w/f", &neither).unwrap();
    let mut buffer = [0; 4];
    for fd in [reading, neither] {
        assert_eq!(errno(fs.write(fd, b"x")), Errno::BadF);
        assert_eq!(errno(fs.pwrite(fd, b"x", 0)), Errno::BadF);
        assert_eq!(errno(fs.set_size(fd, 0)), Errno::BadF);
        assert_eq!(errno(fs.allocate(fd, 0, 9)), Errno::BadF);
    }
    for fd in [writing, neither] {
        assert_eq!(errno(fs.read(fd, &mut buffer)), Errno::BadF);
        assert_eq!(errno(fs.pread(fd, &mut buffer, 0)), Errno::BadF);
    }
    assert_eq!(fs.stat(neither).unwrap().size, 3);
    assert_eq!(fs.get("w/f").unwrap(), b"abc");
}

#[test]
fn a_directory_is_not_read_or_written() {
    let mut fs = sandbox();
    let dir = fs.directory("w");
    assert_eq!(errno(fs.read(dir, &mut [0; 4])), Errno::IsDir);
    assert_eq!(errno(fs.pread(dir, &mut [0; 4], 0)), Errno::IsDir);
    assert_eq!(errno(fs.write(dir, b"x")), Errno::BadF);
    assert_eq!(errno(fs.seek(dir, 0, Whence::Start)), Errno::BadF);
    assert_eq!(errno(fs.set_size(dir, 0)), Errno::BadF);
    assert_eq!(errno(fs.advise(dir, 0, 0)), Errno::BadF);
    assert_eq!(fs.sync(dir), Ok(()));
    for options in [
        OpenOptions::writing(),
        creating(),
        OpenOptions {
            truncate: true,
            ..OpenOptions::reading()
        },
        appending(),
    ] {
        assert_eq!(errno(fs.at("w", &options)), Errno::IsDir);
    }
    fs.at("w", &OpenOptions::reading()).unwrap();
    fs.put("w/f", b"");
    assert_eq!(
        errno(fs.at("w/f", &OpenOptions::directory())),
        Errno::NotDir
    );
    let made = OpenOptions {
        create: true,
        ..OpenOptions::directory()
    };
    assert_eq!(errno(fs.open(ROOT_FD, "w/new", &made)), Errno::Inval);
}
