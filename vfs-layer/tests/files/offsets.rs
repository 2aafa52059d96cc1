//! Offsets and sizes of every magnitude, for every call that takes one. Nothing is allocated for them.

use vfs_layer::{Errno, FsError, Limit, LimitExceeded, OpenOptions, Quota, Whence};

use crate::sandbox::{creating, errno, sandbox, with_quota};

const HUGE: [u64; 7] = [
    1 << 31,
    1 << 32,
    1 << 40,
    1 << 62,
    1 << 63,
    u64::MAX - 1,
    u64::MAX,
];

#[test]
fn sizes_beyond_the_limit_are_refused_before_anything_is_allocated() {
    for size in HUGE {
        let mut fs = sandbox();
        let fd = fs.at("w/f", &creating()).unwrap();
        fs.write(fd, b"abc").unwrap();
        let exceeded = |asked| {
            Err(FsError::Limit(LimitExceeded {
                limit: Limit::FileBytes,
                asked,
                allowed: 16 << 20,
            }))
        };
        assert_eq!(fs.set_size(fd, size), exceeded(size), "{size:#x}");
        assert_eq!(
            fs.allocate(fd, size, 1),
            exceeded(size.saturating_add(1)),
            "{size:#x}"
        );
        assert_eq!(
            fs.allocate(fd, 1, size),
            exceeded(size.saturating_add(1)),
            "{size:#x}"
        );
        assert_eq!(
            fs.pwrite(fd, b"x", size).map(|_| ()),
            exceeded(size.saturating_add(1)),
            "{size:#x}"
        );
        assert_eq!(fs.last_limit().map(|hit| hit.limit), Some(Limit::FileBytes));
        assert_eq!(fs.pread(fd, &mut [0; 8], size), Ok(0), "{size:#x}");
        assert_eq!(
            fs.pread_slice(fd, usize::MAX, size),
            Ok(&[][..]),
            "{size:#x}"
        );
        let advised = if size == u64::MAX {
            Errno::Inval
        } else {
            Errno::Success
        };
        assert_eq!(errno(fs.advise(fd, size, 1)), advised, "{size:#x}");
        assert_eq!(fs.get("w/f").unwrap(), b"abc");
        assert_eq!(fs.usage().bytes, 3);
    }
}

#[test]
fn seeking_far_and_writing_there() {
    let mut fs = sandbox();
    let fd = fs.at("w/f", &creating()).unwrap();
    fs.write(fd, b"abc").unwrap();
    for offset in [1 << 31, 1 << 32, 1 << 40, 1 << 62, i64::MAX] {
        assert_eq!(
            fs.seek(fd, offset, Whence::Start),
            Ok(offset.unsigned_abs())
        );
        assert_eq!(fs.read(fd, &mut [0; 8]), Ok(0));
        assert_eq!(errno(fs.write(fd, b"x")), Errno::FBig);
        assert_eq!(fs.tell(fd), Ok(offset.unsigned_abs()));
    }
    assert_eq!(errno(fs.seek(fd, 1, Whence::Current)), Errno::Overflow);
    assert_eq!(errno(fs.seek(fd, i64::MAX, Whence::End)), Errno::Overflow);
    assert_eq!(errno(fs.seek(fd, -1, Whence::Start)), Errno::Inval);
    assert_eq!(errno(fs.seek(fd, -4, Whence::End)), Errno::Inval);
    assert_eq!(errno(fs.seek(fd, i64::MIN, Whence::Current)), Errno::Inval);
    assert_eq!(fs.seek(fd, -3, Whence::End), Ok(0));
}

#[test]
fn a_hole_is_charged_with_its_logical_size() {
    let mut fs = with_quota(Quota {
        total_bytes: 1000,
        ..Quota::default()
    });
    let fd = fs.at("w/f", &creating()).unwrap();
    assert_eq!(errno(fs.pwrite(fd, b"x", 1000)), Errno::NoSpc);
    assert_eq!(errno(fs.set_size(fd, 1001)), Errno::NoSpc);
    assert_eq!(errno(fs.allocate(fd, 500, 501)), Errno::NoSpc);
    assert_eq!(fs.usage().bytes, 0);
    fs.pwrite(fd, b"x", 999).unwrap();
    assert_eq!(fs.usage().bytes, 1000);
    fs.set_size(fd, 10).unwrap();
    assert_eq!(fs.usage().bytes, 10);
}

#[test]
fn directory_cookies_of_any_value_are_answered() {
    let mut fs = sandbox();
    fs.put("w/f", b"");
    let dir = fs.directory("w");
    for cookie in HUGE {
        assert_eq!(
            fs.read_directory(dir, cookie).unwrap().count(),
            0,
            "{cookie:#x}"
        );
    }
    assert_eq!(fs.read_directory(dir, 2).unwrap().count(), 1);
}

#[test]
fn buffers_larger_than_the_file_read_what_there_is() {
    let mut fs = sandbox();
    fs.put("w/f", b"abc");
    let fd = fs.at("w/f", &OpenOptions::reading()).unwrap();
    assert_eq!(fs.read_slice(fd, usize::MAX).unwrap(), b"abc");
    assert_eq!(fs.pread_slice(fd, usize::MAX, 1).unwrap(), b"bc");
    assert_eq!(fs.pread_slice(fd, 0, 1).unwrap(), b"");
}
