//! `path_symlink` and `path_readlink`.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    assert_eq!(symlink("target/below", dir, "link"), Ok(()));
    assert_eq!(readlink(dir, "link", 99), Ok("target/below".to_owned()));
    assert_eq!(readlink(dir, "link", 6), Ok("target".to_owned()));
    assert_eq!(readlink(dir, "link", 0), Ok(String::new()));
    let stat = stat_at(dir, "link").unwrap();
    assert_eq!(
        (stat.filetype, stat.size, stat.nlink),
        (filetype::SYMBOLIC_LINK, 12, 1)
    );
    assert_eq!(stat_follow(dir, "link"), Err(NOENT));

    // The bytes beside what is stored stay as they are.
    let mut buffer = [0xa5; 16];
    let (at, mut used) = (address_mut(&mut buffer), [0; 4]);
    assert_eq!(
        raw::path_readlink(dir, address(b"link"), 4, at, 16, address_mut(&mut used)),
        0
    );
    assert_eq!(buffer[12..], [0xa5; 4]);

    make(dir, "file", b"content");
    assert_eq!(readlink(dir, "file", 9), Err(INVAL));
    assert_eq!(readlink(dir, ".", 9), Err(INVAL));
    assert_eq!(readlink(dir, "none", 9), Err(NOENT));
    assert_eq!(symlink("x", dir, "file"), Err(EXIST));
    assert_eq!(symlink("x", dir, "link"), Err(EXIST));
    assert_eq!(symlink("x", dir, "new/"), Err(NOENT));

    // The target is any path; what is wrong with it shows when it is followed.
    assert_eq!(symlink("", dir, "x"), Err(NOENT));
    assert_eq!(symlink("a\0b", dir, "x"), Err(INVAL));
    assert_eq!(symlink(b"\xff", dir, "x"), Err(ILSEQ));
    assert_eq!(symlink(&"x".repeat(4096), dir, "x"), Err(NAMETOOLONG));
    assert_eq!(symlink("..", dir, "up"), Ok(()));
    assert_eq!(open(dir, "up", Open::reading()), Err(PERM));

    // Followed in the middle, at the end, and not.
    mkdir(dir, "target").unwrap();
    make(dir, "target/below", b"below");
    assert_eq!(content(dir, "link"), b"below");
    assert_eq!(open(dir, "link", Open::reading().nofollow()), Err(LOOP));
    assert_eq!(symlink("target", dir, "middle"), Ok(()));
    let fd = open(dir, "middle/below", Open::reading().nofollow()).unwrap();
    assert_eq!(read(fd, 9), Ok(b"below".to_vec()));
    // A relative target begins where the link is.
    assert_eq!(symlink("below", dir, "target/beside"), Ok(()));
    assert_eq!(content(dir, "middle/beside"), b"below");
    assert_eq!(unlink(dir, "middle"), Ok(()));
    assert_eq!(names(dir), ["file", "link", "target", "up"]);
}
