//! Folders that are whole when they are there: made beside, and renamed.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Makes `folder` unless it is there. `make` fills an empty folder beside it, which is renamed when it
/// is whole; what a failure leaves stays for its logs, until the next try.
///
/// # Errors
/// Those of `make`, with the folder that it left.
pub(crate) fn ensure(folder: &Path, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let _lock = Lock::of(folder)?;
    // Another process may have made it while this one waited.
    if folder.is_dir() {
        return Ok(());
    }
    remove_abandoned(folder);
    let partial = beside(folder, &format!("partial.{}", std::process::id()));
    remove(&partial)?;
    fs::create_dir_all(&partial).with_context(|| format!("cannot create {}", partial.display()))?;
    make(&partial).with_context(|| format!("cannot make {}", partial.display()))?;
    fs::rename(&partial, folder).with_context(|| {
        format!(
            "cannot rename {} to {}",
            partial.display(),
            folder.display()
        )
    })
}

/// Held by the one process that makes a folder; others that want it wait. A process that ends gives it
/// back, however it ends.
struct Lock(File);

impl Lock {
    fn of(folder: &Path) -> Result<Self> {
        let path = beside(folder, "lock");
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("cannot create {}", parent.display()))?;
        }
        let file =
            File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
        file.lock()
            .with_context(|| format!("cannot lock {}", path.display()))?;
        Ok(Self(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file unlocks it all the same.
        let _ = self.0.unlock();
    }
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
    fn a_folder_is_made_once_for_all_who_want_it() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("made");
        let made = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    ensure(&folder, |_| {
                        made.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                        std::thread::sleep(std::time::Duration::from_millis(50));
                        Ok(())
                    })
                    .unwrap();
                });
            }
        });
        assert_eq!(made.into_inner(), 1);
    }

    #[test]
    fn a_folder_appears_only_when_it_is_whole() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("cache/3.13.5");
        let failed = ensure(&folder, |partial| {
            fs::write(partial.join("half"), "").unwrap();
            anyhow::bail!("no more")
        });
        assert!(failed.is_err());
        assert!(!folder.exists());

        ensure(&folder, |partial| {
            assert!(!partial.join("half").exists());
            Ok(fs::write(partial.join("whole"), "")?)
        })
        .unwrap();
        assert!(folder.join("whole").is_file());
        ensure(&folder, |_| anyhow::bail!("it is there")).unwrap();
        // It, and its lock.
        assert_eq!(folder.parent().unwrap().read_dir().unwrap().count(), 2);
    }
}
