//! Pointers out of memory: `EFAULT` from every function, and nothing done.

use preview1_guests::errno::*;
use preview1_guests::*;

/// Addresses at which no structure can be.
fn bad() -> [u32; 4] {
    let end = core::arch::wasm32::memory_size(0) as u32 * 65_536;
    [end - 1, end, u32::MAX - 3, u32::MAX]
}

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");
    let fd = open(dir, "file", Open::both()).unwrap();
    let (file, new) = (address(b"file"), address(b"news"));
    let descriptors = open(dir, "file", Open::reading()).unwrap();
    close(descriptors).unwrap();
    for at in bad() {
        let mut place = [0; 64];
        let good = address_mut(&mut place);
        let answers = [
            raw::args_get(at, good),
            raw::args_sizes_get(at, good),
            raw::args_sizes_get(good, at),
            raw::environ_sizes_get(at, good),
            raw::environ_sizes_get(good, at),
            raw::clock_res_get(0, at),
            raw::clock_time_get(1, 0, at),
            raw::fd_fdstat_get(fd, at),
            raw::fd_filestat_get(fd, at),
            raw::fd_filestat_get(1, at),
            raw::fd_prestat_get(ROOT, at),
            raw::fd_seek(fd, 3, 0, at),
            raw::fd_tell(fd, at),
            raw::fd_read(fd, at, 1, good),
            raw::fd_pread(fd, good, 0, 0, at),
            raw::fd_write(fd, at, 1, good),
            raw::fd_pwrite(fd, good, 0, 0, at),
            raw::fd_write(1, at, 1, good),
            raw::fd_read(0, at, 1, good),
            raw::fd_readdir(dir, at, 64, 0, good),
            raw::fd_readdir(dir, good, 64, 0, at),
            raw::path_create_directory(dir, at, 4),
            raw::path_filestat_get(dir, 0, at, 4, good),
            raw::path_filestat_get(dir, 0, file, 4, at),
            raw::path_filestat_set_times(dir, 0, at, 4, 0, 0, 4),
            raw::path_link(dir, 0, at, 4, dir, new, 4),
            raw::path_link(dir, 0, file, 4, dir, at, 4),
            raw::path_open(dir, 0, at, 4, 1, right::ALL, 0, 0, good),
            raw::path_open(dir, 0, new, 4, 1, right::ALL, 0, 0, at),
            raw::path_readlink(dir, at, 4, good, 4, good),
            raw::path_remove_directory(dir, at, 4),
            raw::path_rename(dir, at, 4, dir, new, 4),
            raw::path_rename(dir, file, 4, dir, at, 4),
            raw::path_symlink(at, 4, dir, new, 4),
            raw::path_symlink(file, 4, dir, at, 4),
            raw::path_unlink_file(dir, at, 4),
            raw::poll_oneoff(at, good, 1, good),
            raw::poll_oneoff(good, at, 1, good),
            raw::poll_oneoff(good, good, 1, at),
            raw::random_get(at, 4),
        ];
        for (index, errno) in answers.into_iter().enumerate() {
            assert_eq!(Errno(errno), FAULT, "call {index} at {at:#x}");
        }
        assert_eq!(place, [0; 64], "{at:#x}");
    }
    // Nothing was made, moved, opened or read.
    assert_eq!(names(dir), ["file"]);
    assert_eq!(
        (tell(fd), content(dir, "file")),
        (Ok(0), b"content".to_vec())
    );
    assert_eq!(open(dir, "file", Open::reading()), Ok(descriptors));
    // Where nothing is written, no pointer is bad.
    assert_eq!(answer(raw::random_get(0, 0)), Ok(()));
    assert_eq!(answer(raw::path_create_directory(dir, 0, 0)), Err(NOENT));
}
