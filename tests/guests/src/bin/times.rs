//! Times: given, now, and kept; of files, directories and symbolic links.

use preview1_guests::errno::*;
use preview1_guests::*;

const ATIM: u32 = 1;
const ATIM_NOW: u32 = 2;
const MTIM: u32 = 4;
const MTIM_NOW: u32 = 8;

fn set_at(dir: u32, name: &str, lookup: u32, times: (u64, u64), flags: u32) -> Answer<()> {
    let (at, length) = (address(name.as_bytes()), name.len() as u32);
    answer(raw::path_filestat_set_times(
        dir, lookup, at, length, times.0, times.1, flags,
    ))
}

fn main() {
    let dir = workspace();
    make(dir, "file", b"");
    let now = stat_at(dir, "file").unwrap().mtim;
    let fd = open(dir, "file", Open::both()).unwrap();
    let set =
        |times: (u64, u64), flags| answer(raw::fd_filestat_set_times(fd, times.0, times.1, flags));
    let times = || stat(fd).map(|stat| (stat.atim, stat.mtim)).unwrap();

    assert_eq!(set((1, 2), ATIM | MTIM), Ok(()));
    assert_eq!(times(), (1, 2));
    assert_eq!(set((3, 4), MTIM), Ok(()));
    assert_eq!(times(), (1, 4));
    assert_eq!(set((5, 6), 0), Ok(()));
    assert_eq!(times(), (1, 4));
    assert_eq!(set((7, 8), ATIM_NOW | MTIM), Ok(()));
    assert_eq!(times(), (now, 8));
    // To a time and to now at once, and what is no flag: nothing changes.
    for flags in [ATIM | ATIM_NOW, MTIM | MTIM_NOW, 15, 16, u32::MAX] {
        assert_eq!(set((9, 9), flags), Err(INVAL));
        assert_eq!(set_at(dir, "file", 0, (9, 9), flags), Err(INVAL));
    }
    assert_eq!(times(), (now, 8));
    // Reading moves no time, writing the modification's.
    assert_eq!(read(fd, 1), Ok(vec![]));
    assert_eq!(times(), (now, 8));
    assert_eq!(write(fd, b"x"), Ok(1));
    assert_eq!(times(), (now, now));

    // Of a symbolic link, and of what it leads to.
    symlink("file", dir, "link").unwrap();
    assert_eq!(set_at(dir, "link", 0, (10, 11), ATIM | MTIM), Ok(()));
    assert_eq!(
        stat_at(dir, "link").map(|stat| (stat.atim, stat.mtim)),
        Ok((10, 11))
    );
    assert_eq!(times(), (now, now));
    assert_eq!(set_at(dir, "link", 1, (12, 13), ATIM | MTIM), Ok(()));
    assert_eq!(times(), (12, 13));
    assert_eq!(set_at(dir, "link", 2, (0, 0), 0), Err(INVAL));

    mkdir(dir, "sub").unwrap();
    let sub = open(dir, "sub", Open::reading().directory()).unwrap();
    assert_eq!(
        answer(raw::fd_filestat_set_times(sub, 14, 15, ATIM | MTIM)),
        Ok(())
    );
    assert_eq!(
        stat_at(dir, "sub").map(|stat| (stat.atim, stat.mtim)),
        Ok((14, 15))
    );
    make(sub, "new", b"");
    assert_eq!(stat(sub).unwrap().mtim, now);

    assert_eq!(answer(raw::fd_filestat_set_times(1, 0, 0, MTIM)), Err(BADF));
    assert_eq!(set_at(dir, "none", 0, (0, 0), MTIM), Err(NOENT));
}
