//! Offsets and sizes of 2^31 to 2^64-1, for every call that takes one (eryx GHSA-8h84-8vq7-j6cv).

use preview1_guests::errno::*;
use preview1_guests::*;

const EXTREMES: [u64; 9] = [
    1 << 31,
    (1 << 32) - 1,
    1 << 32,
    1 << 40,
    1 << 62,
    (1 << 63) - 1,
    1 << 63,
    u64::MAX - 1,
    u64::MAX,
];

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");
    let fd = open(dir, "file", Open::both()).unwrap();
    for extreme in EXTREMES {
        assert_eq!(pread(fd, 9, extreme), Ok(vec![]), "{extreme}");
        assert_eq!(pwrite(fd, b"xy", extreme), Err(FBIG), "{extreme}");
        // A write of nothing goes nowhere.
        assert_eq!(pwrite(fd, b"", extreme), Ok(0), "{extreme}");
        assert_eq!(
            answer(raw::fd_filestat_set_size(fd, extreme)),
            Err(FBIG),
            "{extreme}"
        );
        assert_eq!(
            answer(raw::fd_allocate(fd, extreme, 1)),
            Err(FBIG),
            "{extreme}"
        );
        assert_eq!(
            answer(raw::fd_allocate(fd, 0, extreme)),
            Err(FBIG),
            "{extreme}"
        );
        assert_eq!(
            answer(raw::fd_allocate(fd, extreme, extreme)),
            Err(FBIG),
            "{extreme}"
        );
        let advised = answer(raw::fd_advise(fd, extreme, extreme, 0));
        let wraps = extreme.checked_add(extreme).is_none();
        assert_eq!(
            advised,
            if wraps { Err(INVAL) } else { Ok(()) },
            "{extreme}"
        );
        assert_eq!(stat(fd).unwrap().size, 7, "{extreme}");
        // Times are any number.
        assert_eq!(
            answer(raw::fd_filestat_set_times(fd, extreme, extreme, 0b0101)),
            Ok(())
        );
        let stat = stat(fd).unwrap();
        assert_eq!((stat.atim, stat.mtim), (extreme, extreme));
    }
    assert_eq!(pread(fd, 9, 0), Ok(b"content".to_vec()));
}
