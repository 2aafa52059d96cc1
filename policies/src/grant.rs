//! Grants: which part of the name space a program has, made of what, with which rights.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{ByteCount, GuestPath, Rights};

/// The name of a layer that the platform supplies, such as `dataset`: ASCII letters, digits, `-`,
/// `_` and `.`, starting with a letter or digit, at most [`LayerName::MAX_LENGTH`] long.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct LayerName(String);

/// A text that is not a [`LayerName`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "a layer's name has 1 to {} ASCII letters, digits, `-`, `_` or `.`, and starts with a letter or digit",
    LayerName::MAX_LENGTH
)]
pub struct LayerNameError;

impl LayerName {
    /// The longest name in bytes.
    pub const MAX_LENGTH: usize = 64;

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LayerName {
    type Err = LayerNameError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let valid = name.len() <= Self::MAX_LENGTH
            && name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        if valid {
            Ok(Self(name.to_owned()))
        } else {
            Err(LayerNameError)
        }
    }
}

impl TryFrom<String> for LayerName {
    type Error = LayerNameError;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        name.parse()
    }
}

impl From<LayerName> for String {
    fn from(name: LayerName) -> Self {
        name.0
    }
}

impl fmt::Display for LayerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What a grant's files are made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Layer {
    /// Empty at the start; gone with the session.
    Scratch,
    /// Files that the platform supplies, which nobody can change.
    ReadOnly {
        /// Which of the platform's layers.
        source: LayerName,
    },
    /// Files that the platform supplies, under a scratch layer that takes every change.
    Overlay {
        /// Which of the platform's layers.
        source: LayerName,
    },
}

impl Layer {
    /// The layer that the platform has to supply, if any.
    #[must_use]
    pub fn source(&self) -> Option<&LayerName> {
        match self {
            Self::Scratch => None,
            Self::ReadOnly { source } | Self::Overlay { source } => Some(source),
        }
    }

    /// Whether anything can be written to the layer, the rights of its grant aside.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        !matches!(self, Self::ReadOnly { .. })
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scratch => write!(f, "scratch"),
            Self::ReadOnly { source } => write!(f, "read-only layer `{source}`"),
            Self::Overlay { source } => write!(f, "overlay on `{source}`"),
        }
    }
}

/// What one grant may hold, within the limits of the whole policy, which hold in any case. Without
/// a quota of its own a grant may use all that they leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Quota {
    /// Bytes of all files of the grant together.
    #[cfg_attr(feature = "schema", schemars(with = "ByteCount"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<ByteCount>,
    /// Files, folders and links of the grant together.
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inodes: Option<u64>,
}

impl Quota {
    /// No quota of the grant's own.
    pub const NONE: Self = Self {
        bytes: None,
        inodes: None,
    };

    /// Whether the grant has no quota of its own.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }
}

/// A validated grant: a path, everything below it, and the rights over that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    path: GuestPath,
    rights: Rights,
    layer: Layer,
    quota: Quota,
}

impl Grant {
    pub(crate) fn new(path: GuestPath, rights: Rights, layer: Layer, quota: Quota) -> Self {
        Self {
            path,
            rights,
            layer,
            quota,
        }
    }

    /// Where the grant begins.
    #[must_use]
    pub fn path(&self) -> &GuestPath {
        &self.path
    }

    /// What the program may do there.
    #[must_use]
    pub fn rights(&self) -> Rights {
        self.rights
    }

    /// What is there.
    #[must_use]
    pub fn layer(&self) -> &Layer {
        &self.layer
    }

    /// The platform's layer that the grant needs; `None` for scratch.
    #[must_use]
    pub fn source(&self) -> Option<&LayerName> {
        self.layer.source()
    }

    /// What the grant may hold.
    #[must_use]
    pub fn quota(&self) -> Quota {
        self.quota
    }
}
