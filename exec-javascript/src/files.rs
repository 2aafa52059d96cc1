//! The file system as a program names it: whole paths from the root, with the program's rights.

use vfs_layer::{FsResult, Namespace, OpenOptions, ROOT_FD};

/// An absolute path as the root descriptor takes it: relative to `/`. The empty path stays empty:
/// it names nothing.
pub(crate) fn below_root(path: &str) -> &str {
    let relative = path.trim_start_matches('/');
    if relative.is_empty() && !path.is_empty() {
        "."
    } else {
        relative
    }
}

/// The whole content of a file, read with the program's rights.
pub(crate) fn read(namespace: &mut Namespace, path: &str) -> FsResult<Vec<u8>> {
    let fd = namespace.open(ROOT_FD, below_root(path), &OpenOptions::reading())?;
    let content = read_all(namespace, fd);
    namespace.close(fd)?;
    content
}

fn read_all(namespace: &mut Namespace, fd: vfs_layer::Fd) -> FsResult<Vec<u8>> {
    namespace.pread_slice(fd, usize::MAX, 0).map(<[u8]>::to_vec)
}
