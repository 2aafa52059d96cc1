//! `fd_allocate`: a file has at least that size afterwards, and never less than before.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    let fd = open(dir, "file", Open::both().create()).unwrap();
    let size = || stat(fd).unwrap().size;
    assert_eq!(answer(raw::fd_allocate(fd, 0, 100)), Ok(()));
    assert_eq!(size(), 100);
    assert_eq!(answer(raw::fd_allocate(fd, 10, 10)), Ok(()));
    assert_eq!(size(), 100);
    assert_eq!(answer(raw::fd_allocate(fd, 90, 20)), Ok(()));
    assert_eq!(size(), 110);
    assert_eq!(answer(raw::fd_allocate(fd, 0, 0)), Err(INVAL));
    assert_eq!(answer(raw::fd_allocate(fd, 200, 0)), Err(INVAL));
    assert_eq!(size(), 110);
    assert_eq!(pread(fd, 200, 0), Ok(vec![0; 110]));
    assert_eq!(tell(fd), Ok(0));

    assert_eq!(answer(raw::fd_allocate(dir, 0, 1)), Err(BADF));
    assert_eq!(answer(raw::fd_allocate(1, 0, 1)), Err(BADF));
    assert_eq!(answer(raw::fd_allocate(99, 0, 1)), Err(BADF));
}
