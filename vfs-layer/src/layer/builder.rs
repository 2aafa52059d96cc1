//! Building a lower layer from paths and bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use thiserror::Error;

use crate::layer::LowerLayer;
use crate::layer::lower::{LowerContent, LowerDirectory, LowerFile, LowerIndex, LowerNode};
use crate::path::NAME_BYTES_MAX;
use crate::timestamp::{Times, Timestamp};

/// Why an entry cannot be part of a layer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LayerError {
    /// The path is absolute, empty, or has an empty, `.` or `..` component, a NUL, or a component over 255 bytes.
    #[error("layer path {path:?}: {reason}")]
    InvalidPath {
        /// The path.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The path is there already, or goes through something that is no directory.
    #[error("layer path {path:?} collides with an earlier entry")]
    Collision {
        /// The path.
        path: String,
    },
    /// More nodes than a layer can number.
    #[error("a layer holds at most {} nodes", u32::MAX)]
    TooMany,
}

/// Makes a [`LowerLayer`] from paths and bytes. Directories above a path are made as needed.
pub struct LowerLayerBuilder {
    drafts: Vec<Draft>,
    times: Times,
}

/// A node while entries still come in any order.
struct Draft {
    parent: LowerIndex,
    name: Arc<str>,
    content: DraftContent,
}

enum DraftContent {
    Directory(BTreeMap<Arc<str>, LowerIndex>),
    File(LowerFile),
    Symlink(Arc<str>),
}

impl LowerLayerBuilder {
    pub(crate) fn new() -> Self {
        let root = Draft {
            parent: LowerIndex::ROOT,
            name: "".into(),
            content: DraftContent::Directory(BTreeMap::new()),
        };
        Self {
            drafts: vec![root],
            times: Times::default(),
        }
    }

    /// Adds a file. Static bytes are borrowed, owned ones moved: nothing is copied.
    ///
    /// # Errors
    /// An invalid path, or one that collides with an earlier entry.
    pub fn file(
        self,
        path: &str,
        bytes: impl Into<Cow<'static, [u8]>>,
    ) -> Result<Self, LayerError> {
        self.add(path, DraftContent::File(LowerFile::Whole(bytes.into())))
    }

    /// Adds a file whose bytes `unpack` makes when they are first read; they are then kept. `length` is how many there
    /// will be: what is missing is filled with zeros, what is more is cut off.
    ///
    /// ```
    /// use vfs_layer::LowerLayer;
    /// let library = LowerLayer::builder()
    ///     .packed_file("zeros", 1 << 20, || vec![0; 1 << 20])?
    ///     .build();
    /// # Ok::<(), vfs_layer::LayerError>(())
    /// ```
    ///
    /// # Errors
    /// As [`file`](Self::file).
    pub fn packed_file(
        self,
        path: &str,
        length: usize,
        unpack: impl Fn() -> Vec<u8> + Send + Sync + 'static,
    ) -> Result<Self, LayerError> {
        self.add(path, DraftContent::File(LowerFile::packed(length, unpack)))
    }

    /// Adds many files.
    ///
    /// # Errors
    /// The first entry that [`file`](Self::file) refuses.
    pub fn files<'p, B>(
        self,
        entries: impl IntoIterator<Item = (&'p str, B)>,
    ) -> Result<Self, LayerError>
    where
        B: Into<Cow<'static, [u8]>>,
    {
        entries
            .into_iter()
            .try_fold(self, |builder, (path, bytes)| builder.file(path, bytes))
    }

    /// Adds a symbolic link.
    ///
    /// # Errors
    /// An invalid path or target, or a path that collides with an earlier entry.
    pub fn symlink(self, path: &str, target: &str) -> Result<Self, LayerError> {
        if target.is_empty() || target.contains('\0') {
            return Err(LayerError::InvalidPath {
                path: path.to_owned(),
                reason: "an empty symbolic link, or one with NUL",
            });
        }
        self.add(path, DraftContent::Symlink(target.into()))
    }

    /// Adds a directory, and those above it. One that is there already is fine.
    ///
    /// # Errors
    /// An invalid path, or one that goes through something that is no directory.
    pub fn directory(mut self, path: &str) -> Result<Self, LayerError> {
        self.descend(path.split('/'), path)?;
        Ok(self)
    }

    /// Sets the time that all its objects show. Without it, 1970.
    #[must_use]
    pub fn times(mut self, time: Timestamp) -> Self {
        self.times = Times::all(time);
        self
    }

    /// The finished tree.
    #[must_use]
    pub fn build(self) -> LowerLayer {
        let finish = |draft: Draft| LowerNode {
            parent: draft.parent,
            name: draft.name,
            content: match draft.content {
                DraftContent::Directory(entries) => LowerContent::Directory(LowerDirectory {
                    entries: entries.into_iter().collect(),
                }),
                DraftContent::File(file) => LowerContent::File(file),
                DraftContent::Symlink(target) => LowerContent::Symlink(target),
            },
        };
        LowerLayer::from_nodes(self.drafts.into_iter().map(finish).collect(), self.times)
    }

    fn add(mut self, path: &str, content: DraftContent) -> Result<Self, LayerError> {
        let mut names = path.split('/');
        let name = names.next_back().unwrap_or_default();
        check_name(name, path)?;
        let parent = self.descend(names, path)?;
        self.insert(parent, name, content, path)?;
        Ok(self)
    }

    /// Walks to a directory, making what is missing.
    fn descend<'p>(
        &mut self,
        names: impl Iterator<Item = &'p str>,
        path: &str,
    ) -> Result<LowerIndex, LayerError> {
        let mut current = LowerIndex::ROOT;
        for name in names {
            check_name(name, path)?;
            let found = self.entries(current, path)?.get(name).copied();
            current = match found {
                Some(index) => index,
                None => self.insert(
                    current,
                    name,
                    DraftContent::Directory(BTreeMap::new()),
                    path,
                )?,
            };
        }
        self.entries(current, path)?;
        Ok(current)
    }

    fn insert(
        &mut self,
        parent: LowerIndex,
        name: &str,
        content: DraftContent,
        path: &str,
    ) -> Result<LowerIndex, LayerError> {
        let index = u32::try_from(self.drafts.len()).map_err(|_| LayerError::TooMany)?;
        let index = LowerIndex(index);
        let name: Arc<str> = name.into();
        let entries = self.entries(parent, path)?;
        if entries.contains_key(&name) {
            let path = path.to_owned();
            return Err(LayerError::Collision { path });
        }
        entries.insert(Arc::clone(&name), index);
        self.drafts.push(Draft {
            parent,
            name,
            content,
        });
        Ok(index)
    }

    /// The entries of a directory; a collision if the node is something else.
    fn entries(
        &mut self,
        index: LowerIndex,
        path: &str,
    ) -> Result<&mut BTreeMap<Arc<str>, LowerIndex>, LayerError> {
        match self
            .drafts
            .get_mut(index.0 as usize)
            .map(|draft| &mut draft.content)
        {
            Some(DraftContent::Directory(entries)) => Ok(entries),
            _ => Err(LayerError::Collision {
                path: path.to_owned(),
            }),
        }
    }
}

fn check_name(name: &str, path: &str) -> Result<(), LayerError> {
    let reason = if name.is_empty() {
        "empty component, or absolute"
    } else if name == "." || name == ".." {
        "`.` and `..` are not names"
    } else if name.contains('\0') {
        "NUL in a name"
    } else if name.len() > NAME_BYTES_MAX {
        "a name over 255 bytes"
    } else {
        return Ok(());
    };
    Err(LayerError::InvalidPath {
        path: path.to_owned(),
        reason,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn reason(result: Result<LowerLayerBuilder, LayerError>) -> &'static str {
        match result.err() {
            Some(LayerError::InvalidPath { reason, .. }) => reason,
            Some(LayerError::Collision { .. }) => "collision",
            _ => "",
        }
    }

    #[test]
    fn static_bytes_are_not_copied() {
        static BYTES: [u8; 3] = [1, 2, 3];
        let layer = LowerLayer::builder()
            .file("a/b", &BYTES[..])
            .unwrap()
            .build();
        let bytes = layer.file(LowerIndex(2)).unwrap();
        assert!(std::ptr::eq(bytes.as_ptr(), BYTES.as_ptr()));
    }

    #[test]
    fn nasty_paths_are_refused() {
        for (path, why) in [
            ("/a", "empty component, or absolute"),
            ("", "empty component, or absolute"),
            ("a//b", "empty component, or absolute"),
            ("a/", "empty component, or absolute"),
            ("a/../b", "`.` and `..` are not names"),
            (".", "`.` and `..` are not names"),
            ("a\0", "NUL in a name"),
        ] {
            assert_eq!(
                reason(LowerLayer::builder().file(path, &b""[..])),
                why,
                "{path:?}"
            );
        }
        let long = "x".repeat(256);
        assert_eq!(
            reason(LowerLayer::builder().file(&long, &b""[..])),
            "a name over 255 bytes"
        );
    }

    #[test]
    fn collisions_are_refused() {
        let layer = || LowerLayer::builder().file("a/b", &b""[..]).unwrap();
        assert_eq!(reason(layer().file("a/b", &b""[..])), "collision");
        assert_eq!(reason(layer().file("a", &b""[..])), "collision");
        assert_eq!(reason(layer().file("a/b/c", &b""[..])), "collision");
        assert_eq!(reason(layer().directory("a/b")), "collision");
        assert_eq!(reason(layer().directory("a")), "");
    }

    #[test]
    fn the_digest_tells_trees_apart() {
        let one = LowerLayer::builder().file("a", &b"1"[..]).unwrap().build();
        let same = LowerLayer::builder().file("a", &b"1"[..]).unwrap().build();
        let other = LowerLayer::builder().file("a", &b"2"[..]).unwrap().build();
        assert_eq!(one.digest(), same.digest());
        assert_ne!(one.digest(), other.digest());
    }
}
