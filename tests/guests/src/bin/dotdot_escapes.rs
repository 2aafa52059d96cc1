//! `..` never leads above the directory that a path begins in, and is never taken lexically.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");
    mkdir(dir, "sub").unwrap();
    mkdir(dir, "sub/deep").unwrap();

    // Down and up again is within it.
    for name in [
        "sub/../file",
        "./sub/.././file",
        "sub//deep/..//../file",
        "sub/deep/../../file",
    ] {
        assert_eq!(content(dir, name), b"content", "{name}");
    }
    // Above it is not, however the path goes on.
    for name in [
        "..",
        "../",
        "../workspace/file",
        "./..",
        "sub/../..",
        "sub/deep/../../../workspace",
    ] {
        assert_eq!(open(dir, name, Open::reading()), Err(PERM), "{name}");
        assert_eq!(stat_at(dir, name), Err(PERM), "{name}");
    }
    assert_eq!(mkdir(dir, "../made"), Err(PERM));
    assert_eq!(unlink(dir, "../workspace/file"), Err(PERM));
    assert_eq!(rmdir(dir, "../tmp"), Err(PERM));
    assert_eq!(rename(dir, "file", dir, "../tmp/file"), Err(PERM));
    assert_eq!(rename(dir, "../workspace/file", dir, "x"), Err(PERM));
    assert_eq!(link(dir, "../workspace/file", dir, "x"), Err(PERM));
    assert_eq!(symlink("x", dir, "../x"), Err(PERM));
    assert_eq!(readlink(dir, "../x", 9), Err(PERM));
    assert_eq!(open(ROOT, "..", Open::reading()), Err(PERM));
    assert_eq!(open(ROOT, "workspace/../../x", Open::reading()), Err(PERM));
    for name in ["/", "/workspace/file", "//file"] {
        assert_eq!(open(dir, name, Open::reading()), Err(PERM), "{name}");
        assert_eq!(open(ROOT, name, Open::reading()), Err(PERM), "{name}");
    }

    // What is not there has no `..`, and what is no directory neither.
    assert_eq!(open(dir, "none/../file", Open::reading()), Err(NOENT));
    assert_eq!(open(dir, "file/../file", Open::reading()), Err(NOTDIR));
    // Behind a symbolic link, `..` is above where it leads.
    symlink("sub/deep", dir, "link").unwrap();
    assert_eq!(
        stat_at(dir, "link/..").unwrap().ino,
        stat_at(dir, "sub").unwrap().ino
    );
    // A directory that was moved while open has `..` where it is now.
    let deep = open(dir, "sub/deep", Open::reading().directory()).unwrap();
    assert_eq!(rename(dir, "sub/deep", dir, "moved"), Ok(()));
    assert_eq!(open(deep, "..", Open::reading()), Err(PERM));
    assert_eq!(
        stat_at(dir, "moved/..").unwrap().ino,
        stat(dir).unwrap().ino
    );
    // One that was removed leads nowhere.
    assert_eq!(rmdir(dir, "moved"), Ok(()));
    assert_eq!(open(deep, "..", Open::reading()), Err(PERM));
    assert_eq!(open(deep, "x", Open::both().create()), Err(NOENT));
    assert_eq!(mkdir(deep, "x"), Err(NOENT));
}
