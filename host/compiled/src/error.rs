//! Why a folder cannot be a store.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why compiled code is not kept in a folder.
#[derive(Debug, Error)]
pub enum StoreError {
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
}

impl StoreError {
    pub(crate) fn io(path: &Path, error: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            error,
        }
    }
}
