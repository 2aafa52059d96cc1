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
//!
//! # Three types
//!
//! An *inode* is an object: its content, its times, how many names and how many descriptors it has. A *directory entry* is a
//! name for one. A *descriptor* is what a program holds: an inode's generational id, rights that only shrink, an offset. No
//! descriptor holds a path. A program reaches an object through a descriptor, and what it may do there is what the descriptor
//! *and* the mount allow ([`Operation::required_rights`]), asked at every operation.
//!
//! # The life of an operation
//!
//! Parse the path, authorise by the descriptor, resolve, authorise by the mount, validate, admit the charge, change, commit.
//! Whatever makes a mount hold more takes a `Charge`, which only the ledger gives out, before anything is allocated. A refusal
//! on the way changes nothing: no counter, no byte, no entry. It is an [`FsError`], one table away from its [`Errno`]; refusals
//! for want of a right are in [`Namespace::denials`], the last limit in [`Namespace::last_limit`].
//!
//! # Invariants, and where each is kept
//!
//! | invariant | kept in |
//! |---|---|
//! | a reused slot or number never means an old object | `inode.rs` (generations), `table.rs`, `directory.rs` (cookies) |
//! | no path leaves the directory that it starts in; no link is followed that was not to be | `namespace/resolve.rs` |
//! | every operation asks for every right that it needs, on both sides | `operation.rs`, `namespace/authority.rs` |
//! | no descriptor holds a right that its mount does not grant | `namespace/open.rs`, `namespace/descriptors.rs` |
//! | rename and link never give an object more rights | `Base::authorise_narrowing` |
//! | what a mount holds is what its inodes, further links, whiteouts and bytes come to | `charge.rs`; `namespace/recount.rs` counts again |
//! | an unlinked file is charged until its last descriptor closes | `namespace/node.rs` |
//! | copy-up is charged before it copies, and changes neither the inode's number nor its descriptors | `layer/overlay.rs` |
//! | directories are a tree: no cycle, one name each | `namespace/rename.rs`, `namespace/verify.rs` |
//! | frozen bytes are thawed only if they are such a tree, within every limit | `thaw.rs` |
//! | nothing the guest says is allocated before it is compared with a limit | `path.rs`, `namespace/write.rs` |
//!
//! [`Namespace::verify`] checks those that can be checked from outside. To add a right: a line in `rights.rs` (and in the crate
//! `policies`, whose names are the same), then in the operations that need it. To add an operation: a line in `operation.rs`,
//! a function in `namespace/`; the tests' table of operations and rights then asks for a row. To add a limit: a line in
//! `quota.rs` and one in [`Limit`]; each match over it asks for the rest.
//!
//! # What is decided here, where POSIX or wasmtime-wasi leave room or differ
//!
//! - A right that a *mount* does not grant is `EROFS` if the mount grants no change at all, else `EACCES`. One that a *descriptor*
//!   lacks is `ENOTCAPABLE`; but `EBADF` for `READ`, `WRITE` and `APPEND` on a file, as for any descriptor not opened for it.
//!   What no mount covers is `ENOENT`.
//! - `..` above the base and absolute paths are `EPERM`, as in wasmtime-wasi. An absolute symbolic link is followed from the
//!   namespace's root when the resolution started there, else `EPERM`; making one is allowed (wasmtime-wasi refuses that).
//! - A resolution goes through 4,096 names at most, those in the targets of links included: beyond, `ELOOP`. POSIX bounds the
//!   length of a path with one target in it, and leaves forty of them to take forty times as long.
//! - A lookup that must not follow never follows the last component, trailing slash or not: `ELOOP` for an open, `ENOTDIR` for
//!   attributes. Linux would follow (GHSA-vqjp-4c8c-hfgg).
//! - A write is done whole or not at all: one that exceeds a limit writes no byte, where POSIX would write those that fit.
//! - Reading changes no access time (`noatime`). A directory's link count is 1.
//! - A further hard link counts as an inode, as in tmpfs; so does a whiteout, as in overlayfs: removing a lower file at a full
//!   quota can be `ENOSPC`.
//! - Renaming a lower directory of an overlay works (overlayfs answers `EXDEV` unless told otherwise), and costs one inode.
//! - Descriptors that were open on a lower file see its copy-up (in overlayfs they do not).
//! - `fd_allocate` works (wasmtime-wasi: `ENOTSUP`); linking a symbolic link's target works (wasmtime-wasi: `EINVAL`).
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
    STDERR_FD, STDIN_FD, STDOUT_FD, Space,
};
pub use operation::Operation;
pub use path::SYMLINK_BUDGET;
pub use quota::{MountQuota, MountUsage, Quota, Usage};
pub use rights::Rights;
pub use thaw::ThawError;
pub use timestamp::{TimeChange, Times, Timestamp};
