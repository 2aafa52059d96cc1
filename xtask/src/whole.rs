//! Folders that are whole when they are there: made beside, and renamed.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// Makes `folder` unless it is there. `make` fills an empty folder beside it, which is renamed when it
/// is whole; what a failure leaves stays for its logs, until the next try.
///
/// # Errors
/// Those of `make`, with the folder that it left.
pub(crate) fn ensure(folder: &Path, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    remove_abandoned(folder);
    let partial = beside(folder, &format!("partial.{}", std::process::id()));
    remove(&partial)?;
    fs::create_dir_all(&partial).with_context(|| format!("cannot create {}", partial.display()))?;
    make(&partial).with_context(|| format!("cannot make {}", partial.display()))?;
    // Another process may have made the same meanwhile.
    if fs::rename(&partial, folder).is_err() && !folder.is_dir() {
        bail!(
            "cannot rename {} to {}",
            partial.display(),
            folder.display()
        );
    }
    remove(&partial)
}

/// Removes a folder with all in it, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// What processes left that are not there any more.
fn remove_abandoned(folder: &Path) {
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
        return;
    };
    let prefix = format!("{}.partial.", name.to_string_lossy());
    for entry in parent.read_dir().into_iter().flatten().flatten() {
        let file = entry.file_name();
        let Some(process) = file.to_str().and_then(|file| file.strip_prefix(&prefix)) else {
            continue;
        };
        if Path::new("/proc/self").exists() && !Path::new("/proc").join(process).exists() {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn beside(folder: &Path, suffix: &str) -> PathBuf {
    let mut name = folder
        .file_name()
        .map_or_else(OsString::new, OsString::from);
    name.push(".");
    name.push(suffix);
    folder.with_file_name(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_folder_appears_only_when_it_is_whole() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("cache/3.13.5");
        let failed = ensure(&folder, |partial| {
            fs::write(partial.join("half"), "").unwrap();
            bail!("no more")
        });
        assert!(failed.is_err());
        assert!(!folder.exists());

        ensure(&folder, |partial| {
            assert!(!partial.join("half").exists());
            Ok(fs::write(partial.join("whole"), "")?)
        })
        .unwrap();
        assert!(folder.join("whole").is_file());
        ensure(&folder, |_| bail!("it is there")).unwrap();
        assert_eq!(folder.parent().unwrap().read_dir().unwrap().count(), 1);
    }
}
