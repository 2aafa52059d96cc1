use vfs_layer::{Errno, OpenOptions, ROOT_FD};

use crate::sandbox::{creating, errno, sandbox};

#[test]
fn each_kind_has_its_call() {
    let mut fs = sandbox();
    fs.mkdir("w/d").unwrap();
    fs.put("w/d/f", b"");
    assert_eq!(errno(fs.rm("w/d")), Errno::IsDir);
    assert_eq!(errno(fs.rm("w/d/.")), Errno::IsDir);
    assert_eq!(errno(fs.rmdir("w/d/f")), Errno::NotDir);
    assert_eq!(errno(fs.rmdir("w/d")), Errno::NotEmpty);
    assert_eq!(errno(fs.rmdir("w/d/.")), Errno::Inval);
    assert_eq!(errno(fs.rmdir("w/d/..")), Errno::NotEmpty);
    assert_eq!(errno(fs.rm("w/none")), Errno::NoEnt);
    assert_eq!(errno(fs.rmdir("w/none")), Errno::NoEnt);
    fs.rm("w/d/f").unwrap();
    fs.rmdir("w/d").unwrap();
    assert_eq!(fs.usage().inodes, 0);
}

#[test]
fn nothing_comes_out_of_a_removed_directory() {
    let mut fs = sandbox();
    fs.mkdir("w/a").unwrap();
    fs.mkdir("w/a/b").unwrap();
    fs.put("w/a/secret", b"s");
    let dir = fs.directory("w/a/b");
    fs.rmdir("w/a/b").unwrap();
    assert_eq!(
        errno(fs.open(dir, "..", &OpenOptions::directory())),
        Errno::Perm
    );
    assert_eq!(
        errno(fs.open(dir, "../secret", &OpenOptions::reading())),
        Errno::Perm
    );
    assert_eq!(errno(fs.open(dir, "new", &creating())), Errno::NoEnt);
    assert_eq!(errno(fs.make_directory(dir, "new")), Errno::NoEnt);
    assert_eq!(errno(fs.symlink("t", dir, "new")), Errno::NoEnt);
    assert_eq!(
        errno(fs.link(ROOT_FD, "w/a/secret", false, dir, "new")),
        Errno::NoEnt
    );
    assert_eq!(
        errno(fs.rename(ROOT_FD, "w/a/secret", dir, "new")),
        Errno::NoEnt
    );
    // Its entries are `.` and `..`, both of them itself, also when what was above it is gone as well.
    fs.rm("w/a/secret").unwrap();
    fs.rmdir("w/a").unwrap();
    let inode = fs.stat(dir).unwrap().inode;
    let entries: Vec<(String, u64)> = fs
        .read_directory(dir, 0)
        .unwrap()
        .map(|entry| (entry.name.to_owned(), entry.inode))
        .collect();
    assert_eq!(entries, [(".".to_owned(), inode), ("..".to_owned(), inode)]);
    assert_eq!(fs.usage().inodes, 1);
    fs.close(dir).unwrap();
    assert_eq!(fs.usage().inodes, 0);
}

#[test]
fn making_what_exists_a_hundred_times_costs_nothing() {
    let mut fs = sandbox();
    fs.mkdir("w/d").unwrap();
    for _ in 0..100 {
        assert_eq!(errno(fs.mkdir("w/d")), Errno::Exist);
    }
    assert_eq!(fs.usage().inodes, 1);
}
