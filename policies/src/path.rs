//! Absolute, normalised paths inside the sandbox.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An absolute path inside the sandbox in its one normal form: it starts with `/`, has no empty,
/// `.` or `..` segment, no trailing slash (but for the root itself), no control character, and is
/// within [`GuestPath::MAX_LENGTH`] and [`GuestPath::MAX_NAME`].
///
/// It is a place in a policy. The file system resolves what a program asks for by itself, since
/// `..` after a symbolic link cannot be resolved lexically.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct GuestPath(String);

/// Why a text is not a [`GuestPath`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GuestPathError {
    /// It does not start with `/`.
    #[error("a path in the sandbox starts with `/`")]
    NotAbsolute,
    /// It has two slashes in a row or one at the end.
    #[error("empty segment: write one `/` between names, and none at the end")]
    EmptySegment,
    /// It has a segment `.` or `..`.
    #[error("segment `{segment}`: write the path without it")]
    DotSegment {
        /// `.` or `..`.
        segment: &'static str,
    },
    /// It has a control character such as NUL.
    #[error("control character U+{:04X} in the path", u32::from(*.character))]
    ControlCharacter {
        /// The character.
        character: char,
    },
    /// It is too long.
    #[error("{length} bytes long: a path has at most {}", GuestPath::MAX_LENGTH)]
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// One of its names is too long.
    #[error("a name of {length} bytes: a name has at most {}", GuestPath::MAX_NAME)]
    NameTooLong {
        /// The name's length in bytes.
        length: usize,
    },
}

impl GuestPath {
    /// The longest path in bytes. POSIX's `PATH_MAX` is 4096 with the terminating NUL.
    pub const MAX_LENGTH: usize = 4095;
    /// The longest name in bytes, as Linux's `NAME_MAX`.
    pub const MAX_NAME: usize = 255;

    /// Checks `path`.
    ///
    /// # Errors
    /// [`GuestPathError`] says the first rule that the text breaks.
    pub fn new(path: impl Into<String>) -> Result<Self, GuestPathError> {
        let path = path.into();
        check(&path).map(|()| Self(path))
    }

    /// The usual working directory.
    pub(crate) fn workspace() -> Self {
        Self(crate::PolicyDocument::WORKING_DIRECTORY.to_owned())
    }

    /// `/`.
    #[must_use]
    pub fn root() -> Self {
        Self("/".to_owned())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is `/`.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0 == "/"
    }

    /// The names on the way from the root; none for `/`.
    pub fn names(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|name| !name.is_empty())
    }

    /// How many names the path has; 0 for `/`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.names().count()
    }

    /// The folder around; `None` for `/`.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (parent, name) = self.0.rsplit_once('/')?;
        match (parent, name) {
            ("", "") => None,
            ("", _) => Some(Self::root()),
            _ => Some(Self(parent.to_owned())),
        }
    }

    /// Whether the path is `ancestor` or lies below it.
    #[must_use]
    pub fn is_within(&self, ancestor: &Self) -> bool {
        ancestor.is_root()
            || self
                .0
                .strip_prefix(&ancestor.0)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

fn check(path: &str) -> Result<(), GuestPathError> {
    if path.len() > GuestPath::MAX_LENGTH {
        let length = path.len();
        return Err(GuestPathError::TooLong { length });
    }
    let Some(names) = path.strip_prefix('/') else {
        return Err(GuestPathError::NotAbsolute);
    };
    if let Some(character) = path.chars().find(|c| c.is_control()) {
        return Err(GuestPathError::ControlCharacter { character });
    }
    if names.is_empty() {
        return Ok(());
    }
    names.split('/').try_for_each(|name| match name {
        "" => Err(GuestPathError::EmptySegment),
        "." => Err(GuestPathError::DotSegment { segment: "." }),
        ".." => Err(GuestPathError::DotSegment { segment: ".." }),
        _ if name.len() > GuestPath::MAX_NAME => {
            let length = name.len();
            Err(GuestPathError::NameTooLong { length })
        }
        _ => Ok(()),
    })
}

impl fmt::Display for GuestPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for GuestPath {
    type Err = GuestPathError;

    fn from_str(path: &str) -> Result<Self, Self::Err> {
        Self::new(path)
    }
}

impl TryFrom<String> for GuestPath {
    type Error = GuestPathError;

    fn try_from(path: String) -> Result<Self, Self::Error> {
        Self::new(path)
    }
}

impl From<GuestPath> for String {
    fn from(path: GuestPath) -> Self {
        path.0
    }
}

impl AsRef<str> for GuestPath {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}
