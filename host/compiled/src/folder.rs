//! The folder: its user's alone, and not ever larger.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::error::StoreError;
use crate::file;

/// The most compiled components that are kept: both languages in a few versions. One of Python's has some 50 MB.
const MOST_FILES: usize = 12;

/// Makes the folder its user's alone, and says where it is whatever the process's working directory will be.
pub(crate) fn private(folder: &Path) -> Result<PathBuf, StoreError> {
    let folder = std::path::absolute(folder).map_err(|error| StoreError::io(folder, error))?;
    create(&folder).map_err(|error| StoreError::io(&folder, error))?;
    check_owner(&folder)?;
    Ok(folder)
}

#[cfg(unix)]
fn create(folder: &Path) -> io::Result<()> {
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
fn create(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn check_owner(folder: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::MetadataExt;

    let owner = fs::metadata(folder)
        .map_err(|error| StoreError::io(folder, error))?
        .uid();
    let user = rustix::process::geteuid().as_raw();
    if owner == user {
        Ok(())
    } else {
        Err(StoreError::Foreign {
            path: folder.to_owned(),
            owner,
            user,
        })
    }
}

#[cfg(not(unix))]
fn check_owner(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Removes those that were not used for longest, beyond [`MOST_FILES`]. What cannot be removed stays.
pub(crate) fn tidy(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let compiled = |entry: io::Result<fs::DirEntry>| {
        let path = entry.ok()?.path();
        let used = fs::metadata(&path).ok()?.modified().ok()?;
        file::is_ours(&path).then_some((used, path))
    };
    let mut files: Vec<_> = entries.filter_map(compiled).collect();
    files.sort_by_key(|(used, _)| Reverse(*used));
    for (_, path) in files.into_iter().skip(MOST_FILES) {
        if let Err(error) = fs::remove_file(&path) {
            log::warn!("{} is not removed: {error}", path.display());
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;
    use std::time::{Duration, SystemTime};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_folder_is_made_private() {
        let base = tempfile::tempdir().unwrap();
        let folder = base.path().join("a/compiled");
        private(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        private(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
    }

    #[test]
    fn a_file_in_the_way_is_an_error() {
        let base = tempfile::tempdir().unwrap();
        let file = base.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(matches!(private(&file), Err(StoreError::Io { .. })));
    }

    #[test]
    fn the_files_used_last_stay_and_others_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let foreign = folder.path().join("notes.txt");
        fs::write(&foreign, "").unwrap();
        let age = |index: usize| Duration::from_secs(index as u64 * 60);
        for index in 0..MOST_FILES + 3 {
            let path = folder.path().join(format!("{index}.cwasm"));
            fs::write(&path, "").unwrap();
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(SystemTime::now() - age(index)).unwrap();
        }
        tidy(folder.path());
        let is_there = |index: usize| folder.path().join(format!("{index}.cwasm")).exists();
        assert!((0..MOST_FILES).all(is_there));
        assert!(!(MOST_FILES..MOST_FILES + 3).any(is_there));
        assert!(foreign.exists());
    }
}
