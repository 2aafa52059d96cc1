//! `EMFILE`: as many descriptors as the quota has, and each one that is closed can be opened again.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"");
    let mut opened = Vec::new();
    let errno = loop {
        match open(dir, "file", Open::reading()) {
            Ok(fd) => opened.push(fd),
            Err(errno) => break errno,
        }
    };
    // Of 32: three streams, the preopen, and this folder.
    assert_eq!((errno, opened.len()), (MFILE, 27));
    // What cannot be opened is not made or emptied either.
    assert_eq!(open(dir, "new", Open::both().create()), Err(MFILE));
    assert_eq!(stat_at(dir, "new"), Err(NOENT));
    close(opened[3]).unwrap();
    let writer = open(dir, "file", Open::both()).unwrap();
    assert_eq!(writer, opened[3]);
    assert_eq!(write(writer, b"content"), Ok(7));
    assert_eq!(open(dir, "file", Open::writing().truncate()), Err(MFILE));
    assert_eq!(stat_at(dir, "file").unwrap().size, 7);
    for fd in opened {
        close(fd).unwrap();
    }
    assert!(open(dir, "new", Open::both().create()).is_ok());
}
