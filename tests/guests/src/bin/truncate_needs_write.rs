//! CVE-2026-47261: a file is emptied only through what may write to it, however it is asked for.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");

    // Not by a descriptor that was opened for reading.
    let reader = open(dir, "file", Open::reading()).unwrap();
    assert_eq!(answer(raw::fd_filestat_set_size(reader, 0)), Err(BADF));
    assert_eq!(answer(raw::fd_filestat_set_size(reader, 100)), Err(BADF));

    // Not by O_TRUNC, when the directory may not, or does not pass on to.
    let base = right::ALL & !right::WRITING & !right::PATH_FILESTAT_SET_SIZE;
    let dir_may_not = open(dir, ".", Open::with(base).directory()).unwrap();
    let passed_on = right::ALL & !right::WRITING & !right::PATH_FILESTAT_SET_SIZE;
    let how = Open::reading().directory().inheriting(passed_on);
    let passes_not_on = open(dir, ".", how).unwrap();
    for through in [dir_may_not, passes_not_on] {
        for how in [Open::with(0), Open::reading()] {
            assert_eq!(open(through, "file", how.truncate()), Err(NOTCAPABLE));
        }
    }

    // Not by a descriptor that may write, and gave up setting sizes.
    let fd = open(dir, "file", Open::both()).unwrap();
    let held = fdstat(fd).unwrap();
    let kept = held.base & !right::FD_FILESTAT_SET_SIZE;
    assert_eq!(
        answer(raw::fd_fdstat_set_rights(fd, kept, held.inheriting)),
        Ok(())
    );
    assert_eq!(answer(raw::fd_filestat_set_size(fd, 0)), Err(NOTCAPABLE));
    assert_eq!(content(dir, "file"), b"content");
    assert_eq!(pwrite(fd, b"CON", 0), Ok(3));

    // The directory's own right is one thing, that of descriptors opened through it another.
    let through = open(dir, ".", Open::reading().directory()).unwrap();
    let held = fdstat(through).unwrap();
    let inheriting = held.inheriting & !right::FD_FILESTAT_SET_SIZE;
    assert_eq!(
        answer(raw::fd_fdstat_set_rights(through, held.base, inheriting)),
        Ok(())
    );
    make(dir, "other", b"other");
    assert!(open(through, "other", Open::with(0).truncate()).is_ok());
    assert_eq!(content(dir, "other"), b"");
    let base = held.base & !right::PATH_FILESTAT_SET_SIZE;
    assert_eq!(
        answer(raw::fd_fdstat_set_rights(through, base, inheriting)),
        Ok(())
    );
    assert_eq!(
        open(through, "other", Open::with(0).truncate()),
        Err(NOTCAPABLE)
    );

    // By what may, it works.
    close(open(dir, "file", Open::writing().truncate()).unwrap()).unwrap();
    assert_eq!(content(dir, "file"), b"");
}
