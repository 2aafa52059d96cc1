//! Where a session is saved to: a file that is complete, or as it was before.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that is to be written: known to be writable before there is anything to write.
pub(super) struct Stored {
    /// Where it goes, its links followed.
    to: PathBuf,
    /// What is written first, beside it; none where there is no regular file, such as a pipe.
    part: Option<(PathBuf, File)>,
}

impl Stored {
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        let to = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if to.metadata().is_ok_and(|metadata| !metadata.is_file()) {
            // A folder cannot be opened like this, a pipe or a device can.
            File::options().append(true).open(&to)?;
            return Ok(Self { to, part: None });
        }
        let mut name = to
            .file_name()
            .ok_or(io::ErrorKind::InvalidInput)?
            .to_owned();
        name.push(format!(".part-{}", std::process::id()));
        let part = to.with_file_name(name);
        let file = File::create_new(&part)?;
        Ok(Self {
            to,
            part: Some((part, file)),
        })
    }

    /// Writes all of it, and puts it where it goes. When that fails, what was there is there still.
    pub(super) fn write(mut self, bytes: &[u8]) -> io::Result<()> {
        let Some((part, file)) = &mut self.part else {
            return fs::write(&self.to, bytes);
        };
        file.write_all(bytes)?;
        file.sync_all()?;
        if let Ok(metadata) = self.to.metadata() {
            file.set_permissions(metadata.permissions())?;
        }
        fs::rename(part, &self.to)
    }
}

impl Drop for Stored {
    fn drop(&mut self) {
        if let Some((part, _)) = &self.part {
            // After it was written it is elsewhere.
            let _ = fs::remove_file(part);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = folder.read_dir().unwrap().map(Result::unwrap);
        let mut names: Vec<_> = entries
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_as_it_was_until_it_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("work");
        fs::write(&path, "before").unwrap();
        drop(Stored::at(&path).unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"before");
        Stored::at(&path).unwrap().write(b"after").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"after");
        Stored::at(&folder.path().join("new"))
            .unwrap()
            .write(b"x")
            .unwrap();
        assert_eq!(names(folder.path()), ["new", "work"]);
    }

    #[test]
    fn what_cannot_be_written_is_known_at_once() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Stored::at(&folder.path().join("no/work")).is_err());
        assert!(Stored::at(folder.path()).is_err());
        assert!(names(folder.path()).is_empty());
    }
}
