//! The namespace. API first; bodies follow.
#![allow(dead_code, unused_variables, clippy::unused_self)]

use std::sync::Arc;

use thiserror::Error;

use crate::audit::{AuditLog, Denial};
use crate::descriptor::{
    DescriptorFlags, DescriptorId, DescriptorKind, DescriptorStat, Fd, FileKind, FileStat,
    OpenOptions, Whence,
};
use crate::error::{FsError, FsResult, LimitExceeded};
use crate::inode::InodeTable;
use crate::mount::{Mount, MountError, MountInfo, MountSpec};
use crate::quota::{Quota, Usage};
use crate::rights::Rights;
use crate::table::DescriptorTable;
use crate::timestamp::{TimeChange, Timestamp};

/// The number of standard input.
pub const STDIN_FD: Fd = 0;
/// The number of standard output.
pub const STDOUT_FD: Fd = 1;
/// The number of standard error.
pub const STDERR_FD: Fd = 2;
/// The number of the preopen: the namespace's root, named `/`.
pub const ROOT_FD: Fd = 3;

/// Everything one program can name.
#[derive(Debug)]
pub struct Namespace {
    quota: Quota,
    now: Timestamp,
    inodes: InodeTable,
    mounts: Vec<Mount>,
    table: DescriptorTable,
    audit: AuditLog,
}

/// Collects the mounts of a namespace.
#[derive(Debug)]
pub struct NamespaceBuilder {
    quota: Quota,
    now: Timestamp,
    mounts: Vec<(String, MountSpec)>,
}

impl NamespaceBuilder {
    /// Mounts a layer at an absolute path; the directories above it are made, read-only. `/` mounts the root itself.
    #[must_use]
    pub fn mount(mut self, path: &str, spec: MountSpec) -> Self {
        self.mounts.push((path.to_owned(), spec));
        self
    }

    /// The time that the mounts' roots show, and the namespace's first current time. Without it, 1970.
    #[must_use]
    pub fn now(mut self, now: Timestamp) -> Self {
        self.now = now;
        self
    }

    /// The namespace, with the standard streams and the preopen `/` open as 0 to 3.
    ///
    /// # Errors
    /// A mount path that is not one, or mounts that overlap.
    pub fn build(self) -> Result<Namespace, MountError> {
        Err(MountError::TooMany)
    }

    /// The namespace, with the files that [`Namespace::freeze`] wrote. Mounts are matched by path and kind of layer, and
    /// every limit of this builder is checked again.
    ///
    /// # Errors
    /// Bytes that are damaged, of another version, or do not fit the mounts or the limits. Never panics, and never
    /// allocates more than the bytes justify.
    pub fn thaw(self, bytes: &[u8]) -> Result<Namespace, ThawError> {
        Err(ThawError::Checksum)
    }
}

/// Why frozen bytes cannot be thawed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ThawError {
    /// The bytes do not begin as frozen bytes do.
    #[error("not a frozen namespace")]
    NotFrozen,
    /// A version that this crate does not read.
    #[error("frozen by version {found} of the format, this reads version {supported}")]
    Version {
        /// The version of the bytes.
        found: u16,
        /// The version that can be read.
        supported: u16,
    },
    /// The checksum does not match: the bytes are damaged.
    #[error("the checksum does not match")]
    Checksum,
    /// The bytes say something impossible; says what.
    #[error("malformed at byte {offset}: {what}")]
    Malformed {
        /// Where.
        offset: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// The bytes hold a mount that the namespace does not have in the same form.
    #[error("no matching mount at {0:?}")]
    Mount(String),
    /// An overlay was frozen above another lower layer.
    #[error("the lower layer at {0:?} is another one")]
    LowerLayer(String),
    /// What was frozen exceeds a limit of the new namespace.
    #[error(transparent)]
    Limit(#[from] LimitExceeded),
    /// The mounts themselves are wrong.
    #[error(transparent)]
    Build(#[from] MountError),
}

/// An entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry<'a> {
    /// The cookie that continues after this entry (preview1's `d_next`). Never 0.
    pub next: u64,
    /// The inode's number, as [`FileStat::inode`] has it.
    pub inode: u64,
    /// What it is.
    pub kind: FileKind,
    /// Its name.
    pub name: &'a str,
}

/// The entries of a directory from a cookie on, in an order that stays.
#[derive(Debug)]
pub struct DirectoryEntries<'a> {
    namespace: &'a Namespace,
}

impl<'a> Iterator for DirectoryEntries<'a> {
    type Item = DirectoryEntry<'a>;

    fn next(&mut self) -> Option<DirectoryEntry<'a>> {
        None
    }
}

impl DirectoryEntries<'_> {
    /// The same without `.` and `..`, as `node:fs` and `os.listdir` want it.
    #[must_use]
    pub fn without_dots(self) -> Self {
        self
    }
}

/// An object that [`Namespace::list`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedObject {
    /// Its path, relative to the directory listed.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// Its size in bytes.
    pub size: u64,
}

/// Life of a run, limits and audit.
impl Namespace {
    /// A namespace without mounts, to add to.
    #[must_use]
    pub fn builder(quota: Quota) -> NamespaceBuilder {
        NamespaceBuilder {
            quota,
            now: Timestamp::default(),
            mounts: Vec::new(),
        }
    }

    /// Tells the time. Operations stamp objects with it.
    pub fn set_now(&mut self, now: Timestamp) {
        self.now = now;
    }

    /// Begins a run: closes every descriptor, opens the standard streams and the preopen afresh, and forgets the bytes
    /// written, the denials and the last limit of the run before. Files stay.
    pub fn begin_run(&mut self) {}

    /// The limits.
    #[must_use]
    pub fn quota(&self) -> &Quota {
        &self.quota
    }

    /// Sets the bytes that this run may write, for a run whose limits are tighter than the namespace's.
    pub fn set_written_limit(&mut self, bytes: u64) {
        self.quota.written_bytes = bytes;
    }

    /// Sets the bytes that one file may have, for a run whose limits are tighter than the namespace's. Files that are
    /// larger already stay, and cannot grow.
    pub fn set_file_limit(&mut self, bytes: u64) {
        self.quota.file_bytes = bytes;
    }

    /// What the namespace holds, as counted along the way.
    #[must_use]
    pub fn usage(&self) -> Usage {
        Usage::default()
    }

    /// What the namespace holds, counted again from nothing. Always equal to [`usage`](Self::usage).
    #[must_use]
    pub fn recount(&self) -> Usage {
        Usage::default()
    }

    /// The mounts, in the order in which they were added.
    pub fn mounts(&self) -> impl Iterator<Item = MountInfo<'_>> {
        std::iter::empty()
    }

    /// What this run was refused, each kind once, up to [`DENIALS_KEPT`](crate::DENIALS_KEPT) kinds.
    #[must_use]
    pub fn denials(&self) -> &[Denial] {
        self.audit.denials()
    }

    /// Refusals beyond those that [`denials`](Self::denials) keeps.
    #[must_use]
    pub fn denials_dropped(&self) -> u64 {
        self.audit.dropped()
    }

    /// The limit that this run hit last.
    #[must_use]
    pub fn last_limit(&self) -> Option<LimitExceeded> {
        self.audit.last_limit()
    }

    /// The writable files as bytes: a version, the changes of every scratch and overlay mount, a SHA-256 checksum. Files
    /// that are unlinked but open are left out.
    #[must_use]
    pub fn freeze(&self) -> Vec<u8> {
        Vec::new()
    }
}

/// Descriptors.
impl Namespace {
    /// Opens the object at a path below a directory.
    ///
    /// # Errors
    /// Everything that path resolution answers; `Exists`, `IsDirectory`, `NotDirectory` as POSIX has them; a right that
    /// [`OpenOptions::access`] demands and the descriptor (`NotCapable`) or the mount (`AccessDenied`, `ReadOnly`) does not
    /// give; a limit.
    pub fn open(
        &mut self,
        dir: Fd,
        path: &(impl AsRef<[u8]> + ?Sized),
        options: &OpenOptions,
    ) -> FsResult<Fd> {
        Err(FsError::External)
    }

    /// Closes a descriptor. A standard stream or the preopen can be closed as well.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn close(&mut self, fd: Fd) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Moves a descriptor to a number that is in use, closing what was there. Onto itself, it does nothing.
    ///
    /// # Errors
    /// `BadDescriptor` when either is not open, also for numbers far beyond the table.
    pub fn renumber(&mut self, from: Fd, to: Fd) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Where the data of a descriptor is.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn kind(&self, fd: Fd) -> FsResult<DescriptorKind> {
        Err(FsError::External)
    }

    /// The descriptor behind the number now, told apart from any other that has the number later.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn descriptor_id(&self, fd: Fd) -> FsResult<DescriptorId> {
        self.table.id(fd)
    }

    /// The name of a preopen (`/`), or None for another descriptor.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn preopen(&self, fd: Fd) -> FsResult<Option<&str>> {
        Err(FsError::External)
    }

    /// A descriptor's kind, flags and rights.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn descriptor_stat(&self, fd: Fd) -> FsResult<DescriptorStat> {
        Err(FsError::External)
    }

    /// Sets a descriptor's flags.
    ///
    /// # Errors
    /// `BadDescriptor`.
    pub fn set_flags(&mut self, fd: Fd, flags: DescriptorFlags) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Takes rights from a descriptor: it keeps what is named.
    ///
    /// # Errors
    /// `BadDescriptor`; `NotCapable` when a right is named that it does not hold, and then nothing changes.
    pub fn set_rights(&mut self, fd: Fd, rights: Rights, inheriting: Rights) -> FsResult<()> {
        Err(FsError::External)
    }
}

/// Bytes of files. Reads and writes move the offset; positioned ones do not.
impl Namespace {
    /// Reads at the offset. 0 at the end.
    ///
    /// # Errors
    /// `BadDescriptor` when it is not open for reading, `IsDirectory`, `External` on a standard stream.
    pub fn read(&mut self, fd: Fd, buffer: &mut [u8]) -> FsResult<usize> {
        self.read_vectored(fd, &mut [buffer])
    }

    /// Reads at the offset into several buffers.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_vectored(&mut self, fd: Fd, buffers: &mut [&mut [u8]]) -> FsResult<usize> {
        Err(FsError::External)
    }

    /// Reads at a position. 0 at or beyond the end.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn pread(&mut self, fd: Fd, buffer: &mut [u8], position: u64) -> FsResult<usize> {
        self.pread_vectored(fd, &mut [buffer], position)
    }

    /// Reads at a position into several buffers.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn pread_vectored(
        &mut self,
        fd: Fd,
        buffers: &mut [&mut [u8]],
        position: u64,
    ) -> FsResult<usize> {
        Err(FsError::External)
    }

    /// The bytes that [`read`](Self::read) would give, up to `max`, without copying; moves the offset past them.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_slice(&mut self, fd: Fd, max: usize) -> FsResult<&[u8]> {
        Err(FsError::External)
    }

    /// The bytes that [`pread`](Self::pread) would give, up to `max`, without copying.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn pread_slice(&mut self, fd: Fd, max: usize, position: u64) -> FsResult<&[u8]> {
        Err(FsError::External)
    }

    /// Writes at the offset, or at the end when the descriptor appends. All of it or nothing: a write that does not fit a
    /// limit writes no byte.
    ///
    /// # Errors
    /// `BadDescriptor` when it is not open for writing, `External` on a standard stream, a limit.
    pub fn write(&mut self, fd: Fd, bytes: &[u8]) -> FsResult<usize> {
        self.write_vectored(fd, &[bytes])
    }

    /// Writes several buffers as one.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_vectored(&mut self, fd: Fd, buffers: &[&[u8]]) -> FsResult<usize> {
        Err(FsError::External)
    }

    /// Writes at a position; at the end when the descriptor appends, as Linux and wasmtime-wasi have it.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn pwrite(&mut self, fd: Fd, bytes: &[u8], position: u64) -> FsResult<usize> {
        self.pwrite_vectored(fd, &[bytes], position)
    }

    /// Writes several buffers as one at a position.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn pwrite_vectored(&mut self, fd: Fd, buffers: &[&[u8]], position: u64) -> FsResult<usize> {
        Err(FsError::External)
    }

    /// Moves the offset, and returns it. Beyond the end is fine.
    ///
    /// # Errors
    /// `NotSeekable` on a standard stream, `BadDescriptor` on a directory, `Invalid` before the beginning, `Overflow` beyond
    /// what an offset holds.
    pub fn seek(&mut self, fd: Fd, offset: i64, whence: Whence) -> FsResult<u64> {
        Err(FsError::External)
    }

    /// The offset.
    ///
    /// # Errors
    /// As [`seek`](Self::seek).
    pub fn tell(&self, fd: Fd) -> FsResult<u64> {
        Err(FsError::External)
    }

    /// Sets a file's size; what grows reads as zeros.
    ///
    /// # Errors
    /// `BadDescriptor` without `WRITE`, `NotCapable` without `TRUNCATE`, a limit.
    pub fn set_size(&mut self, fd: Fd, size: u64) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Makes sure that a file has at least `offset + length` bytes. Never shrinks it.
    ///
    /// # Errors
    /// `Invalid` for a length of 0 or a sum beyond 64 bits, `BadDescriptor` without `WRITE`, a limit.
    pub fn allocate(&mut self, fd: Fd, offset: u64, length: u64) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Flushes content and attributes: nothing to do in memory.
    ///
    /// # Errors
    /// `BadDescriptor`; `Invalid` on a standard stream.
    pub fn sync(&self, fd: Fd) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Flushes content: nothing to do in memory.
    ///
    /// # Errors
    /// As [`sync`](Self::sync).
    pub fn datasync(&self, fd: Fd) -> FsResult<()> {
        self.sync(fd)
    }

    /// Takes note of an access pattern: nothing to do in memory. The range is checked.
    ///
    /// # Errors
    /// `BadDescriptor` when it is not a file, `Invalid` for a range beyond 64 bits.
    pub fn advise(&self, fd: Fd, offset: u64, length: u64) -> FsResult<()> {
        Err(FsError::External)
    }
}

/// Attributes.
impl Namespace {
    /// The attributes of an open object. A standard stream is a character device without size or times.
    ///
    /// # Errors
    /// `BadDescriptor`, `NotCapable`.
    pub fn stat(&mut self, fd: Fd) -> FsResult<FileStat> {
        Err(FsError::External)
    }

    /// The attributes of the object at a path; of a symbolic link itself unless `follow`.
    ///
    /// # Errors
    /// What path resolution answers; a missing right.
    pub fn stat_at(
        &mut self,
        dir: Fd,
        path: &(impl AsRef<[u8]> + ?Sized),
        follow: bool,
    ) -> FsResult<FileStat> {
        Err(FsError::External)
    }

    /// Sets the times of an open object.
    ///
    /// # Errors
    /// `BadDescriptor`, a missing right, a limit (copy-up needs an inode).
    pub fn set_times(
        &mut self,
        fd: Fd,
        accessed: TimeChange,
        modified: TimeChange,
    ) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Sets the times of the object at a path; of a symbolic link itself unless `follow`.
    ///
    /// # Errors
    /// What path resolution answers; a missing right; a limit (copy-up needs an inode).
    pub fn set_times_at(
        &mut self,
        dir: Fd,
        path: &(impl AsRef<[u8]> + ?Sized),
        follow: bool,
        accessed: TimeChange,
        modified: TimeChange,
    ) -> FsResult<()> {
        Err(FsError::External)
    }
}

/// Names.
impl Namespace {
    /// The entries of a directory after a cookie; 0 begins with `.` and `..`. Cookies grow and never mean another entry, so
    /// reading goes on correctly whatever was added or removed in between; any number is accepted.
    ///
    /// # Errors
    /// `NotDirectory`, `BadDescriptor`, a missing right.
    pub fn read_directory(&mut self, fd: Fd, cookie: u64) -> FsResult<DirectoryEntries<'_>> {
        Err(FsError::External)
    }

    /// Makes a directory.
    ///
    /// # Errors
    /// What path resolution answers; `Exists`; a missing right; a limit.
    pub fn make_directory(&mut self, dir: Fd, path: &(impl AsRef<[u8]> + ?Sized)) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Removes an empty directory.
    ///
    /// # Errors
    /// What path resolution answers; `NotDirectory`, `NotEmpty`, `Invalid` for `.`, `NotEmpty` for `..`, `Busy` for a mount's
    /// root; a missing right; a limit (a whiteout needs an inode).
    pub fn remove_directory(
        &mut self,
        dir: Fd,
        path: &(impl AsRef<[u8]> + ?Sized),
    ) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Removes a name of a file or a symbolic link. The object stays, and stays charged, until its last descriptor closes.
    ///
    /// # Errors
    /// What path resolution answers; `IsDirectory`; a missing right; a limit (a whiteout needs an inode).
    pub fn unlink(&mut self, dir: Fd, path: &(impl AsRef<[u8]> + ?Sized)) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Gives an object another name, replacing what has it, as POSIX has it.
    ///
    /// # Errors
    /// What path resolution answers; `CrossMount`; `Invalid` for a directory into itself; `NotEmpty`, `IsDirectory`,
    /// `NotDirectory` for what cannot be replaced; `Busy` for `.`, `..` and mounts; a missing right on either side; `NotCapable` when
    /// the new place would give more rights (CVE-2026-58494); a limit.
    pub fn rename(
        &mut self,
        from_dir: Fd,
        from: &(impl AsRef<[u8]> + ?Sized),
        to_dir: Fd,
        to: &(impl AsRef<[u8]> + ?Sized),
    ) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Gives a file or a symbolic link a further name.
    ///
    /// # Errors
    /// What path resolution answers; `CrossMount`; `NotPermitted` for a directory; `Exists`; a missing right on either side;
    /// `NotCapable` when the new place would give more rights (CVE-2026-58494); a limit.
    pub fn link(
        &mut self,
        from_dir: Fd,
        from: &(impl AsRef<[u8]> + ?Sized),
        follow: bool,
        to_dir: Fd,
        to: &(impl AsRef<[u8]> + ?Sized),
    ) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Makes a symbolic link. Its target is checked when it is followed, not here.
    ///
    /// # Errors
    /// What path resolution answers; `Exists`; `NotFound` for an empty target, `NotUtf8`, `Invalid` for NUL; a missing right; a
    /// limit.
    pub fn symlink(
        &mut self,
        target: &(impl AsRef<[u8]> + ?Sized),
        dir: Fd,
        path: &(impl AsRef<[u8]> + ?Sized),
    ) -> FsResult<()> {
        Err(FsError::External)
    }

    /// The target of a symbolic link.
    ///
    /// # Errors
    /// What path resolution answers; `Invalid` when it is no symbolic link; a missing right.
    pub fn read_link(&mut self, dir: Fd, path: &(impl AsRef<[u8]> + ?Sized)) -> FsResult<Arc<str>> {
        Err(FsError::External)
    }
}

/// For the supervisor: absolute paths, no descriptors. What the mounts do not grant to the program does not bind the
/// supervisor; read-only layers and every quota do (only the bytes written in a run are the program's alone).
impl Namespace {
    /// The content of a file. Symbolic links are followed.
    ///
    /// # Errors
    /// What path resolution answers; `IsDirectory`.
    pub fn read_file(&self, path: &str) -> FsResult<&[u8]> {
        Err(FsError::External)
    }

    /// Makes or replaces a file, and makes the directories above it.
    ///
    /// # Errors
    /// What path resolution answers; `IsDirectory`; `ReadOnly`; a limit. What was there before stays as it was, but for
    /// directories made on the way.
    pub fn write_file(&mut self, path: &str, bytes: &[u8]) -> FsResult<()> {
        Err(FsError::External)
    }

    /// Makes a directory and those above it. One that is there already is fine.
    ///
    /// # Errors
    /// What path resolution answers; `NotDirectory`; `ReadOnly`; a limit.
    pub fn make_directories(&mut self, path: &str) -> FsResult<()> {
        Err(FsError::External)
    }

    /// The attributes of the object at a path, symbolic links followed.
    ///
    /// # Errors
    /// What path resolution answers.
    pub fn stat_path(&self, path: &str) -> FsResult<FileStat> {
        Err(FsError::External)
    }

    /// Everything below a directory, sorted by path; symbolic links are listed, not followed.
    ///
    /// # Errors
    /// What path resolution answers; `NotDirectory`.
    pub fn list(&self, path: &str) -> FsResult<Vec<ListedObject>> {
        Err(FsError::External)
    }
}
