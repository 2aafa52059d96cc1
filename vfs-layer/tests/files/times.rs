use vfs_layer::{Errno, OpenOptions, ROOT_FD, TimeChange, Timestamp};

use crate::sandbox::{creating, errno, overlay, sandbox};

const fn at(nanos: u64) -> Timestamp {
    Timestamp::from_nanos(nanos)
}

#[test]
fn the_time_is_what_the_caller_says() {
    let mut fs = sandbox();
    fs.set_now(at(10));
    let fd = fs.at("w/f", &creating()).unwrap();
    let stat = fs.stat(fd).unwrap();
    assert_eq!(
        (stat.accessed, stat.modified, stat.changed),
        (at(10), at(10), at(10))
    );
    assert_eq!(fs.lstat("w").unwrap().modified, at(10));
    fs.set_now(at(20));
    fs.write(fd, b"x").unwrap();
    let stat = fs.stat(fd).unwrap();
    assert_eq!(
        (stat.accessed, stat.modified, stat.changed),
        (at(10), at(20), at(20))
    );
    fs.set_now(at(30));
    fs.get("w/f").unwrap();
    assert_eq!(fs.stat(fd).unwrap().accessed, at(10));
    fs.mv("w/f", "w/g").unwrap();
    let stat = fs.stat(fd).unwrap();
    assert_eq!((stat.modified, stat.changed), (at(20), at(30)));
    assert_eq!(fs.lstat("w").unwrap().modified, at(30));
}

#[test]
fn times_are_set_and_kept_at_their_extremes() {
    let mut fs = sandbox();
    fs.set_now(at(5));
    fs.put("w/f", b"");
    fs.ln_s("f", "w/l").unwrap();
    for extreme in [0, 1, i64::MAX as u64, 1 << 63, u64::MAX] {
        fs.set_times_at(
            ROOT_FD,
            "w/l",
            true,
            TimeChange::To(at(extreme)),
            TimeChange::Keep,
        )
        .unwrap();
        let stat = fs.lstat("w/f").unwrap();
        assert_eq!(
            (stat.accessed, stat.modified, stat.changed),
            (at(extreme), at(5), at(5))
        );
    }
    assert_eq!(fs.lstat("w/l").unwrap().accessed, at(5));
    fs.set_times_at(
        ROOT_FD,
        "w/l",
        false,
        TimeChange::Keep,
        TimeChange::To(at(7)),
    )
    .unwrap();
    assert_eq!(fs.lstat("w/l").unwrap().modified, at(7));
    let dir = fs.directory("w");
    fs.set_now(at(9));
    fs.set_times(dir, TimeChange::Now, TimeChange::To(at(1)))
        .unwrap();
    let stat = fs.stat(dir).unwrap();
    assert_eq!(
        (stat.accessed, stat.modified, stat.changed),
        (at(9), at(1), at(9))
    );
    assert_eq!(
        errno(fs.set_times_at(ROOT_FD, "w/f/", true, TimeChange::Now, TimeChange::Now)),
        Errno::NotDir
    );
}

#[test]
fn setting_times_of_a_lower_file_copies_no_bytes() {
    let mut fs = overlay();
    let before = fs.lstat("o/a.txt").unwrap();
    let fd = fs.at("o/a.txt", &OpenOptions::reading()).unwrap();
    fs.set_times(fd, TimeChange::Keep, TimeChange::To(at(42)))
        .unwrap();
    let after = fs.stat(fd).unwrap();
    assert_eq!(
        (after.inode, after.size, after.modified),
        (before.inode, 5, at(42))
    );
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (0, 1));
    assert_eq!(fs.get("o/a.txt").unwrap(), b"alpha");
}
