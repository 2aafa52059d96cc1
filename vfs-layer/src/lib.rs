//! The in-memory file system every sandbox runs on: inodes, descriptors, rights, quotas, layers.
//!
//! A [`Namespace`] is all that one program can name: mounts, each with a [`Layer`], [`Rights`] and a quota, inside a
//! read-only skeleton of directories. It is a pure state machine: no clock, no operating system, no threads; the time is
//! told to it ([`Namespace::set_now`]), standard streams are descriptors whose bytes live outside.
//!
//! ```
//! use vfs_layer::{MountSpec, Namespace, OpenOptions, Quota};
//!
//! let mut namespace = Namespace::builder(Quota::default())
//!     .mount("/workspace", MountSpec::scratch())
//!     .build()?;
//! let options = OpenOptions { create: true, ..OpenOptions::writing() };
//! let fd = namespace.open(vfs_layer::ROOT_FD, "workspace/hello.txt", &options)?;
//! assert_eq!(namespace.write(fd, b"hello")?, 5);
//! assert_eq!(namespace.usage().bytes, 5);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod audit;
mod charge;
mod descriptor;
mod directory;
mod errno;
mod error;
mod freeze;
mod from_policy;
mod frozen;
mod inode;
mod layer;
mod mount;
mod namespace;
mod operation;
mod path;
mod quota;
mod rights;
mod table;
mod thaw;
mod timestamp;

pub use audit::{DENIAL_PATH_BYTES, DENIALS_KEPT, Denial, DenialPlace, DenialReason};
pub use descriptor::{
    DescriptorFlags, DescriptorId, DescriptorKind, DescriptorStat, Fd, FileKind, FileStat,
    OpenOptions, Whence,
};
pub use errno::Errno;
pub use error::{FsError, FsResult, Limit, LimitExceeded};
pub use from_policy::MissingLayer;
pub use layer::{LayerError, LowerLayer, LowerLayerBuilder};
pub use mount::{Layer, MAX_MOUNTS, MountError, MountInfo, MountSpec};
pub use namespace::{
    DirectoryEntries, DirectoryEntry, ListedObject, Namespace, NamespaceBuilder, ROOT_FD,
    STDERR_FD, STDIN_FD, STDOUT_FD,
};
pub use operation::Operation;
pub use path::SYMLINK_BUDGET;
pub use quota::{MountQuota, MountUsage, Quota, Usage};
pub use rights::Rights;
pub use thaw::ThawError;
pub use timestamp::{TimeChange, Times, Timestamp};
