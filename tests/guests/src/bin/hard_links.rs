//! `path_link`: one file, several names.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");
    assert_eq!(link(dir, "file", dir, "twin"), Ok(()));
    let (file, twin) = (stat_at(dir, "file").unwrap(), stat_at(dir, "twin").unwrap());
    assert_eq!(file, twin);
    assert_eq!(file.nlink, 2);

    let fd = open(dir, "twin", Open::writing()).unwrap();
    assert_eq!(write(fd, b"CON"), Ok(3));
    assert_eq!(content(dir, "file"), b"CONtent");
    assert_eq!(unlink(dir, "file"), Ok(()));
    assert_eq!(stat_at(dir, "twin").unwrap().nlink, 1);
    assert_eq!(content(dir, "twin"), b"CONtent");

    // Where something is, and what cannot have two names.
    assert_eq!(link(dir, "twin", dir, "twin"), Err(EXIST));
    mkdir(dir, "sub").unwrap();
    assert_eq!(link(dir, "twin", dir, "sub"), Err(EXIST));
    assert_eq!(link(dir, "sub", dir, "sub2"), Err(PERM));
    assert_eq!(link(dir, "none", dir, "x"), Err(NOENT));
    assert_eq!(link(dir, "twin", dir, "none/x"), Err(NOENT));
    assert_eq!(link(dir, "twin", dir, "x/"), Err(NOENT));
    assert_eq!(link(dir, "twin/", dir, "x"), Err(NOTDIR));
    assert_eq!(link(dir, "twin", ROOT, "tmp/x"), Err(XDEV));

    // A symbolic link, itself or what it leads to.
    symlink("twin", dir, "link").unwrap();
    assert_eq!(link(dir, "link", dir, "link2"), Ok(()));
    assert_eq!(readlink(dir, "link2", 9), Ok("twin".to_owned()));
    assert_eq!(stat_at(dir, "link").unwrap().nlink, 2);
    let follow = |name: &str, new: &str| {
        let (name, new) = (name.as_bytes(), new.as_bytes());
        let (at, to) = (address(name), address(new));
        answer(raw::path_link(
            dir,
            1,
            at,
            name.len() as u32,
            dir,
            to,
            new.len() as u32,
        ))
    };
    assert_eq!(follow("link", "followed"), Ok(()));
    assert_eq!(stat_at(dir, "followed").unwrap().ino, twin.ino);
    symlink("nowhere", dir, "dangling").unwrap();
    assert_eq!(follow("dangling", "x"), Err(NOENT));
    assert_eq!(link(dir, "dangling", dir, "dangling2"), Ok(()));
    assert_eq!(link(dir, "twin", dir, "dangling"), Err(EXIST));
}
