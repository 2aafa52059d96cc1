//! Where compiled code is kept, so that only the first run of a machine compiles.

use std::env;
use std::path::PathBuf;

use compiled_code::{Store, StoreError};
use thiserror::Error;

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
    /// The folder cannot be used.
    #[error(transparent)]
    Folder(#[from] StoreError),
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
    pub(crate) fn open(&self) -> Result<Option<Store>, CacheError> {
        self.folder()
            .map(|folder| Ok(Store::open(&folder?)?))
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
