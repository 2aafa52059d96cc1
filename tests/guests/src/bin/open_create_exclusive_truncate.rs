//! `path_open` with `O_CREAT`, `O_EXCL`, `O_TRUNC` and `O_DIRECTORY`.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    assert_eq!(open(dir, "new", Open::both()), Err(NOENT));
    assert_eq!(open(dir, "new", Open::both().exclusive()), Err(NOENT));
    assert_eq!(open(dir, "new", Open::both().truncate()), Err(NOENT));

    let fd = open(dir, "new", Open::both().create().exclusive()).unwrap();
    assert_eq!(write(fd, b"content"), Ok(7));
    close(fd).unwrap();
    assert_eq!(
        open(dir, "new", Open::both().create().exclusive()),
        Err(EXIST)
    );
    assert_eq!(content(dir, "new"), b"content");

    close(open(dir, "new", Open::both().create()).unwrap()).unwrap();
    assert_eq!(content(dir, "new"), b"content");
    close(open(dir, "new", Open::writing().truncate()).unwrap()).unwrap();
    assert_eq!(content(dir, "new"), b"");

    // What is no directory.
    assert_eq!(open(dir, "new", Open::reading().directory()), Err(NOTDIR));
    assert_eq!(open(dir, "new/below", Open::both().create()), Err(NOTDIR));
    assert_eq!(open(dir, "none/below", Open::both().create()), Err(NOENT));

    // What is one.
    mkdir(dir, "sub").unwrap();
    assert_eq!(open(dir, "sub", Open::both()), Err(ISDIR));
    assert_eq!(open(dir, "sub", Open::both().directory()), Err(ISDIR));
    assert_eq!(open(dir, "sub", Open::reading().create()), Err(ISDIR));
    assert_eq!(open(dir, "sub", Open::writing().truncate()), Err(ISDIR));
    assert_eq!(
        open(dir, "sub", Open::both().create().exclusive()),
        Err(EXIST)
    );
    assert_eq!(
        open(dir, "made", Open::reading().create().directory()),
        Err(INVAL)
    );
    assert!(open(dir, "sub", Open::reading()).is_ok());

    // A symbolic link: O_EXCL does not follow it, O_CREAT makes what it leads to.
    symlink("target", dir, "link").unwrap();
    assert_eq!(
        open(dir, "link", Open::both().create().exclusive()),
        Err(EXIST)
    );
    assert_eq!(
        open(dir, "link", Open::both().create().nofollow()),
        Err(LOOP)
    );
    close(open(dir, "link", Open::both().create()).unwrap()).unwrap();
    assert_eq!(
        stat_at(dir, "target").unwrap().filetype,
        filetype::REGULAR_FILE
    );

    // Flags that there are not.
    let raw = |lookup, oflags, fdflags| {
        let mut fd = [0; 4];
        let (name, fd) = (address(b"new"), address_mut(&mut fd));
        answer(raw::path_open(
            dir, lookup, name, 3, oflags, 2, 0, fdflags, fd,
        ))
    };
    assert_eq!(raw(0, 0, 0), Ok(()));
    assert_eq!(raw(2, 0, 0), Err(INVAL));
    assert_eq!(raw(0, 16, 0), Err(INVAL));
    assert_eq!(raw(0, 0, 32), Err(INVAL));
    assert_eq!(open(dir, "new", Open::with(1 << 30)), Err(INVAL));
}
