//! Wheels: Python packages for a run or a session, checked and unpacked.

mod archive;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sandbox_core::packages::PACKAGES;
use thiserror::Error;

/// The most bytes that a wheel may unpack to.
pub const MAX_WHEEL_BYTES: u64 = 512 << 20;

/// The most files that a wheel may hold.
pub const MAX_WHEEL_FILES: usize = 1 << 16;

/// A pure-Python wheel, as the [binary distribution format] has it, unpacked.
///
/// A program can import what is in it and read its metadata, and change nothing of it. The command
/// line takes wheels as `--wheel`.
///
/// ```no_run
/// use golem_exec::{Language, Request, Wheel};
///
/// # fn main() -> Result<(), golem_exec::WheelError> {
/// let tabulate = Wheel::open("tabulate-0.9.0-py3-none-any.whl")?;
/// let request = Request::new(Language::Python, "main.py", "import tabulate").wheel(&tabulate);
/// # Ok(())
/// # }
/// ```
///
/// [binary distribution format]: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wheel {
    /// From paths below the place for packages to contents.
    files: BTreeMap<String, Vec<u8>>,
}

/// Why a file cannot be used as a wheel.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WheelError {
    /// It cannot be read.
    #[error("{}: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        error: io::Error,
    },
    /// Its name says nothing of what is in it.
    #[error("{0:?} is no name of a wheel; expected NAME-VERSION-PYTHON-ABI-PLATFORM.whl")]
    FileName(String),
    /// It is for another Python, or for one kind of machine.
    #[error("{name}: made for `{tag}`; only pure wheels for Python 3 (py3-none-any) can be used")]
    Tag {
        /// The wheel's name.
        name: String,
        /// What it is made for.
        tag: String,
    },
    /// It is no archive, or a broken one.
    #[error("{name}: {error}")]
    Archive {
        /// The wheel's name.
        name: String,
        /// What is wrong with the archive.
        error: String,
    },
    /// An entry leads elsewhere, is no file, or is there twice.
    #[error("{name}: {entry:?}: {reason}")]
    Entry {
        /// The wheel's name.
        name: String,
        /// The entry's.
        entry: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Its metadata is missing, or says that it is not pure.
    #[error("{name}: {reason}")]
    Metadata {
        /// The wheel's name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// It unpacks to more than [`MAX_WHEEL_BYTES`] or [`MAX_WHEEL_FILES`].
    #[error("{name}: unpacks to more than {allowed} {unit}")]
    TooLarge {
        /// The wheel's name.
        name: String,
        /// The most there may be.
        allowed: u64,
        /// Of what.
        unit: &'static str,
    },
}

impl Wheel {
    /// Reads a wheel from a file.
    ///
    /// # Errors
    /// When the file cannot be read, and those of [`read`](Self::read).
    pub fn open(path: impl AsRef<Path>) -> Result<Self, WheelError> {
        let path = path.as_ref();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let bytes = fs::read(path).map_err(|error| WheelError::Unreadable {
            path: path.to_owned(),
            error,
        })?;
        Self::read(&name, &bytes)
    }

    /// Reads a wheel called `name`, such as `tabulate-0.9.0-py3-none-any.whl`.
    ///
    /// # Errors
    /// When it is not one, is not pure Python, or holds what may not be unpacked.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, WheelError> {
        check_tag(name)?;
        let entries = archive::unpack(name, bytes, MAX_WHEEL_BYTES)?;
        check_metadata(name, &entries)?;
        Ok(Self {
            files: installed(name, entries)?,
        })
    }

    /// The files, under the names that the component takes packages by.
    pub(crate) fn uploads(&self) -> impl Iterator<Item = (String, &[u8])> {
        let named = |(path, content): (&String, _)| (format!("{PACKAGES}/{path}"), content);
        self.files
            .iter()
            .map(|(path, content)| (path, content.as_slice()))
            .map(named)
    }
}

fn refused(name: &str, entry: &str, reason: impl Into<String>) -> WheelError {
    WheelError::Entry {
        name: name.to_owned(),
        entry: entry.to_owned(),
        reason: reason.into(),
    }
}

/// PEP 427: the last three parts of the name say what the wheel is for, and each may be several.
fn check_tag(name: &str) -> Result<(), WheelError> {
    let parts: Vec<&str> = name
        .strip_suffix(".whl")
        .map(|stem| stem.split('-').collect())
        .unwrap_or_default();
    let [_, _, .., python, abi, platform] = parts.as_slice() else {
        return Err(WheelError::FileName(name.to_owned()));
    };
    let has = |part: &str, wanted: &str| part.split('.').any(|tag| tag == wanted);
    let for_this = python.split('.').any(|tag| tag.starts_with("py3"));
    if parts.len() <= 6 && for_this && has(abi, "none") && has(platform, "any") {
        return Ok(());
    }
    Err(WheelError::Tag {
        name: name.to_owned(),
        tag: format!("{python}-{abi}-{platform}"),
    })
}

/// The wheel has one `*.dist-info/WHEEL`, of a version that is known, and says that it is pure.
fn check_metadata(name: &str, entries: &BTreeMap<String, Vec<u8>>) -> Result<(), WheelError> {
    let wrong = |reason: String| WheelError::Metadata {
        name: name.to_owned(),
        reason,
    };
    let mut found = entries.iter().filter(|(path, _)| {
        path.strip_suffix("/WHEEL")
            .is_some_and(|folder| folder.ends_with(".dist-info") && !folder.contains('/'))
    });
    let (Some((path, content)), None) = (found.next(), found.next()) else {
        return Err(wrong("has not one .dist-info/WHEEL".to_owned()));
    };
    let text = String::from_utf8_lossy(content);
    let field = |wanted: &str| {
        text.lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(key, _)| key.trim().eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim())
    };
    let version = field("Wheel-Version").unwrap_or_default();
    if version.split('.').next() != Some("1") {
        return Err(wrong(format!(
            "{path}: Wheel-Version {version:?} is not known"
        )));
    }
    if !field("Root-Is-Purelib").is_some_and(|pure| pure.eq_ignore_ascii_case("true")) {
        return Err(wrong(format!("{path}: Root-Is-Purelib is not true")));
    }
    Ok(())
}

/// What an installer would put into `site-packages`. Of `*.data` that is `purelib`; scripts, headers
/// and data have no place here and are left out.
fn installed(
    name: &str,
    entries: BTreeMap<String, Vec<u8>>,
) -> Result<BTreeMap<String, Vec<u8>>, WheelError> {
    let mut files = BTreeMap::new();
    for (entry, content) in entries {
        let in_data = entry
            .split_once('/')
            .filter(|(folder, _)| folder.ends_with(".data"))
            .and_then(|(_, below)| below.split_once('/'));
        let path = match in_data {
            None => entry.clone(),
            Some(("purelib", below)) => below.to_owned(),
            Some(("platlib", _)) => {
                return Err(refused(name, &entry, "made for one kind of machine"));
            }
            Some(_) => continue,
        };
        if files.insert(path, content).is_some() {
            return Err(refused(name, &entry, "there twice"));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
