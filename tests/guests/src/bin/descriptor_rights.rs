//! `fd_fdstat_set_rights`: rights are given up, never gained.

use preview1_guests::errno::*;
use preview1_guests::*;

fn set(fd: u32, base: u64, inheriting: u64) -> Answer<()> {
    answer(raw::fd_fdstat_set_rights(fd, base, inheriting))
}

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");
    let fd = open(dir, "file", Open::both()).unwrap();
    for fd in [0, 1, 2, ROOT, dir, fd] {
        let held = fdstat(fd).unwrap();
        assert_eq!(set(fd, held.base, held.inheriting), Ok(()));
        assert_eq!(fdstat(fd), Ok(held));
    }

    let held = fdstat(fd).unwrap();
    let kept = held.base & !(right::FD_READ | right::FD_WRITE | right::FD_ALLOCATE);
    assert_eq!(set(fd, kept, held.inheriting), Ok(()));
    assert_eq!(fdstat(fd).unwrap().base, kept);
    assert_eq!(read(fd, 1), Err(BADF));
    assert_eq!(write(fd, b"x"), Err(BADF));
    assert_eq!(seek(fd, 0, 0), Ok(0));
    assert_eq!(set(fd, held.base, held.inheriting), Err(NOTCAPABLE));
    assert_eq!(set(fd, kept | right::FD_READ, 0), Err(NOTCAPABLE));
    assert_eq!(set(fd, kept, right::FD_READ), Err(NOTCAPABLE));
    assert_eq!(set(fd, 1 << 30, 0), Err(INVAL));
    assert_eq!(fdstat(fd).unwrap().base, kept);

    // What a directory may do itself is one thing, what it passes on another.
    let held = fdstat(dir).unwrap();
    let no_writing = !(right::WRITING | right::PATH_FILESTAT_SET_SIZE);
    assert_eq!(set(dir, held.base, held.inheriting & no_writing), Ok(()));
    assert_eq!(open(dir, "file", Open::both()), Err(NOTCAPABLE));
    assert_eq!(content(dir, "file"), b"content");
    assert_eq!(
        set(dir, held.base & !right::PATH_UNLINK_FILE & !(1 << 25), 0),
        Ok(())
    );
    assert_eq!(unlink(dir, "file"), Err(NOTCAPABLE));
    assert_eq!(open(dir, "file", Open::reading()), Err(NOTCAPABLE));
    assert_eq!(set(99, 0, 0), Err(BADF));
    // Another descriptor on the same directory has lost nothing.
    assert_eq!(unlink(workspace(), "file"), Ok(()));
}
