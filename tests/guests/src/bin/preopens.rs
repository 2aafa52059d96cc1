//! The one preopen: descriptor 3, named `/`.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let mut prestat = [0xa5; 8];
    let at = address_mut(&mut prestat);
    assert_eq!(answer(raw::fd_prestat_get(ROOT, at)), Ok(()));
    assert_eq!(prestat, [0, 0, 0, 0, 1, 0, 0, 0]);
    let mut name = [0xa5; 4];
    let to = address_mut(&mut name);
    assert_eq!(
        answer(raw::fd_prestat_dir_name(ROOT, to, 0)),
        Err(NAMETOOLONG)
    );
    assert_eq!(answer(raw::fd_prestat_dir_name(ROOT, to, 4)), Ok(()));
    assert_eq!(name, [b'/', 0xa5, 0xa5, 0xa5]);

    let dir = workspace();
    for fd in [0, 1, 2, dir] {
        assert_eq!(answer(raw::fd_prestat_get(fd, at)), Err(BADF));
        assert_eq!(answer(raw::fd_prestat_dir_name(fd, to, 4)), Err(NOTDIR));
    }
    for fd in [99, u32::MAX] {
        assert_eq!(answer(raw::fd_prestat_get(fd, at)), Err(BADF));
        assert_eq!(answer(raw::fd_prestat_dir_name(fd, to, 4)), Err(BADF));
    }
    // It passes every right on, so that C libraries ask for what they need.
    let stat = fdstat(ROOT).unwrap();
    assert_eq!(
        (stat.filetype, stat.inheriting),
        (filetype::DIRECTORY, right::ALL)
    );
    // As programs reopen it: with what it reports.
    let again = open(ROOT, ".", Open::with(stat.base).directory()).unwrap();
    assert_eq!(fdstat(again).map(|stat| stat.base), Ok(stat.base));
    make(again, "workspace/file", b"content");
    assert_eq!(content(dir, "file"), b"content");
}
