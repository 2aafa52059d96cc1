//! What a grant lets a program do, right by right.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, SeqAccess, Visitor};
use serde::ser::SerializeSeq as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// One line a right: its documentation, variant, constant, name in documents, and bit.
/// To add a right, add a line; tables over [`Right::ALL`] follow.
macro_rules! rights {
    ($($(#[doc = $doc:literal])+ $variant:ident, $constant:ident, $name:literal, $bit:literal;)+) => {
        /// One right over the files of a grant.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Right {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Right {
            /// Every right, in the order of documents and tables.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The right's name in documents, in kebab case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// What the right is for, as one sentence.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),+).trim_ascii(),)+
                }
            }

            const fn bits(self) -> u16 {
                match self {
                    $(Self::$variant => 1 << $bit,)+
                }
            }
        }

        bitflags::bitflags! {
            /// A set of [`Right`]s. In documents a list of names: `["read", "list", "stat"]`.
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
            pub struct Rights: u16 {
                $($(#[doc = $doc])+ const $constant = Right::$variant.bits();)+
            }
        }

        impl Rights {
            /// Every single right with its name in documents.
            pub const NAMES: &'static [(&'static str, Self)] = &[$(($name, Self::$constant)),+];
        }
    };
}

rights! {
    /// Read the bytes of a file.
    Read, READ, "read", 0;
    /// Write bytes at any position of a file.
    Write, WRITE, "write", 1;
    /// Write bytes at the end of a file.
    Append, APPEND, "append", 2;
    /// Create files and folders.
    Create, CREATE, "create", 3;
    /// Change the size of a file, also when opening it.
    Truncate, TRUNCATE, "truncate", 4;
    /// Remove files, links and empty folders.
    Delete, DELETE, "delete", 5;
    /// Rename files and folders; needed on both sides.
    Rename, RENAME, "rename", 6;
    /// Give a file another name (a hard link); needed on both sides.
    Link, LINK, "link", 7;
    /// Create symbolic links.
    Symlink, SYMLINK, "symlink", 8;
    /// List the entries of a folder.
    List, LIST, "list", 9;
    /// Read attributes (type, size, times) and the target of a symbolic link.
    Stat, STAT, "stat", 10;
    /// Set the access and modification times.
    SetTimes, SET_TIMES, "set-times", 11;
}

impl Rights {
    /// The rights that change nothing: `read`, `list`, `stat`.
    pub const READ_ONLY: Self = Self::READ.union(Self::LIST).union(Self::STAT);

    /// The sets that have a name of their own in documents.
    pub const SETS: &'static [(&'static str, Self)] =
        &[("all", Self::all()), ("read-only", Self::READ_ONLY)];

    /// The rights in the set, in the order of [`Right::ALL`].
    pub fn each(self) -> impl Iterator<Item = Right> {
        Right::ALL
            .iter()
            .copied()
            .filter(move |right| self.has(*right))
    }

    /// Whether the set holds `right`.
    #[must_use]
    pub const fn has(self, right: Right) -> bool {
        self.contains(Self::from_right(right))
    }

    /// The set of one right.
    #[must_use]
    pub const fn from_right(right: Right) -> Self {
        Self::from_bits_retain(right.bits())
    }

    /// The set that a name in a document stands for: a right's, or a named set's.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter().chain(Self::SETS);
        names.find(|(known, _)| *known == name).map(|(_, set)| *set)
    }
}

impl From<Right> for Rights {
    fn from(right: Right) -> Self {
        Self::from_right(right)
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The names of the rights, separated by `, `; `none` for the empty set.
impl fmt::Display for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        for (position, right) in self.each().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(f, "{separator}{right}")?;
        }
        Ok(())
    }
}

/// A name that no right has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no right is called `{name}`{}", crate::spelling::did_you_mean(.suggestion))]
pub struct UnknownRight {
    name: String,
    suggestion: Option<&'static str>,
}

impl FromStr for Right {
    type Err = UnknownRight;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|right| right.name() == name)
            .ok_or_else(|| UnknownRight {
                name: crate::spelling::quoted(name),
                suggestion: crate::spelling::nearest(name, Self::ALL.iter().map(|r| r.name())),
            })
    }
}

impl Serialize for Right {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Right {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(de::Error::custom)
    }
}

impl Serialize for Rights {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut names = serializer.serialize_seq(Some(self.each().count()))?;
        for right in self.each() {
            names.serialize_element(&right)?;
        }
        names.end()
    }
}

impl<'de> Deserialize<'de> for Rights {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Rights;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rights")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Rights, A::Error> {
        let mut rights = Rights::empty();
        while let Some(name) = names.next_element::<String>()? {
            rights |= match Rights::named(&name) {
                Some(set) => set,
                None => Right::from_str(&name).map_err(de::Error::custom)?.into(),
            };
        }
        Ok(rights)
    }
}
