use vfs_layer::{
    Errno, FsError, Limit, LimitExceeded, MountQuota, MountSpec, Namespace, OpenOptions, Quota,
    Usage,
};

use crate::sandbox::{Sandbox, creating, errno, overlay_with, with_quota};

fn exceeded<T>(limit: Limit, asked: u64, allowed: u64) -> Result<T, FsError> {
    Err(FsError::Limit(LimitExceeded {
        limit,
        asked,
        allowed,
    }))
}

#[test]
fn zero_means_none_of_it() {
    let none = Quota {
        file_bytes: 0,
        total_bytes: 0,
        inodes: 0,
        descriptors: 0,
        name_bytes: 0,
        path_bytes: 0,
        depth: 0,
        symlink_bytes: 0,
        written_bytes: 0,
    };
    let mut fs = with_quota(none);
    assert_eq!(
        fs.at("w", &OpenOptions::directory()),
        exceeded(Limit::PathBytes, 1, 0)
    );
    let usage = Usage {
        descriptors: 4,
        ..Usage::default()
    };
    assert_eq!(fs.usage(), usage);
    let mut fs = with_quota(Quota {
        inodes: 0,
        ..Quota::default()
    });
    assert_eq!(fs.at("w/f", &creating()), exceeded(Limit::Inodes, 1, 0));
    assert_eq!(fs.mkdir("w/d"), exceeded(Limit::Inodes, 1, 0));
    assert_eq!(fs.ln_s("t", "w/l"), exceeded(Limit::Inodes, 1, 0));
}

#[test]
fn a_write_that_does_not_fit_writes_nothing() {
    let mut fs = with_quota(Quota {
        file_bytes: 10,
        total_bytes: 15,
        ..Quota::default()
    });
    let one = fs.at("w/one", &creating()).unwrap();
    fs.write(one, &[1; 8]).unwrap();
    let before = fs.usage();
    assert_eq!(fs.write(one, &[2; 3]), exceeded(Limit::FileBytes, 11, 10));
    let two = fs.at("w/two", &creating()).unwrap();
    assert_eq!(fs.write(two, &[2; 8]), exceeded(Limit::TotalBytes, 16, 15));
    assert_eq!(fs.usage().bytes, before.bytes);
    assert_eq!(fs.usage().written, before.written);
    assert_eq!(fs.tell(one), Ok(8));
    assert_eq!(fs.get("w/one").unwrap(), [1; 8]);
    // Overwriting needs no room.
    fs.pwrite(one, &[3; 8], 0).unwrap();
    fs.write(two, &[2; 7]).unwrap();
    assert_eq!(fs.usage().bytes, 15);
}

#[test]
fn bytes_written_are_counted_over_a_run() {
    let mut fs = with_quota(Quota {
        written_bytes: 100,
        ..Quota::default()
    });
    let fd = fs.at("w/f", &creating()).unwrap();
    for _ in 0..10 {
        fs.pwrite(fd, &[1; 10], 0).unwrap();
    }
    assert_eq!(fs.usage().bytes, 10);
    assert_eq!(
        fs.pwrite(fd, &[1; 1], 0),
        exceeded(Limit::WrittenBytes, 101, 100)
    );
    assert_eq!(errno(fs.pwrite(fd, &[1; 1], 0)), Errno::DQuot);
    assert_eq!(
        fs.last_limit().map(|hit| hit.limit),
        Some(Limit::WrittenBytes)
    );
    fs.begin_run();
    assert_eq!(fs.last_limit(), None);
    let fd = fs.at("w/f", &creating()).unwrap();
    fs.write(fd, &[1; 100]).unwrap();
    fs.set_written_limit(110);
    fs.write(fd, &[1; 10]).unwrap();
    assert_eq!(errno(fs.write(fd, &[1; 1])), Errno::DQuot);
}

#[test]
fn a_mount_has_a_quota_of_its_own() {
    let small = MountQuota {
        file_bytes: 5,
        total_bytes: 8,
        inodes: 2,
    };
    let builder = Namespace::builder(Quota::default())
        .mount("/small", MountSpec::scratch().quota(small))
        .mount("/w", MountSpec::scratch());
    let mut fs = Sandbox(builder.build().unwrap());
    let fd = fs.at("small/a", &creating()).unwrap();
    assert_eq!(fs.write(fd, &[1; 6]), exceeded(Limit::FileBytes, 6, 5));
    fs.write(fd, &[1; 5]).unwrap();
    let other = fs.at("small/b", &creating()).unwrap();
    assert_eq!(fs.write(other, &[1; 4]), exceeded(Limit::TotalBytes, 9, 8));
    assert_eq!(fs.mkdir("small/c"), exceeded(Limit::Inodes, 3, 2));
    fs.put("w/f", &[1; 100]);
    let used: Vec<(String, u64, u64)> = fs
        .mounts()
        .map(|mount| (mount.path.to_owned(), mount.usage.bytes, mount.usage.inodes))
        .collect();
    assert_eq!(
        used,
        [("/small".to_owned(), 5, 2), ("/w".to_owned(), 100, 1)]
    );
}

#[test]
fn a_tightened_file_limit_lets_what_is_larger_shrink() {
    let mut fs = with_quota(Quota::default());
    fs.put("w/f", &[1; 100]);
    fs.set_file_limit(10);
    let fd = fs.at("w/f", &creating()).unwrap();
    assert_eq!(fs.pwrite(fd, &[2; 10], 50), Ok(10));
    assert_eq!(
        fs.pwrite(fd, &[2; 10], 95),
        exceeded(Limit::FileBytes, 105, 10)
    );
    fs.set_size(fd, 50).unwrap();
    assert_eq!(fs.set_size(fd, 51), exceeded(Limit::FileBytes, 51, 10));
}

#[test]
fn names_and_links_count_at_the_edge() {
    let mut fs = with_quota(Quota {
        total_bytes: 10,
        ..Quota::default()
    });
    assert_eq!(
        fs.ln_s("elevenbytes", "w/l"),
        exceeded(Limit::TotalBytes, 11, 10)
    );
    fs.ln_s("ten bytes!", "w/l").unwrap();
    assert_eq!(fs.ln_s("x", "w/m"), exceeded(Limit::TotalBytes, 11, 10));
}

#[test]
fn whiteouts_are_charged_and_given_back() {
    let mut fs = overlay_with(Quota {
        inodes: 2,
        ..Quota::default()
    });
    fs.rm("o/a.txt").unwrap();
    fs.rm("o/b.txt").unwrap();
    assert_eq!(fs.usage().inodes, 2);
    assert_eq!(fs.rm("o/link"), exceeded(Limit::Inodes, 3, 2));
    // A new file in the place of a whiteout takes its charge over.
    fs.put("o/a.txt", b"");
    assert_eq!(fs.usage().inodes, 2);
    fs.rm("o/a.txt").unwrap();
    assert_eq!(fs.usage().inodes, 2);
}

#[test]
fn room_is_what_the_narrower_quota_leaves() {
    let mut fs = with_quota(Quota {
        total_bytes: 100,
        inodes: 10,
        ..Quota::default()
    });
    let file = fs.at("w/f", &creating()).unwrap();
    fs.write(file, &[1; 30]).unwrap();
    let device = fs.stat(file).unwrap().device;
    let space = fs.space(device).unwrap();
    assert_eq!((space.bytes, space.bytes_free), (100, 70));
    assert_eq!((space.inodes, space.inodes_free), (10, 9));
    assert!(!space.read_only);
    let around = fs.space(1).unwrap();
    assert_eq!((around.bytes_free, around.inodes_free), (0, 0));
    assert!(around.read_only);
    assert_eq!(fs.space(0), None);
    assert_eq!(fs.space(u64::MAX), None);
}
