//! Functions on descriptors.

mod attributes;
mod descriptor;
mod directory;
mod offset;
mod transfer;

pub(super) use attributes::time_changes;

use vfs_layer::{DescriptorKind, Errno, Namespace};

use super::refusal::Refusal;
use crate::run::Run;

/// The file system, for something that only a file has; anything else is `EBADF`.
fn file(run: &mut Run, fd: u32) -> Result<&mut Namespace, Refusal> {
    let namespace = run.files_to_read();
    match namespace.kind(fd)? {
        DescriptorKind::File => Ok(namespace),
        _ => Err(Errno::BadF.into()),
    }
}

/// The file system, for something that a file or a directory has; a standard stream is `EBADF`.
fn object(run: &mut Run, fd: u32) -> Result<&mut Namespace, Refusal> {
    let namespace = run.files_to_read();
    match namespace.kind(fd)? {
        DescriptorKind::File | DescriptorKind::Directory => Ok(namespace),
        _ => Err(Errno::BadF.into()),
    }
}

/// As [`file()`], for something that changes its times.
fn file_to_change(run: &mut Run, fd: u32) -> Result<&mut Namespace, Refusal> {
    run.file_system();
    file(run, fd)
}

/// As [`object`], for something that changes its times.
fn object_to_change(run: &mut Run, fd: u32) -> Result<&mut Namespace, Refusal> {
    run.file_system();
    object(run, fd)
}

/// The file system, for something that needs positions; a standard stream is `ESPIPE`.
fn seekable(run: &mut Run, fd: u32) -> Result<&mut Namespace, Refusal> {
    let namespace = run.files_to_read();
    match namespace.kind(fd)? {
        DescriptorKind::File | DescriptorKind::Directory => Ok(namespace),
        _ => Err(Errno::SPipe.into()),
    }
}
