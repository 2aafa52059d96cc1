//! `fd_filestat_set_size`: shorter, longer, and while others have the file open.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"0123456789");
    let fd = open(dir, "file", Open::both()).unwrap();
    let other = open(dir, "file", Open::both()).unwrap();
    assert_eq!(seek(fd, 8, 0), Ok(8));
    assert_eq!(answer(raw::fd_filestat_set_size(other, 4)), Ok(()));
    assert_eq!(stat(fd).unwrap().size, 4);
    // The offset stays where it was: beyond the end now.
    assert_eq!(tell(fd), Ok(8));
    assert_eq!(read(fd, 9), Ok(vec![]));
    assert_eq!(write(fd, b"x"), Ok(1));
    assert_eq!(pread(fd, 99, 0), Ok(b"0123\0\0\0\0x".to_vec()));
    // What was cut off does not come back.
    assert_eq!(answer(raw::fd_filestat_set_size(fd, 2)), Ok(()));
    assert_eq!(answer(raw::fd_filestat_set_size(fd, 6)), Ok(()));
    assert_eq!(pread(fd, 99, 0), Ok(b"01\0\0\0\0".to_vec()));
    assert_eq!(answer(raw::fd_filestat_set_size(fd, 0)), Ok(()));
    assert_eq!(content(dir, "file"), b"");

    assert_eq!(answer(raw::fd_filestat_set_size(dir, 0)), Err(BADF));
    assert_eq!(answer(raw::fd_filestat_set_size(0, 0)), Err(BADF));
    assert_eq!(answer(raw::fd_filestat_set_size(99, 0)), Err(BADF));
}
