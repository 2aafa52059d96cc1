//! `fd_seek` and `fd_tell`.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"0123456789");
    let fd = open(dir, "file", Open::both()).unwrap();
    assert_eq!(tell(fd), Ok(0));
    assert_eq!(seek(fd, 4, 0), Ok(4));
    assert_eq!(seek(fd, 2, 1), Ok(6));
    assert_eq!(seek(fd, -3, 1), Ok(3));
    assert_eq!(seek(fd, -1, 2), Ok(9));
    assert_eq!(read(fd, 9), Ok(b"9".to_vec()));
    assert_eq!(tell(fd), Ok(10));

    // Before the beginning: refused, and the offset stays.
    assert_eq!(seek(fd, -1, 0), Err(INVAL));
    assert_eq!(seek(fd, -11, 1), Err(INVAL));
    assert_eq!(seek(fd, -11, 2), Err(INVAL));
    assert_eq!(seek(fd, i64::MIN, 0), Err(INVAL));
    assert_eq!(seek(fd, i64::MIN, 1), Err(INVAL));
    assert_eq!(seek(fd, 0, 3), Err(INVAL));
    assert_eq!(seek(fd, 0, u32::MAX), Err(INVAL));
    assert_eq!(tell(fd), Ok(10));

    // Beyond the end there is nothing to read; writing there leaves zeros between.
    assert_eq!(seek(fd, 2, 2), Ok(12));
    assert_eq!(read(fd, 9), Ok(vec![]));
    assert_eq!(write(fd, b"x"), Ok(1));
    assert_eq!(pread(fd, 99, 0), Ok(b"0123456789\0\0x".to_vec()));

    // As far as an offset goes, and no further.
    assert_eq!(seek(fd, i64::MAX, 0), Ok(i64::MAX as u64));
    assert_eq!(read(fd, 9), Ok(vec![]));
    assert_eq!(write(fd, b"x"), Err(FBIG));
    assert_eq!(seek(fd, 1, 1), Err(OVERFLOW));
    assert_eq!(seek(fd, i64::MAX, 2), Err(OVERFLOW));
    assert_eq!(tell(fd), Ok(i64::MAX as u64));
    assert_eq!(stat(fd).unwrap().size, 13);

    // Two descriptors have an offset each.
    let other = open(dir, "file", Open::reading()).unwrap();
    assert_eq!(tell(other), Ok(0));
    // What has no positions.
    assert_eq!(seek(dir, 0, 0), Err(BADF));
    assert_eq!(tell(dir), Err(BADF));
    assert_eq!(seek(99, 0, 0), Err(BADF));
    for stream in 0..3 {
        assert_eq!(seek(stream, 0, 1), Err(SPIPE));
        assert_eq!(tell(stream), Err(SPIPE));
    }
}
