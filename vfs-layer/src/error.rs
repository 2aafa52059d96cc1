//! Why an operation was refused, and the one table from there to the error numbers of preview1.

use thiserror::Error;

use crate::errno::Errno;
use crate::rights::Rights;

/// What every operation of this crate returns.
pub type FsResult<T> = Result<T, FsError>;

/// Why an operation was refused. A refused operation has changed nothing, counters included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FsError {
    /// Nothing has this name, or what has it was not granted: the two look the same.
    #[error("no such file or directory")]
    NotFound,
    /// The name is taken.
    #[error("file exists")]
    Exists,
    /// A component that must be a directory is not one.
    #[error("not a directory")]
    NotDirectory,
    /// A directory where a file is needed.
    #[error("is a directory")]
    IsDirectory,
    /// The directory to remove or replace has entries.
    #[error("directory not empty")]
    NotEmpty,
    /// The number names no open descriptor, or one of the wrong kind.
    #[error("bad file descriptor")]
    BadDescriptor,
    /// An argument that has no meaning; says which.
    #[error("invalid argument: {0}")]
    Invalid(&'static str),
    /// Seek or positioned access on something without positions.
    #[error("invalid seek")]
    NotSeekable,
    /// More than [`SYMLINK_BUDGET`](crate::SYMLINK_BUDGET) symbolic links in one resolution, or a symbolic link where none may be followed.
    #[error("too many levels of symbolic links")]
    SymlinkLoop,
    /// The path or name is not UTF-8 (preview1 paths are).
    #[error("illegal byte sequence")]
    NotUtf8,
    /// The path leaves the directory that it started in: `..` above it, an absolute path, an absolute symbolic link.
    #[error("operation not permitted: the path leaves its directory")]
    Escape,
    /// POSIX does not permit the operation on this kind of object.
    #[error("operation not permitted: {0}")]
    NotPermitted(&'static str),
    /// The descriptor lacks a right.
    #[error("the descriptor lacks {0}")]
    NotCapable(Rights),
    /// The mount grants some changes, but not this right.
    #[error("permission denied: the mount does not grant {0}")]
    AccessDenied(Rights),
    /// The mount grants no change at all.
    #[error("read-only file system")]
    ReadOnly,
    /// Link or rename between two mounts.
    #[error("cross-device link")]
    CrossMount,
    /// The object is in use in a way that forbids the operation: `.`, `..`, a mount's root.
    #[error("device or resource busy")]
    Busy,
    /// An offset or size that the result type cannot hold.
    #[error("value too large")]
    Overflow,
    /// The allocator refused memory that the quota allowed.
    #[error("out of memory")]
    OutOfMemory,
    /// The data of this descriptor lives outside this crate (standard input, output, error).
    #[error("not supported on a standard stream")]
    External,
    /// A limit would be exceeded.
    #[error(transparent)]
    Limit(#[from] LimitExceeded),
}

impl FsError {
    /// The error number that a preview1 program sees. This match is the crate's one table of errnos.
    #[must_use]
    pub const fn errno(&self) -> Errno {
        match self {
            Self::NotFound => Errno::NoEnt,
            Self::Exists => Errno::Exist,
            Self::NotDirectory => Errno::NotDir,
            Self::IsDirectory => Errno::IsDir,
            Self::NotEmpty => Errno::NotEmpty,
            Self::BadDescriptor => Errno::BadF,
            Self::Invalid(_) => Errno::Inval,
            Self::NotSeekable => Errno::SPipe,
            Self::SymlinkLoop => Errno::Loop,
            Self::NotUtf8 => Errno::IlSeq,
            Self::Escape | Self::NotPermitted(_) => Errno::Perm,
            Self::NotCapable(_) => Errno::NotCapable,
            Self::AccessDenied(_) => Errno::Acces,
            Self::ReadOnly => Errno::RoFs,
            Self::CrossMount => Errno::XDev,
            Self::Busy => Errno::Busy,
            Self::Overflow => Errno::Overflow,
            Self::OutOfMemory => Errno::NoMem,
            Self::External => Errno::NotSup,
            Self::Limit(exceeded) => exceeded.limit.errno(),
        }
    }
}

/// A limit, what was asked for, and what there was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{limit} limit exceeded: asked for {asked}, allowed {allowed}")]
pub struct LimitExceeded {
    /// Which limit.
    pub limit: Limit,
    /// The total that the operation would have led to, in the limit's unit.
    pub asked: u64,
    /// The most that the limit allows, in the same unit.
    pub allowed: u64,
}

/// The limits that this crate keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// Bytes in one file.
    FileBytes,
    /// Bytes in all files and symbolic links of the namespace, or of one mount.
    TotalBytes,
    /// Inodes, further hard links and whiteouts of the namespace, or of one mount.
    Inodes,
    /// Open descriptors, standard streams and preopens included.
    Descriptors,
    /// Bytes in one name.
    NameBytes,
    /// Bytes in one path.
    PathBytes,
    /// Directories above one another.
    Depth,
    /// Bytes in a symbolic link's target.
    SymlinkBytes,
    /// Bytes written in one run, overwritten ones included.
    WrittenBytes,
}

impl Limit {
    /// Every limit.
    pub const ALL: &'static [Limit] = &[
        Self::FileBytes,
        Self::TotalBytes,
        Self::Inodes,
        Self::Descriptors,
        Self::NameBytes,
        Self::PathBytes,
        Self::Depth,
        Self::SymlinkBytes,
        Self::WrittenBytes,
    ];

    /// The error number that a program sees when this limit stops it.
    #[must_use]
    pub const fn errno(self) -> Errno {
        match self {
            Self::FileBytes => Errno::FBig,
            // tmpfs answers ENOSPC for both its size and its nr_inodes option.
            Self::TotalBytes | Self::Inodes => Errno::NoSpc,
            Self::Descriptors => Errno::MFile,
            Self::NameBytes | Self::PathBytes | Self::Depth | Self::SymlinkBytes => {
                Errno::NameTooLong
            }
            Self::WrittenBytes => Errno::DQuot,
        }
    }

    /// The name that outcomes and messages use, such as `file size`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FileBytes => "file size",
            Self::TotalBytes => "disk",
            Self::Inodes => "inodes",
            Self::Descriptors => "descriptors",
            Self::NameBytes => "name length",
            Self::PathBytes => "path length",
            Self::Depth => "depth",
            Self::SymlinkBytes => "symlink length",
            Self::WrittenBytes => "bytes written",
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
