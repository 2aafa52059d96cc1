//! A file without a name stays, whole and charged, for those who have it open.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    // The quota is 2,500 bytes in all.
    make(dir, "file", &[b'x'; 1000]);
    let fd = open(dir, "file", Open::both()).unwrap();
    let other = open(dir, "file", Open::reading()).unwrap();
    unlink(dir, "file").unwrap();
    assert_eq!(open(dir, "file", Open::reading()), Err(NOENT));
    assert_eq!(stat(fd).map(|stat| (stat.nlink, stat.size)), Ok((0, 1000)));
    assert_eq!(pwrite(fd, b"changed", 0), Ok(7));
    assert_eq!(read(other, 7), Ok(b"changed".to_vec()));
    // Another file of that name is another file.
    make(dir, "file", b"new");
    assert_eq!(pread(fd, 7, 0), Ok(b"changed".to_vec()));
    assert_ne!(stat(fd).unwrap().ino, stat_at(dir, "file").unwrap().ino);

    // It counts until the last descriptor is closed.
    let filler = open(dir, "filler", Open::both().create()).unwrap();
    let grow = |size| answer(raw::fd_filestat_set_size(filler, size));
    let fill = open(dir, "fill", Open::both().create()).unwrap();
    assert_eq!(answer(raw::fd_filestat_set_size(fill, 900)), Ok(()));
    assert_eq!(grow(598), Err(NOSPC));
    assert_eq!(grow(597), Ok(()));
    close(fd).unwrap();
    assert_eq!(grow(598), Err(NOSPC));
    close(other).unwrap();
    assert_eq!(grow(1000), Ok(()));

    // A directory that was removed while open is empty for good.
    mkdir(dir, "sub").unwrap();
    let sub = open(dir, "sub", Open::reading().directory()).unwrap();
    rmdir(dir, "sub").unwrap();
    assert_eq!(stat(sub).unwrap().filetype, filetype::DIRECTORY);
    assert_eq!(names(sub), [] as [&str; 0]);
    assert_eq!(open(sub, "x", Open::both().create()), Err(NOENT));
    assert_eq!(symlink("x", sub, "x"), Err(NOENT));
    assert_eq!(rename(dir, "fill", sub, "x"), Err(NOENT));
    assert_eq!(close(sub), Ok(()));
}
