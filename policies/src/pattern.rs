//! Names, and prefixes of names, in lists that allow or deny.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use thiserror::Error;

/// A whole name (`LANG`), or the beginning of names (`APP_*`); `*` alone stands for every name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamePattern {
    stem: String,
    open: bool,
}

/// Why a text is not a [`NamePattern`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NamePatternError {
    /// It is empty.
    #[error("empty name")]
    Empty,
    /// It has a `*` elsewhere than at its end.
    #[error("`*` is allowed only at the end of a name, as in `APP_*`")]
    MisplacedStar,
    /// It has a character that no name has.
    #[error("character {character:?} in a name")]
    Character {
        /// The character: a control character, white space or `=`.
        character: char,
    },
}

impl NamePattern {
    /// The pattern of every name.
    #[must_use]
    pub fn any() -> Self {
        Self {
            stem: String::new(),
            open: true,
        }
    }

    /// Whether `name` is the pattern's name, or starts with its stem.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        if self.open {
            name.starts_with(&self.stem)
        } else {
            name == self.stem
        }
    }

    /// The name, or what names start with.
    #[must_use]
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// Whether the pattern ends in `*`.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }
}

/// Characters that no name of a variable or module has, and that would spoil a listing.
pub(crate) fn stray_character(name: &str) -> Option<char> {
    name.chars()
        .find(|c| c.is_control() || c.is_whitespace() || *c == '=')
}

impl FromStr for NamePattern {
    type Err = NamePatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (stem, open) = match text.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (text, false),
        };
        if text.is_empty() {
            return Err(NamePatternError::Empty);
        }
        if stem.contains('*') {
            return Err(NamePatternError::MisplacedStar);
        }
        match stray_character(stem) {
            Some(character) => Err(NamePatternError::Character { character }),
            None => Ok(Self {
                stem: stem.to_owned(),
                open,
            }),
        }
    }
}

impl fmt::Display for NamePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.stem, if self.open { "*" } else { "" })
    }
}

impl Serialize for NamePattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
