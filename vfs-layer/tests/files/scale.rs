//! Many of something. Nothing here measures time: what is too slow by orders of magnitude does not end.

use vfs_layer::{Errno, OpenOptions, Quota, ROOT_FD};

use crate::sandbox::{creating, errno, with_quota};

fn large() -> Quota {
    Quota {
        inodes: 200_000,
        ..Quota::default()
    }
}

#[test]
fn a_hundred_thousand_files_in_one_directory() {
    let mut fs = with_quota(large());
    for n in 0..100_000 {
        let fd = fs.at(&format!("w/{n}"), &creating()).unwrap();
        fs.close(fd).unwrap();
    }
    let dir = fs.directory("w");
    let (mut cookie, mut seen) = (0, 0);
    // One entry a call, as a tiny buffer makes it.
    while let Some(entry) = fs.read_directory(dir, cookie).unwrap().next() {
        cookie = entry.next;
        seen += 1;
    }
    assert_eq!(seen, 100_002);
    for n in 0..100_000 {
        fs.rename(dir, &n.to_string(), dir, &format!("r{n}"))
            .unwrap();
    }
    assert_eq!(fs.verify(), Ok(()));
    for n in 0..100_000 {
        fs.unlink(dir, &format!("r{n}")).unwrap();
    }
    assert_eq!(fs.usage().inodes, 0);
}

#[test]
fn a_flood_of_unlinked_open_files_is_bounded_by_both_limits() {
    let mut fs = with_quota(Quota {
        inodes: 50,
        descriptors: 40,
        ..Quota::default()
    });
    let mut opened = Vec::new();
    while let Ok(fd) = fs.at("w/f", &creating()) {
        fs.write(fd, &[1; 10]).unwrap();
        fs.rm("w/f").unwrap();
        opened.push(fd);
    }
    assert_eq!(opened.len(), 36);
    assert_eq!((fs.usage().inodes, fs.usage().bytes), (36, 360));
    assert_eq!(errno(fs.at("w/f", &creating())), Errno::MFile);
    fs.begin_run();
    assert_eq!((fs.usage().inodes, fs.usage().bytes), (0, 0));
}

#[test]
fn ten_thousand_runs_leave_nothing() {
    let mut fs = with_quota(large());
    fs.write_file("/w/kept", b"kept").unwrap();
    let before = fs.usage();
    for _ in 0..10_000 {
        let fd = fs.at("w/tmp", &creating()).unwrap();
        fs.write(fd, b"temporary").unwrap();
        fs.rm("w/tmp").unwrap();
        fs.at("w/none", &OpenOptions::reading()).unwrap_err();
        fs.at("etc", &OpenOptions::reading()).unwrap_err();
        fs.begin_run();
    }
    assert_eq!(fs.usage(), before);
    assert_eq!(fs.get("w/kept").unwrap(), b"kept");
    assert_eq!(fs.preopen(ROOT_FD), Ok(Some("/")));
}

#[test]
fn deep_trees_do_not_use_the_stack() {
    let mut fs = with_quota(Quota {
        depth: 20_000,
        inodes: 20_000,
        ..Quota::default()
    });
    let mut dir = fs.directory("w");
    for _ in 0..3000 {
        fs.make_directory(dir, "d").unwrap();
        let inner = fs.open(dir, "d", &OpenOptions::directory()).unwrap();
        fs.close(dir).unwrap();
        dir = inner;
    }
    assert_eq!(fs.list("/w").unwrap().len(), 3000);
    let frozen = fs.freeze();
    let builder = vfs_layer::Namespace::builder(*fs.quota());
    let thawed = builder
        .mount("/w", vfs_layer::MountSpec::scratch())
        .mount("/x", vfs_layer::MountSpec::scratch())
        .thaw(&frozen)
        .unwrap();
    assert_eq!(thawed.list("/w").unwrap().len(), 3000);
}
