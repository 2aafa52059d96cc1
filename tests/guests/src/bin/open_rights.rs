//! A descriptor may do what the open asked for, and nothing else.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");

    let reader = open(dir, "file", Open::reading()).unwrap();
    assert_eq!(read(reader, 99), Ok(b"content".to_vec()));
    assert_eq!(write(reader, b"x"), Err(BADF));
    assert_eq!(pwrite(reader, b"x", 0), Err(BADF));
    assert_eq!(answer(raw::fd_allocate(reader, 0, 100)), Err(BADF));
    let rights = fdstat(reader).unwrap().base;
    assert_eq!(rights & (right::FD_READ | right::FD_WRITE), right::FD_READ);

    let writer = open(dir, "file", Open::writing()).unwrap();
    assert_eq!(read(writer, 99), Err(BADF));
    assert_eq!(pread(writer, 99, 0), Err(BADF));
    assert_eq!(write(writer, b"CON"), Ok(3));
    let rights = fdstat(writer).unwrap().base;
    assert_eq!(rights & (right::FD_READ | right::FD_WRITE), right::FD_WRITE);

    // With no right at all it opens, and is good for nothing.
    let nothing = open(dir, "file", Open::with(0)).unwrap();
    assert_eq!(read(nothing, 1), Err(BADF));
    assert_eq!(write(nothing, b"x"), Err(BADF));
    assert_eq!(stat(nothing), Err(NOTCAPABLE));
    assert_eq!(
        answer(raw::fd_filestat_set_times(nothing, 0, 0, 0b1010)),
        Err(NOTCAPABLE)
    );

    // What a directory does not pass on, nothing opened through it has.
    let passed_on = right::FD_READ | right::FD_READDIR | right::FD_FILESTAT_GET;
    let how = Open::reading().directory().inheriting(passed_on);
    let narrow = open(dir, ".", how).unwrap();
    assert_eq!(open(narrow, "file", Open::both()), Err(NOTCAPABLE));
    assert_eq!(open(narrow, "file", Open::writing()), Err(NOTCAPABLE));
    let fd = open(narrow, "file", Open::reading()).unwrap();
    assert_eq!(read(fd, 99), Ok(b"CONtent".to_vec()));
    assert_eq!(fdstat(fd).unwrap().base & right::FD_FILESTAT_SET_TIMES, 0);
    // Its own rights are another matter: it makes a file, which it cannot then write to.
    let made = open(narrow, "made", Open::reading().create()).unwrap();
    assert_eq!(write(made, b"x"), Err(BADF));
}
