//! Standard input, output and error: read to the end, printed apart, no terminals, no positions.

use std::io::{IsTerminal as _, Read as _, Write as _};

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    for (fd, rights) in [
        (0, right::FD_READ),
        (1, right::FD_WRITE),
        (2, right::FD_WRITE),
    ] {
        let expected = FdStat {
            filetype: filetype::UNKNOWN,
            flags: 0,
            base: rights,
            inheriting: 0,
        };
        assert_eq!(fdstat(fd), Ok(expected));
        let stat = stat(fd).unwrap();
        assert_eq!(
            (stat.filetype, stat.size, stat.dev, stat.ino),
            (filetype::UNKNOWN, 0, 0, 0)
        );
        assert_eq!(pread(fd, 1, 0), Err(SPIPE));
        assert_eq!(pwrite(fd, b"x", 0), Err(SPIPE));
        assert_eq!(answer(raw::fd_sync(fd)), Err(BADF));
        assert_eq!(answer(raw::fd_datasync(fd)), Err(BADF));
        assert_eq!(open(fd, "x", Open::reading()), Err(BADF));
    }
    assert!(!std::io::stdin().is_terminal());
    assert!(!std::io::stdout().is_terminal());
    assert!(!std::io::stderr().is_terminal());

    assert_eq!(read(0, 5), Ok(b"line\n".to_vec()));
    let mut rest = String::new();
    std::io::stdin().read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "the rest");
    assert_eq!(read(0, 5), Ok(vec![]));
    assert_eq!(write(0, b"x"), Err(BADF));
    assert_eq!(read(1, 1), Err(BADF));
    assert_eq!(read(2, 1), Err(BADF));

    assert_eq!(write(1, b"raw "), Ok(4));
    println!("out");
    eprintln!("err");
    std::io::stdout().write_all(b"\xff\x00\x1b[2J\n").unwrap();

    // A stream that gave up its right, or was moved to another number.
    assert_eq!(answer(raw::fd_fdstat_set_rights(2, 0, 0)), Ok(()));
    assert_eq!(write(2, b"never"), Err(BADF));
    let dir = workspace();
    make(dir, "file", b"");
    let fd = open(dir, "file", Open::both()).unwrap();
    assert_eq!(answer(raw::fd_renumber(1, fd)), Ok(()));
    assert_eq!(write(1, b"never"), Err(BADF));
    assert_eq!(write(fd, b"moved\n"), Ok(6));
    assert_eq!(content(dir, "file"), b"");
}
