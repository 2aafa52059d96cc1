//! What would matter to a disk: taken note of, checked, and nothing more.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");
    let fd = open(dir, "file", Open::reading()).unwrap();
    for advice in 0..6 {
        assert_eq!(answer(raw::fd_advise(fd, 0, 100, advice)), Ok(()));
    }
    assert_eq!(answer(raw::fd_advise(fd, 0, 100, 6)), Err(INVAL));
    assert_eq!(answer(raw::fd_advise(99, 0, 100, 0)), Err(BADF));
    assert_eq!(answer(raw::fd_advise(0, 0, 100, 0)), Err(BADF));
    assert_eq!(stat(fd).unwrap().size, 7);
    assert_eq!(answer(raw::fd_sync(fd)), Ok(()));
    assert_eq!(answer(raw::fd_datasync(fd)), Ok(()));
    assert_eq!(answer(raw::fd_sync(99)), Err(BADF));

    // The flags of O_SYNC, O_DSYNC, O_RSYNC and O_NONBLOCK are kept and shown.
    let how = Open {
        fdflags: 0b11110,
        ..Open::both()
    };
    let synced = open(dir, "file", how).unwrap();
    assert_eq!(fdstat(synced).unwrap().flags, 0b11110);
    assert_eq!(write(synced, b"CON"), Ok(3));
    assert_eq!(answer(raw::fd_fdstat_set_flags(synced, 0b00100)), Ok(()));
    assert_eq!(fdstat(synced).unwrap().flags, 0b00100);
}
