//! Calls on buffers and strings instead of addresses.

use crate::errno::Errno;
use crate::raw;

/// What a call answers.
pub type Answer<T> = Result<T, Errno>;

/// The preopen: `/`.
pub const ROOT: u32 = 3;

/// Bits of `rights`.
pub mod right {
    #![allow(missing_docs)]
    pub const FD_DATASYNC: u64 = 1 << 0;
    pub const FD_READ: u64 = 1 << 1;
    pub const FD_SEEK: u64 = 1 << 2;
    pub const FD_TELL: u64 = 1 << 5;
    pub const FD_WRITE: u64 = 1 << 6;
    pub const FD_ALLOCATE: u64 = 1 << 8;
    pub const PATH_OPEN: u64 = 1 << 13;
    pub const FD_READDIR: u64 = 1 << 14;
    pub const PATH_FILESTAT_SET_SIZE: u64 = 1 << 19;
    pub const FD_FILESTAT_GET: u64 = 1 << 21;
    pub const FD_FILESTAT_SET_SIZE: u64 = 1 << 22;
    pub const FD_FILESTAT_SET_TIMES: u64 = 1 << 23;
    pub const PATH_UNLINK_FILE: u64 = 1 << 26;
    /// Those of files and directories.
    pub const ALL: u64 = (1 << 28) - 1;
    /// Those that wasi-libc leaves out of an open for reading.
    pub const WRITING: u64 = FD_DATASYNC | FD_WRITE | FD_ALLOCATE | FD_FILESTAT_SET_SIZE;
}

/// File types.
pub mod filetype {
    #![allow(missing_docs)]
    pub const UNKNOWN: u8 = 0;
    pub const DIRECTORY: u8 = 3;
    pub const REGULAR_FILE: u8 = 4;
    pub const SYMBOLIC_LINK: u8 = 7;
}

/// How to open.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Open {
    /// Lookup flags.
    pub lookup: u32,
    /// Open flags.
    pub oflags: u32,
    /// The rights asked for.
    pub base: u64,
    /// The rights to pass on.
    pub inheriting: u64,
    /// Descriptor flags.
    pub fdflags: u32,
}

impl Open {
    /// With these rights, symbolic links followed.
    pub const fn with(base: u64) -> Self {
        Self {
            lookup: 1,
            oflags: 0,
            base,
            inheriting: right::ALL,
            fdflags: 0,
        }
    }

    /// As `O_RDONLY`.
    pub const fn reading() -> Self {
        Self::with(right::ALL & !right::WRITING)
    }

    /// As `O_WRONLY`.
    pub const fn writing() -> Self {
        Self::with(right::ALL & !(right::FD_READ | right::FD_READDIR))
    }

    /// As `O_RDWR`.
    pub const fn both() -> Self {
        Self::with(right::ALL)
    }

    /// `O_CREAT`.
    pub const fn create(mut self) -> Self {
        self.oflags |= 1;
        self
    }

    /// `O_DIRECTORY`.
    pub const fn directory(mut self) -> Self {
        self.oflags |= 2;
        self
    }

    /// `O_EXCL`.
    pub const fn exclusive(mut self) -> Self {
        self.oflags |= 4;
        self
    }

    /// `O_TRUNC`.
    pub const fn truncate(mut self) -> Self {
        self.oflags |= 8;
        self
    }

    /// `O_APPEND`.
    pub const fn append(mut self) -> Self {
        self.fdflags |= 1;
        self
    }

    /// `O_NOFOLLOW`.
    pub const fn nofollow(mut self) -> Self {
        self.lookup = 0;
        self
    }

    /// Passing on these rights.
    pub const fn inheriting(mut self, rights: u64) -> Self {
        self.inheriting = rights;
        self
    }
}

/// `filestat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Stat {
    pub dev: u64,
    pub ino: u64,
    pub filetype: u8,
    pub nlink: u64,
    pub size: u64,
    pub atim: u64,
    pub mtim: u64,
    pub ctim: u64,
}

/// `fdstat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct FdStat {
    pub filetype: u8,
    pub flags: u16,
    pub base: u64,
    pub inheriting: u64,
}

/// `dirent` with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Entry {
    pub next: u64,
    pub ino: u64,
    pub filetype: u8,
    pub name: String,
}

/// The address of a buffer.
pub fn address(bytes: &[u8]) -> u32 {
    bytes.as_ptr() as u32
}

/// The address of a buffer that is written to.
pub fn address_mut(bytes: &mut [u8]) -> u32 {
    bytes.as_mut_ptr() as u32
}

/// An errno as a result.
pub fn answer(errno: u32) -> Answer<()> {
    if errno == 0 {
        Ok(())
    } else {
        Err(Errno(errno))
    }
}

fn path(path: &(impl AsRef<[u8]> + ?Sized)) -> (u32, u32) {
    (address(path.as_ref()), path.as_ref().len() as u32)
}

fn with_u32(call: impl FnOnce(u32) -> u32) -> Answer<u32> {
    let mut result = [0; 4];
    answer(call(address_mut(&mut result)))?;
    Ok(u32::from_le_bytes(result))
}

/// A call that stores a number of 64 bits.
pub fn with_u64(call: impl FnOnce(u32) -> u32) -> Answer<u64> {
    let mut result = [0; 8];
    answer(call(address_mut(&mut result)))?;
    Ok(u64::from_le_bytes(result))
}

/// A vector of one buffer.
fn iovec(address: u32, length: usize) -> [u8; 8] {
    let mut iovec = [0; 8];
    iovec[..4].copy_from_slice(&address.to_le_bytes());
    iovec[4..].copy_from_slice(&(length as u32).to_le_bytes());
    iovec
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())
}

/// `path_open`.
pub fn open(dir: u32, name: &(impl AsRef<[u8]> + ?Sized), how: Open) -> Answer<u32> {
    let (at, length) = path(name);
    let Open {
        lookup,
        oflags,
        base,
        inheriting,
        fdflags,
    } = how;
    with_u32(|fd| {
        raw::path_open(
            dir, lookup, at, length, oflags, base, inheriting, fdflags, fd,
        )
    })
}

/// The folder that programs may do everything in.
pub fn workspace() -> u32 {
    open(ROOT, "workspace", Open::reading().directory()).expect("there is /workspace")
}

/// Makes a file with this content.
pub fn make(dir: u32, name: &str, content: &[u8]) {
    let fd = open(dir, name, Open::both().create().truncate()).expect("a file is made");
    assert_eq!(write(fd, content), Ok(content.len() as u32));
    close(fd).expect("it is closed");
}

/// All of a file's content.
pub fn content(dir: u32, name: &str) -> Vec<u8> {
    let fd = open(dir, name, Open::reading()).expect("the file is there");
    let content = read(fd, 1 << 16).expect("it can be read");
    close(fd).expect("it is closed");
    content
}

/// `fd_close`.
pub fn close(fd: u32) -> Answer<()> {
    answer(raw::fd_close(fd))
}

/// `fd_read` into one buffer.
pub fn read(fd: u32, length: usize) -> Answer<Vec<u8>> {
    transfer(length, |iovs, count| raw::fd_read(fd, iovs, 1, count))
}

/// `fd_pread` into one buffer.
pub fn pread(fd: u32, length: usize, offset: u64) -> Answer<Vec<u8>> {
    transfer(length, |iovs, count| {
        raw::fd_pread(fd, iovs, 1, offset, count)
    })
}

fn transfer(length: usize, call: impl FnOnce(u32, u32) -> u32) -> Answer<Vec<u8>> {
    let mut buffer = vec![0; length];
    let iovec = iovec(address_mut(&mut buffer), length);
    let count = with_u32(|count| call(address(&iovec), count))?;
    buffer.truncate(count as usize);
    Ok(buffer)
}

/// `fd_write` of one buffer.
pub fn write(fd: u32, bytes: &[u8]) -> Answer<u32> {
    let iovec = iovec(address(bytes), bytes.len());
    with_u32(|count| raw::fd_write(fd, address(&iovec), 1, count))
}

/// `fd_pwrite` of one buffer.
pub fn pwrite(fd: u32, bytes: &[u8], offset: u64) -> Answer<u32> {
    let iovec = iovec(address(bytes), bytes.len());
    with_u32(|count| raw::fd_pwrite(fd, address(&iovec), 1, offset, count))
}

/// `fd_seek`, from the beginning (0), the offset (1) or the end (2).
pub fn seek(fd: u32, delta: i64, whence: u32) -> Answer<u64> {
    with_u64(|offset| raw::fd_seek(fd, delta, whence, offset))
}

/// `fd_tell`.
pub fn tell(fd: u32) -> Answer<u64> {
    with_u64(|offset| raw::fd_tell(fd, offset))
}

/// `fd_filestat_get`.
pub fn stat(fd: u32) -> Answer<Stat> {
    stat_with(|stat| raw::fd_filestat_get(fd, stat))
}

/// `path_filestat_get`, of a symbolic link itself.
pub fn stat_at(dir: u32, name: &(impl AsRef<[u8]> + ?Sized)) -> Answer<Stat> {
    let (at, length) = path(name);
    stat_with(|stat| raw::path_filestat_get(dir, 0, at, length, stat))
}

/// `path_filestat_get`, of what a symbolic link leads to.
pub fn stat_follow(dir: u32, name: &(impl AsRef<[u8]> + ?Sized)) -> Answer<Stat> {
    let (at, length) = path(name);
    stat_with(|stat| raw::path_filestat_get(dir, 1, at, length, stat))
}

fn stat_with(call: impl FnOnce(u32) -> u32) -> Answer<Stat> {
    // Filled, so that what is not written shows.
    let mut bytes = [0xa5; 64];
    answer(call(address_mut(&mut bytes)))?;
    assert_eq!(bytes[17..24], [0; 7], "padding");
    Ok(Stat {
        dev: u64_at(&bytes, 0),
        ino: u64_at(&bytes, 8),
        filetype: bytes[16],
        nlink: u64_at(&bytes, 24),
        size: u64_at(&bytes, 32),
        atim: u64_at(&bytes, 40),
        mtim: u64_at(&bytes, 48),
        ctim: u64_at(&bytes, 56),
    })
}

/// `fd_fdstat_get`.
pub fn fdstat(fd: u32) -> Answer<FdStat> {
    let mut bytes = [0xa5; 24];
    answer(raw::fd_fdstat_get(fd, address_mut(&mut bytes)))?;
    Ok(FdStat {
        filetype: bytes[0],
        flags: u16::from_le_bytes([bytes[2], bytes[3]]),
        base: u64_at(&bytes, 8),
        inheriting: u64_at(&bytes, 16),
    })
}

/// `fd_readdir` into a buffer of some length: the bytes used.
pub fn readdir_bytes(fd: u32, length: usize, cookie: u64) -> Answer<Vec<u8>> {
    let mut buffer = vec![0; length];
    let at = address_mut(&mut buffer);
    let used = with_u32(|used| raw::fd_readdir(fd, at, length as u32, cookie, used))?;
    buffer.truncate(used as usize);
    Ok(buffer)
}

/// The whole entries in what `fd_readdir` stored.
pub fn entries(mut bytes: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    while bytes.len() >= 24 {
        let length = u32::from_le_bytes(bytes[16..20].try_into().unwrap()) as usize;
        let Some(name) = bytes.get(24..24 + length) else {
            break;
        };
        entries.push(Entry {
            next: u64_at(bytes, 0),
            ino: u64_at(bytes, 8),
            filetype: bytes[20],
            name: String::from_utf8(name.to_vec()).unwrap(),
        });
        bytes = &bytes[24 + length..];
    }
    entries
}

/// Every entry of a directory, read as wasi-libc reads it: with a buffer that grows until an entry
/// fits.
pub fn readdir(fd: u32) -> Answer<Vec<Entry>> {
    let (mut all, mut cookie, mut length) = (Vec::new(), 0, 256);
    loop {
        let bytes = readdir_bytes(fd, length, cookie)?;
        let found = entries(&bytes);
        let whole = bytes.len() < length;
        match found.last() {
            Some(last) => cookie = last.next,
            None => length *= 2,
        }
        all.extend(found);
        if whole {
            return Ok(all);
        }
    }
}

/// The names in a directory, without `.` and `..`, in order.
pub fn names(fd: u32) -> Vec<String> {
    let entries = readdir(fd).expect("the directory can be read");
    let mut names: Vec<String> = entries
        .into_iter()
        .skip(2)
        .map(|entry| entry.name)
        .collect();
    names.sort();
    names
}

/// `path_create_directory`.
pub fn mkdir(dir: u32, name: &(impl AsRef<[u8]> + ?Sized)) -> Answer<()> {
    let (at, length) = path(name);
    answer(raw::path_create_directory(dir, at, length))
}

/// `path_remove_directory`.
pub fn rmdir(dir: u32, name: &(impl AsRef<[u8]> + ?Sized)) -> Answer<()> {
    let (at, length) = path(name);
    answer(raw::path_remove_directory(dir, at, length))
}

/// `path_unlink_file`.
pub fn unlink(dir: u32, name: &(impl AsRef<[u8]> + ?Sized)) -> Answer<()> {
    let (at, length) = path(name);
    answer(raw::path_unlink_file(dir, at, length))
}

/// `path_rename`.
pub fn rename(from: u32, old: &str, to: u32, new: &str) -> Answer<()> {
    let ((old, old_length), (new, new_length)) = (path(old), path(new));
    answer(raw::path_rename(from, old, old_length, to, new, new_length))
}

/// `path_link`, of a symbolic link itself.
pub fn link(from: u32, old: &str, to: u32, new: &str) -> Answer<()> {
    let ((old, old_length), (new, new_length)) = (path(old), path(new));
    answer(raw::path_link(
        from, 0, old, old_length, to, new, new_length,
    ))
}

/// `path_symlink`.
pub fn symlink(
    target: &(impl AsRef<[u8]> + ?Sized),
    dir: u32,
    name: &(impl AsRef<[u8]> + ?Sized),
) -> Answer<()> {
    let ((target, target_length), (at, length)) = (path(target), path(name));
    answer(raw::path_symlink(target, target_length, dir, at, length))
}

/// `path_readlink`.
pub fn readlink(dir: u32, name: &str, length: usize) -> Answer<String> {
    let (at, name_length) = path(name);
    let mut buffer = vec![0; length];
    let to = address_mut(&mut buffer);
    let used = with_u32(|used| raw::path_readlink(dir, at, name_length, to, length as u32, used))?;
    buffer.truncate(used as usize);
    Ok(String::from_utf8(buffer).unwrap())
}
