//! Compiled code on disk, so that only the first run of a machine compiles.
//!
//! What lies there is executed as native code, so the folder must be its user's alone.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use thiserror::Error;
use wasmtime::{Cache, CacheConfig};

/// Names the cache's folder.
pub const CACHE_VARIABLE: &str = "GOLEM_EXEC_CACHE";

/// Where compiled code is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum CacheLocation {
    /// `compiled` in the folder that `GOLEM_EXEC_CACHE` names, else in `golem-exec` in the user's
    /// cache folder (`XDG_CACHE_HOME`, `~/.cache`).
    #[default]
    Default,
    /// `compiled` in this folder.
    Folder(PathBuf),
    /// Nowhere: each process compiles what it needs.
    Nowhere,
}

/// Why compiled code is not kept. Runs are not affected, except that they start slower.
#[derive(Debug, Error)]
pub enum CacheError {
    /// No variable says where the user's cache is.
    #[error("none of {CACHE_VARIABLE}, XDG_CACHE_HOME and HOME is set")]
    NoFolder,
    /// The folder cannot be made or read.
    #[error("{}: {error}", path.display())]
    Io {
        /// The folder.
        path: PathBuf,
        /// What the operating system says.
        error: io::Error,
    },
    /// Another user could write there, and so run code as this one.
    #[error("{} belongs to user {owner}, not to user {user}", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// Whose it is.
        owner: u32,
        /// Who we are.
        user: u32,
    },
    /// Wasmtime refuses the folder.
    #[error("{0:#}")]
    Wasmtime(wasmtime::Error),
}

impl CacheLocation {
    /// Where this user's cache is: [`CACHE_VARIABLE`], else in the place that the XDG base directory
    /// specification names.
    #[must_use]
    pub fn default_folder() -> Option<PathBuf> {
        default_folder()
    }

    fn folder(&self) -> Option<Result<PathBuf, CacheError>> {
        let base = match self {
            Self::Nowhere => return None,
            Self::Folder(folder) => Some(folder.clone()),
            Self::Default => default_folder(),
        };
        Some(
            base.map(|base| base.join("compiled"))
                .ok_or(CacheError::NoFolder),
        )
    }

    /// The cache, ready for use; `None` where none is wanted.
    pub(crate) fn open(&self) -> Result<Option<Cache>, CacheError> {
        self.folder()
            .map(|folder| folder.and_then(|folder| open(&folder)))
            .transpose()
    }
}

fn default_folder() -> Option<PathBuf> {
    // The XDG base directory specification ignores relative paths and empty values.
    let folder = |name| env::var_os(name).map(PathBuf::from);
    let absolute = |name| folder(name).filter(|path| path.is_absolute());
    folder(CACHE_VARIABLE)
        .filter(|path| !path.as_os_str().is_empty())
        .or_else(|| absolute("XDG_CACHE_HOME").map(|cache| cache.join("golem-exec")))
        .or_else(|| absolute("HOME").map(|home| home.join(".cache/golem-exec")))
}

fn open(folder: &Path) -> Result<Cache, CacheError> {
    let folder = std::path::absolute(folder).map_err(|error| io_error(folder, error))?;
    create_private(&folder).map_err(|error| io_error(&folder, error))?;
    check_owner(&folder)?;
    let mut config = CacheConfig::new();
    config.with_directory(folder);
    Cache::new(config).map_err(CacheError::Wasmtime)
}

fn io_error(path: &Path, error: io::Error) -> CacheError {
    CacheError::Io {
        path: path.to_owned(),
        error,
    }
}

#[cfg(unix)]
fn create_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};

    const PRIVATE: u32 = 0o700;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(PRIVATE)
        .create(folder)?;
    if fs::metadata(folder)?.permissions().mode() & 0o777 != PRIVATE {
        fs::set_permissions(folder, fs::Permissions::from_mode(PRIVATE))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn check_owner(folder: &Path) -> Result<(), CacheError> {
    use std::os::unix::fs::MetadataExt;

    let owner = fs::metadata(folder)
        .map_err(|error| io_error(folder, error))?
        .uid();
    let user = rustix::process::geteuid().as_raw();
    if owner == user {
        Ok(())
    } else {
        Err(CacheError::Foreign {
            path: folder.to_owned(),
            owner,
            user,
        })
    }
}

#[cfg(not(unix))]
fn check_owner(_: &Path) -> Result<(), CacheError> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_folder_is_made_private() {
        let base = tempfile::tempdir().unwrap();
        let folder = base.path().join("a/compiled");
        open(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        open(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
    }

    #[test]
    fn a_file_in_the_way_is_an_error() {
        let base = tempfile::tempdir().unwrap();
        let file = base.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(matches!(open(&file), Err(CacheError::Io { .. })));
    }
}
