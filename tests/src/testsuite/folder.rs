//! Folders of this machine, copied into a program's file system. Nothing a test does comes back.

use std::fs;
use std::io;
use std::path::Path;

use thiserror::Error;
use vfs_layer::{FsError, Namespace, ROOT_FD};

/// Why a folder cannot be copied.
#[derive(Debug, Error)]
pub enum FolderError {
    /// It cannot be read.
    #[error("{path}: {error}")]
    Read {
        /// What cannot be read.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// The program's file system does not take it.
    #[error("{path}: {error}")]
    Write {
        /// Its path there.
        path: String,
        /// Why.
        error: FsError,
    },
}

/// What earlier runs of tests leave behind, and the testsuite has removed before each.
const LEFTOVER: &str = ".cleanup";

/// Copies what is in `folder` to `path`, which is absolute.
pub(super) fn copy(
    folder: &Path,
    namespace: &mut Namespace,
    path: &str,
) -> Result<(), FolderError> {
    let unreadable = |at: &Path, error| FolderError::Read {
        path: at.display().to_string(),
        error,
    };
    let refused = |at: &str, error| FolderError::Write {
        path: at.to_owned(),
        error,
    };
    namespace
        .make_directories(path)
        .map_err(|error| refused(path, error))?;
    let mut entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .map_err(|error| unreadable(folder, error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let from = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(LEFTOVER) {
            continue;
        }
        let to = format!("{}/{name}", path.trim_end_matches('/'));
        let kind = entry
            .file_type()
            .map_err(|error| unreadable(&from, error))?;
        if kind.is_dir() {
            copy(&from, namespace, &to)?;
        } else if kind.is_symlink() {
            let target = fs::read_link(&from).map_err(|error| unreadable(&from, error))?;
            let target = target.to_string_lossy();
            namespace
                .symlink(target.as_bytes(), ROOT_FD, to.trim_start_matches('/'))
                .map_err(|error| refused(&to, error))?;
        } else {
            let bytes = fs::read(&from).map_err(|error| unreadable(&from, error))?;
            namespace
                .write_file(&to, &bytes)
                .map_err(|error| refused(&to, error))?;
        }
    }
    Ok(())
}
