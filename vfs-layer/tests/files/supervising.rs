use vfs_layer::{Errno, FileKind, FsError, Limit, MountSpec, Namespace, Quota, Rights};

use crate::sandbox::{Sandbox, creating, errno, lower, sandbox, with_quota};

#[test]
fn files_go_in_and_come_out() {
    let mut fs = sandbox();
    fs.write_file("/w/a/b/c.txt", b"one").unwrap();
    fs.write_file("/w/a/b/c.txt", b"two!").unwrap();
    assert_eq!(fs.read_file("/w/a/b/c.txt").unwrap(), b"two!");
    assert_eq!(fs.read_file("/w/a/../a/b/c.txt").unwrap(), b"two!");
    assert_eq!(fs.stat_path("/w/a").unwrap().kind, FileKind::Directory);
    assert_eq!(
        (fs.usage().bytes, fs.usage().inodes, fs.usage().written),
        (4, 3, 0)
    );
    let listed: Vec<(String, u64)> = fs
        .list("/w")
        .unwrap()
        .into_iter()
        .map(|object| (object.path, object.size))
        .collect();
    assert_eq!(
        listed,
        [
            ("a".to_owned(), 0),
            ("a/b".to_owned(), 0),
            ("a/b/c.txt".to_owned(), 4)
        ]
    );
    assert_eq!(fs.list("/").unwrap().len(), 5);
}

#[test]
fn what_goes_wrong_is_said() {
    let mut fs = sandbox();
    fs.write_file("/w/f", b"").unwrap();
    assert_eq!(errno(fs.read_file("/w/none")), Errno::NoEnt);
    assert_eq!(errno(fs.read_file("/w")), Errno::IsDir);
    assert_eq!(errno(fs.read_file("/w/f/x")), Errno::NotDir);
    assert_eq!(errno(fs.write_file("/w", b"")), Errno::IsDir);
    assert_eq!(errno(fs.write_file("/w/g/", b"")), Errno::IsDir);
    assert_eq!(errno(fs.write_file("/w/f/x", b"")), Errno::NotDir);
    assert_eq!(errno(fs.write_file("/etc/passwd", b"")), Errno::RoFs);
    assert_eq!(errno(fs.write_file("/../x/f", b"")), Errno::Perm);
    assert_eq!(errno(fs.list("/w/f")), Errno::NotDir);
    assert_eq!(errno(fs.make_directories("/w/f")), Errno::NotDir);
    fs.make_directories("/w/p/q").unwrap();
    fs.make_directories("/w/p/q").unwrap();
    assert_eq!(fs.usage().inodes, 3);
}

#[test]
fn quotas_bind_the_supervisor_and_missing_rights_do_not() {
    let builder = Namespace::builder(Quota {
        file_bytes: 10,
        ..Quota::default()
    });
    let builder = builder
        .mount("/in", MountSpec::scratch().rights(Rights::READ_ONLY))
        .mount("/lib", MountSpec::read_only(lower()));
    let mut fs = Sandbox(builder.build().unwrap());
    fs.write_file("/in/f", b"input").unwrap();
    assert_eq!(fs.get("in/f").unwrap(), b"input");
    assert_eq!(errno(fs.at("in/f", &creating())), Errno::RoFs);
    assert_eq!(errno(fs.write_file("/lib/a.txt", b"")), Errno::RoFs);
    assert_eq!(errno(fs.write_file("/lib/new", b"")), Errno::RoFs);
    let Err(FsError::Limit(exceeded)) = fs.write_file("/in/f", &[0; 11]) else {
        panic!("no limit");
    };
    assert_eq!(
        (exceeded.limit, exceeded.asked, exceeded.allowed),
        (Limit::FileBytes, 11, 10)
    );
    assert_eq!(fs.read_file("/in/f").unwrap(), b"input");
}

#[test]
fn an_upload_over_the_quota_leaves_what_was_there() {
    let mut fs = with_quota(Quota {
        total_bytes: 10,
        ..Quota::default()
    });
    fs.write_file("/w/f", &[1; 10]).unwrap();
    assert_eq!(errno(fs.write_file("/w/f", &[2; 11])), Errno::NoSpc);
    assert_eq!(errno(fs.write_file("/w/g", &[2; 1])), Errno::NoSpc);
    assert_eq!(fs.read_file("/w/f").unwrap(), [1; 10]);
    fs.write_file("/w/f", &[3; 10]).unwrap();
    assert_eq!(fs.read_file("/w/f").unwrap(), [3; 10]);
}
