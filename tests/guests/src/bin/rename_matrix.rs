//! `path_rename`: what may take whose place.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    // A file, over nothing, over a file, over itself, over a hard link of itself.
    make(dir, "a", b"a");
    assert_eq!(rename(dir, "a", dir, "b"), Ok(()));
    assert_eq!(stat_at(dir, "a"), Err(NOENT));
    make(dir, "c", b"c");
    let ino = stat_at(dir, "b").unwrap().ino;
    assert_eq!(rename(dir, "b", dir, "c"), Ok(()));
    assert_eq!(content(dir, "c"), b"a");
    assert_eq!(stat_at(dir, "c").unwrap().ino, ino);
    assert_eq!(rename(dir, "c", dir, "c"), Ok(()));
    link(dir, "c", dir, "d").unwrap();
    assert_eq!(rename(dir, "c", dir, "d"), Ok(()));
    assert_eq!(names(dir), ["c", "d"]);
    assert_eq!(rename(dir, "none", dir, "e"), Err(NOENT));

    // A directory, over nothing, over an empty one, over a full one, over a file; a file over it.
    mkdir(dir, "empty").unwrap();
    mkdir(dir, "full").unwrap();
    mkdir(dir, "full/sub").unwrap();
    make(dir, "full/sub/file", b"deep");
    assert_eq!(rename(dir, "full", dir, "empty"), Ok(()));
    assert_eq!(content(dir, "empty/sub/file"), b"deep");
    mkdir(dir, "other").unwrap();
    assert_eq!(rename(dir, "other", dir, "empty"), Err(NOTEMPTY));
    assert_eq!(rename(dir, "other", dir, "c"), Err(NOTDIR));
    assert_eq!(rename(dir, "c", dir, "other"), Err(ISDIR));
    assert_eq!(rename(dir, "c", dir, "empty"), Err(ISDIR));

    // A directory into itself, at any depth.
    assert_eq!(rename(dir, "empty", dir, "empty/sub/in"), Err(INVAL));
    assert_eq!(rename(dir, "empty", dir, "empty/in"), Err(INVAL));
    // Over what it lies in: that is not empty.
    assert_eq!(rename(dir, "empty/sub", dir, "empty"), Err(NOTEMPTY));
    // What has no name of its own.
    assert_eq!(rename(dir, ".", dir, "x"), Err(BUSY));
    assert_eq!(rename(dir, "empty/..", dir, "x"), Err(BUSY));
    assert_eq!(rename(dir, "c", dir, "."), Err(BUSY));
    assert_eq!(rename(ROOT, "workspace", ROOT, "x"), Err(ROFS));
    assert_eq!(rename(dir, "c", ROOT, "workspace"), Err(XDEV));
    // A path through what is no directory, or into what is not there.
    assert_eq!(rename(dir, "c/x", dir, "y"), Err(NOTDIR));
    assert_eq!(rename(dir, "c", dir, "none/y"), Err(NOENT));

    // A symbolic link is moved, not what it leads to; and is replaced, not what it leads to.
    symlink("c", dir, "link").unwrap();
    assert_eq!(rename(dir, "link", dir, "moved"), Ok(()));
    assert_eq!(readlink(dir, "moved", 9), Ok("c".to_owned()));
    assert_eq!(rename(dir, "d", dir, "moved"), Ok(()));
    assert_eq!(
        stat_at(dir, "moved").unwrap().filetype,
        filetype::REGULAR_FILE
    );

    // Between directories, through descriptors; `..` follows.
    let other = open(dir, "other", Open::reading().directory()).unwrap();
    assert_eq!(rename(dir, "empty/sub", other, "sub"), Ok(()));
    assert_eq!(content(other, "sub/file"), b"deep");
    let sub = stat_at(dir, "other/sub/..").unwrap().ino;
    assert_eq!(sub, stat(other).unwrap().ino);

    // What is replaced stays with whoever has it open.
    make(dir, "old", b"old");
    let fd = open(dir, "old", Open::reading()).unwrap();
    make(dir, "new", b"new");
    assert_eq!(rename(dir, "new", dir, "old"), Ok(()));
    assert_eq!(read(fd, 9), Ok(b"old".to_vec()));
    assert_eq!(stat(fd).unwrap().nlink, 0);
    assert_eq!(content(dir, "old"), b"new");
    assert_eq!(rename(99, "old", dir, "x"), Err(BADF));
    assert_eq!(rename(dir, "old", 0, "x"), Err(BADF));
}
