//! `path_unlink_file` and `path_remove_directory`: each for its own.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"");
    mkdir(dir, "sub").unwrap();
    make(dir, "sub/file", b"");
    symlink("sub", dir, "link").unwrap();

    assert_eq!(rmdir(dir, "file"), Err(NOTDIR));
    assert_eq!(rmdir(dir, "link"), Err(NOTDIR));
    assert_eq!(unlink(dir, "sub"), Err(ISDIR));
    assert_eq!(rmdir(dir, "sub"), Err(NOTEMPTY));
    assert_eq!(rmdir(dir, "none"), Err(NOENT));
    assert_eq!(unlink(dir, "none"), Err(NOENT));
    assert_eq!(unlink(dir, "file/x"), Err(NOTDIR));
    assert_eq!(rmdir(dir, "."), Err(INVAL));
    assert_eq!(rmdir(dir, "sub/."), Err(INVAL));
    assert_eq!(rmdir(dir, "sub/.."), Err(NOTEMPTY));
    assert_eq!(unlink(dir, "."), Err(ISDIR));
    assert_eq!(rmdir(ROOT, "tmp"), Err(ROFS));
    assert_eq!(unlink(ROOT, "none"), Err(NOENT));

    // A symbolic link goes, not what it leads to.
    assert_eq!(unlink(dir, "link"), Ok(()));
    assert_eq!(unlink(dir, "sub/file"), Ok(()));
    assert_eq!(rmdir(dir, "sub"), Ok(()));
    assert_eq!(unlink(dir, "file"), Ok(()));
    assert_eq!(names(dir), [] as [&str; 0]);
    assert_eq!(mkdir(dir, "sub"), Ok(()));
    assert_eq!(mkdir(dir, "sub"), Err(EXIST));
    assert_eq!(mkdir(dir, "none/sub"), Err(NOENT));
    assert_eq!(mkdir(dir, "."), Err(EXIST));
    assert_eq!(unlink(0, "x"), Err(BADF));
    assert_eq!(mkdir(99, "x"), Err(BADF));
}
