//! `O_APPEND`: every write goes to the end, wherever the offset is.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"one");
    let fd = open(dir, "file", Open::both().append()).unwrap();
    assert_eq!(fdstat(fd).unwrap().flags, 1);
    assert_eq!(tell(fd), Ok(0));
    assert_eq!(write(fd, b" two"), Ok(4));
    assert_eq!(tell(fd), Ok(7));
    assert_eq!(seek(fd, 0, 0), Ok(0));
    assert_eq!(write(fd, b" three"), Ok(6));
    // As on Linux and in wasmtime-wasi, a position does not matter either.
    assert_eq!(pwrite(fd, b" four", 0), Ok(5));
    assert_eq!(tell(fd), Ok(13));
    assert_eq!(pread(fd, 99, 0), Ok(b"one two three four".to_vec()));

    // Two descriptors that append never overwrite each other.
    let other = open(dir, "file", Open::writing().append()).unwrap();
    assert_eq!(write(other, b"A"), Ok(1));
    assert_eq!(write(fd, b"B"), Ok(1));
    assert_eq!(write(other, b"C"), Ok(1));
    assert_eq!(content(dir, "file"), b"one two three fourABC");

    // The flag can be taken away and given again.
    assert_eq!(answer(raw::fd_fdstat_set_flags(fd, 0)), Ok(()));
    assert_eq!(pwrite(fd, b"ONE", 0), Ok(3));
    assert_eq!(answer(raw::fd_fdstat_set_flags(fd, 1)), Ok(()));
    assert_eq!(pwrite(fd, b"!", 0), Ok(1));
    assert_eq!(content(dir, "file"), b"ONE two three fourABC!");
    assert_eq!(answer(raw::fd_fdstat_set_flags(fd, 32)), Err(INVAL));
}
