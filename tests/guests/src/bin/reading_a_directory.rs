//! A directory has entries, no bytes.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    let without_flag = open(ROOT, "workspace", Open::reading()).unwrap();
    for fd in [dir, without_flag, ROOT] {
        assert_eq!(read(fd, 9), Err(ISDIR));
        assert_eq!(pread(fd, 9, 0), Err(ISDIR));
        assert_eq!(write(fd, b"x"), Err(BADF));
        assert_eq!(pwrite(fd, b"x", 0), Err(BADF));
        assert_eq!(seek(fd, 0, 0), Err(BADF));
        assert_eq!(answer(raw::fd_advise(fd, 0, 1, 0)), Err(BADF));
        assert_eq!(answer(raw::fd_fdstat_set_flags(fd, 0)), Err(BADF));
        // As on Linux.
        assert_eq!(answer(raw::fd_sync(fd)), Ok(()));
        assert_eq!(answer(raw::fd_datasync(fd)), Ok(()));
        let stat = fdstat(fd).unwrap();
        assert_eq!(stat.filetype, filetype::DIRECTORY);
        assert_eq!(
            stat.base & (right::FD_READ | right::FD_WRITE | right::FD_SEEK | right::FD_TELL),
            0
        );
        let expected = right::PATH_OPEN | right::FD_READDIR | right::PATH_UNLINK_FILE;
        assert_eq!(stat.base & expected, expected);
    }
    let size = stat(dir).map(|stat| (stat.filetype, stat.size));
    assert_eq!(size, Ok((filetype::DIRECTORY, 0)));
    assert_eq!(
        std::fs::read("/workspace").unwrap_err().raw_os_error(),
        Some(31)
    );
}
