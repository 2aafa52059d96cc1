//! `--file HOST[:GUEST]`: what is put beside the program.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::printable::printable;

/// A file for the sandbox.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Loaded {
    /// Its name in the sandbox.
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
}

/// Files for the sandbox, each with a name of its own.
#[derive(Debug, Default)]
pub(crate) struct Files {
    files: Vec<Loaded>,
    /// From names in the sandbox to where they come from.
    origins: HashMap<String, String>,
}

impl Files {
    /// Adds a file under a name.
    pub(crate) fn add(
        &mut self,
        name: String,
        origin: &str,
        content: Vec<u8>,
    ) -> Result<(), Failure> {
        check_name(&name)?;
        if let Some(earlier) = self.origins.insert(name.clone(), origin.to_owned()) {
            return Err(Failure::Usage(format!(
                "{} and {} would both be \"{}\" in the sandbox; name one with --file HOST:GUEST",
                earlier,
                origin,
                printable(&name)
            )));
        }
        self.files.push(Loaded { name, content });
        Ok(())
    }

    /// Adds what one `--file` names: a file, or a folder with all files in it.
    pub(crate) fn add_option(&mut self, option: &OsStr) -> Result<(), Failure> {
        let (host, guest) = split(option);
        self.add_path(&host, guest)
    }

    /// Adds a file, or a folder with all files in it, under this name or its own.
    pub(crate) fn add_path(&mut self, host: &Path, guest: Option<String>) -> Result<(), Failure> {
        let guest = match guest {
            Some(guest) => guest,
            None => base_name(host)?,
        };
        if metadata(host)?.is_dir() {
            self.add_folder(host, guest.trim_end_matches('/'))
        } else {
            self.add_file(host, guest)
        }
    }

    /// All files, in the order in which they were added.
    pub(crate) fn into_vec(self) -> Vec<Loaded> {
        self.files
    }

    fn add_file(&mut self, host: &Path, guest: String) -> Result<(), Failure> {
        let content = read(host)?;
        self.add(guest, &shown(host), content)
    }

    /// Adds a folder's files, sorted by name; `.` puts them beside the program. A symbolic link to
    /// a folder is refused: it may lead anywhere, and in circles.
    fn add_folder(&mut self, host: &Path, guest: &str) -> Result<(), Failure> {
        let unreadable = |error| Failure::Usage(format!("{}: {error}", shown(host)));
        let mut entries = fs::read_dir(host)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(unreadable)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let name = utf8(&entry.file_name(), &path)?;
            let guest = match guest {
                "." | "" => name,
                folder => format!("{folder}/{name}"),
            };
            let kind = entry.file_type().map_err(unreadable)?;
            if kind.is_dir() {
                self.add_folder(&path, &guest)?;
            } else if kind.is_symlink() && metadata(&path)?.is_dir() {
                return Err(Failure::Usage(format!(
                    "{}: a symbolic link to a folder; name the folder with a --file of its own",
                    shown(&path)
                )));
            } else {
                self.add_file(&path, guest)?;
            }
        }
        Ok(())
    }
}

/// Splits `HOST:GUEST` at the last colon. A path that exists as it stands is all `HOST`.
fn split(option: &OsStr) -> (PathBuf, Option<String>) {
    let whole = PathBuf::from(option);
    if whole.symlink_metadata().is_ok() {
        return (whole, None);
    }
    match option.to_str().and_then(|text| text.rsplit_once(':')) {
        Some((host, guest)) if !host.is_empty() && !guest.is_empty() => {
            (PathBuf::from(host), Some(guest.to_owned()))
        }
        _ => (whole, None),
    }
}

/// The name that a file has in the sandbox when nothing else is said.
pub(crate) fn base_name(path: &Path) -> Result<String, Failure> {
    // `.` and `..` have none; neither has `/`.
    let name: OsString = path.file_name().map_or_else(|| ".".into(), OsStr::to_owned);
    utf8(&name, path)
}

/// A regular file's bytes. Others are refused: a pipe or a device may never end.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    if !metadata(path)?.is_file() {
        return Err(Failure::Usage(format!("{}: not a file", shown(path))));
    }
    fs::read(path).map_err(|error| Failure::Usage(format!("{}: {error}", shown(path))))
}

fn metadata(path: &Path) -> Result<fs::Metadata, Failure> {
    fs::metadata(path).map_err(|error| Failure::Usage(format!("{}: {error}", shown(path))))
}

fn utf8(name: &OsStr, path: &Path) -> Result<String, Failure> {
    let name = name.to_str().map(str::to_owned);
    name.ok_or_else(|| Failure::Usage(format!("{}: the name is not UTF-8", shown(path))))
}

/// A path, fit for a message.
pub(crate) fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy())
}

/// The interface's own rule for names, so that its breach is told in terms of the command line.
fn check_name(name: &str) -> Result<(), Failure> {
    let bad = name.starts_with('/')
        || name.contains('\0')
        || name.split('/').any(|part| matches!(part, "" | "." | ".."));
    if bad {
        return Err(Failure::Usage(format!(
            "\"{}\" is no name for a file in the sandbox: expected a relative path without `..`",
            printable(name)
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn names(files: Files) -> Vec<String> {
        files.into_vec().into_iter().map(|file| file.name).collect()
    }

    fn tree() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("data/sub")).unwrap();
        for file in ["data/b.txt", "data/a.txt", "data/sub/c.txt", "x:y"] {
            fs::write(dir.path().join(file), file).unwrap();
        }
        dir
    }

    #[test]
    fn a_folder_is_all_its_files_sorted() {
        let dir = tree();
        let mut files = Files::default();
        files
            .add_option(dir.path().join("data").as_os_str())
            .unwrap();
        assert_eq!(names(files), ["data/a.txt", "data/b.txt", "data/sub/c.txt"]);
        let mut files = Files::default();
        let mut option = dir.path().join("data").into_os_string();
        option.push(":.");
        files.add_option(&option).unwrap();
        assert_eq!(names(files), ["a.txt", "b.txt", "sub/c.txt"]);
    }

    #[test]
    fn what_exists_as_it_stands_is_not_split() {
        let dir = tree();
        let mut files = Files::default();
        files
            .add_option(dir.path().join("x:y").as_os_str())
            .unwrap();
        let mut option = dir.path().join("data/a.txt").into_os_string();
        option.push(":in/z.txt");
        files.add_option(&option).unwrap();
        assert_eq!(names(files), ["x:y", "in/z.txt"]);
    }

    #[test]
    fn two_files_of_one_name_are_refused() {
        let mut files = Files::default();
        files.add("a".into(), "one/a", Vec::new()).unwrap();
        let error = files.add("a".into(), "two/a", Vec::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "one/a and two/a would both be \"a\" in the sandbox; name one with --file HOST:GUEST"
        );
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in ["/a", "../a", "a/../b", "a//b", "", "a/", "./a", "a\0b"] {
            let mut files = Files::default();
            assert!(files.add(name.into(), "x", Vec::new()).is_err(), "{name:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_is_refused() {
        let dir = tree();
        std::os::unix::fs::symlink("..", dir.path().join("data/up")).unwrap();
        let mut files = Files::default();
        let error = files
            .add_option(dir.path().join("data").as_os_str())
            .unwrap_err();
        assert!(error.to_string().contains("symbolic link to a folder"));
    }
}
