//! Descriptors: what a program holds. A descriptor names an inode, never a path.

use bitflags::bitflags;

use crate::inode::NodeId;
use crate::rights::Rights;
use crate::timestamp::Timestamp;

/// A descriptor's number, as the program knows it.
pub type Fd = u32;

/// A descriptor that stays itself: the number with its generation. After a close, the number may mean another
/// descriptor; this never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DescriptorId {
    pub(crate) fd: Fd,
    pub(crate) generation: u64,
}

impl DescriptorId {
    /// The number.
    #[must_use]
    pub const fn fd(self) -> Fd {
        self.fd
    }
}

bitflags! {
    /// The flags of a descriptor, with the bits of preview1's `fdflags`.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct DescriptorFlags: u16 {
        /// Every write goes to the end.
        const APPEND = 1 << 0;
        /// Content reaches the storage before a write returns: always so in memory.
        const DSYNC = 1 << 1;
        /// Never block: nothing here blocks.
        const NONBLOCK = 1 << 2;
        /// Attributes are as fresh as content: always so in memory.
        const RSYNC = 1 << 3;
        /// Content and attributes reach the storage before a write returns: always so in memory.
        const SYNC = 1 << 4;
    }
}

/// What kind of object something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A standard stream.
    CharacterDevice,
    /// A directory.
    Directory,
    /// A file.
    RegularFile,
    /// A symbolic link.
    SymbolicLink,
}

impl FileKind {
    /// The number of preview1's `filetype`.
    #[must_use]
    pub const fn preview1(self) -> u8 {
        match self {
            Self::CharacterDevice => 2,
            Self::Directory => 3,
            Self::RegularFile => 4,
            Self::SymbolicLink => 7,
        }
    }
}

/// Where the data of a descriptor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DescriptorKind {
    /// Standard input; its bytes come from outside this crate.
    Stdin,
    /// Standard output; its bytes go outside.
    Stdout,
    /// Standard error; its bytes go outside.
    Stderr,
    /// A file in the namespace.
    File,
    /// A directory in the namespace.
    Directory,
}

/// From where a seek counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whence {
    /// The file's beginning.
    Start,
    /// The descriptor's offset.
    Current,
    /// The file's end.
    End,
}

/// How to open (see [`Namespace::open`](crate::Namespace::open)).
///
/// ```
/// use vfs_layer::{OpenOptions, Rights};
/// let options = OpenOptions { create: true, ..OpenOptions::writing() };
/// assert_eq!(options.access, Rights::WRITE);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenOptions {
    /// The rights to a file's bytes ([`Rights::DATA`]) that the descriptor must have: refused when one is not granted,
    /// and never held unless named here.
    pub access: Rights,
    /// The most rights that the descriptor may hold; what is not granted is left out silently, as preview1's
    /// `fs_rights_base` has it.
    pub rights: Rights,
    /// The most rights that descriptors opened through this one may hold.
    pub inheriting: Rights,
    /// Make the file when there is none (`O_CREAT`).
    pub create: bool,
    /// With `create`: there must be none (`O_EXCL`).
    pub exclusive: bool,
    /// Empty the file (`O_TRUNC`).
    pub truncate: bool,
    /// It must be a directory (`O_DIRECTORY`).
    pub directory: bool,
    /// Follow a symbolic link in the last component. Without it, one there is [`FsError::SymlinkLoop`](crate::FsError::SymlinkLoop), trailing
    /// slash or not (GHSA-vqjp-4c8c-hfgg).
    pub follow: bool,
    /// The descriptor's flags. With `APPEND`, access `WRITE` is taken to mean `APPEND`.
    pub flags: DescriptorFlags,
}

impl OpenOptions {
    const fn with_access(access: Rights) -> Self {
        Self {
            access,
            rights: Rights::all(),
            inheriting: Rights::all(),
            create: false,
            exclusive: false,
            truncate: false,
            directory: false,
            follow: true,
            flags: DescriptorFlags::empty(),
        }
    }

    /// An existing object, for reading (`O_RDONLY`); symbolic links are followed.
    #[must_use]
    pub const fn reading() -> Self {
        Self::with_access(Rights::READ)
    }

    /// An existing file, for writing (`O_WRONLY`).
    #[must_use]
    pub const fn writing() -> Self {
        Self::with_access(Rights::WRITE)
    }

    /// An existing file, for both (`O_RDWR`).
    #[must_use]
    pub const fn reading_and_writing() -> Self {
        Self::with_access(Rights::READ.union(Rights::WRITE))
    }

    /// A directory (`O_RDONLY | O_DIRECTORY`).
    #[must_use]
    pub const fn directory() -> Self {
        let mut options = Self::with_access(Rights::empty());
        options.directory = true;
        options
    }
}

/// What preview1's `fd_fdstat_get` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DescriptorStat {
    /// What it is open on.
    pub kind: FileKind,
    /// Its flags.
    pub flags: DescriptorFlags,
    /// What it may be used for, the mount's rights already taken into account.
    pub rights: Rights,
    /// What descriptors opened through it may be used for.
    pub inheriting: Rights,
}

/// What preview1's `filestat` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStat {
    /// The mount, counted from 1; 0 for a standard stream.
    pub device: u64,
    /// The inode's number: never used again, and the same before and after copy-up.
    pub inode: u64,
    /// What it is.
    pub kind: FileKind,
    /// Names that it has. 0 once it is unlinked and merely open.
    pub links: u64,
    /// Bytes of a file or of a symbolic link's target; 0 for a directory.
    pub size: u64,
    /// Last access.
    pub accessed: Timestamp,
    /// Last change of the content.
    pub modified: Timestamp,
    /// Last change of the attributes.
    pub changed: Timestamp,
}

/// An open descriptor.
#[derive(Clone, Debug)]
pub(crate) struct Descriptor {
    pub(crate) target: Target,
    pub(crate) rights: Rights,
    pub(crate) inheriting: Rights,
    pub(crate) flags: DescriptorFlags,
    pub(crate) offset: u64,
    pub(crate) preopen: bool,
}

/// What a descriptor is open on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Stdin,
    Stdout,
    Stderr,
    File(NodeId),
    Directory(NodeId),
}

impl Target {
    pub(crate) const fn kind(self) -> DescriptorKind {
        match self {
            Self::Stdin => DescriptorKind::Stdin,
            Self::Stdout => DescriptorKind::Stdout,
            Self::Stderr => DescriptorKind::Stderr,
            Self::File(_) => DescriptorKind::File,
            Self::Directory(_) => DescriptorKind::Directory,
        }
    }

    pub(crate) const fn node(self) -> Option<NodeId> {
        match self {
            Self::File(node) | Self::Directory(node) => Some(node),
            Self::Stdin | Self::Stdout | Self::Stderr => None,
        }
    }
}
