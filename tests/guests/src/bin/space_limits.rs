//! `EFBIG`, `ENOSPC`, `EDQUOT`: of one file, of all, of inodes, of bytes written; a refusal changes
//! nothing. The quota: 1,000 bytes a file, 2,500 in all, 10 inodes, 5,000 bytes written.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    let fd = open(dir, "one", Open::both().create()).unwrap();
    // One file.
    assert_eq!(write(fd, &[b'x'; 1001]), Err(FBIG));
    assert_eq!(stat(fd).unwrap().size, 0);
    assert_eq!(write(fd, &[b'x'; 1000]), Ok(1000));
    assert_eq!(write(fd, b"x"), Err(FBIG));
    assert_eq!(pwrite(fd, b"xy", 999), Err(FBIG));
    assert_eq!(answer(raw::fd_filestat_set_size(fd, 1001)), Err(FBIG));
    assert_eq!(answer(raw::fd_allocate(fd, 1, 1000)), Err(FBIG));
    assert_eq!(tell(fd), Ok(1000));
    assert_eq!(pwrite(fd, b"y", 999), Ok(1));

    // All together; a hole counts as what it will hold.
    let two = open(dir, "two", Open::both().create()).unwrap();
    assert_eq!(answer(raw::fd_filestat_set_size(two, 1000)), Ok(()));
    let three = open(dir, "three", Open::both().create()).unwrap();
    assert_eq!(write(three, &[b'x'; 501]), Err(NOSPC));
    assert_eq!(write(three, &[b'x'; 500]), Ok(500));
    assert_eq!(write(three, b"x"), Err(NOSPC));
    assert_eq!(symlink("x", dir, "link"), Err(NOSPC));
    assert_eq!(stat_at(dir, "link"), Err(NOENT));
    assert_eq!(answer(raw::fd_filestat_set_size(two, 0)), Ok(()));
    assert_eq!(write(three, b"x"), Ok(1));

    // Inodes: three files; seven more of whatever kind.
    for index in 0..5 {
        mkdir(dir, &format!("dir{index}")).unwrap();
    }
    symlink("x", dir, "link").unwrap();
    link(dir, "one", dir, "twin").unwrap();
    assert_eq!(mkdir(dir, "more"), Err(NOSPC));
    assert_eq!(open(dir, "more", Open::both().create()), Err(NOSPC));
    assert_eq!(symlink("x", dir, "more"), Err(NOSPC));
    assert_eq!(link(dir, "one", dir, "more"), Err(NOSPC));
    assert_eq!(rename(dir, "twin", dir, "renamed"), Ok(()));
    assert_eq!(rmdir(dir, "dir0"), Ok(()));
    assert_eq!(mkdir(dir, "more"), Ok(()));

    // Bytes written, those over others included: 1,502 so far.
    let mut written = 1000 + 1 + 500 + 1;
    while written + 100 <= 5000 {
        assert_eq!(pwrite(fd, &[b'z'; 100], 0), Ok(100));
        written += 100;
    }
    assert_eq!(pwrite(fd, &[b'w'; 100], 0), Err(DQUOT));
    assert_eq!(pread(fd, 2, 0), Ok(b"zz".to_vec()));
    assert_eq!(pwrite(fd, &[b'w'; 98], 0), Ok(98));
    assert_eq!(pwrite(fd, b"w", 0), Err(DQUOT));
    // Reading, and what writes no bytes, goes on.
    assert_eq!(pread(fd, 2, 0), Ok(b"ww".to_vec()));
    assert_eq!(unlink(dir, "two"), Ok(()));
}
