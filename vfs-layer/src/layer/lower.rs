//! Lower layers: immutable trees, built once, shared by any number of namespaces without copying.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::descriptor::FileKind;
use crate::path::NAME_BYTES_MAX;
use crate::timestamp::{Times, Timestamp};

/// A node's number within its layer. 0 is the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LowerIndex(pub(crate) u32);

impl LowerIndex {
    pub(crate) const ROOT: Self = Self(0);
}

/// An immutable tree of directories, files and symbolic links. Build it once ([`LowerLayer::builder`]), put it in an
/// [`Arc`], mount it anywhere: its bytes are never copied.
///
/// ```
/// use vfs_layer::LowerLayer;
/// static TEXT: &[u8] = b"x = 1\n";
/// let library = LowerLayer::builder().file("site/one.py", TEXT)?.build();
/// assert_eq!(library.len(), 3); // the root, "site", "one.py"
/// # Ok::<(), vfs_layer::LayerError>(())
/// ```
pub struct LowerLayer {
    nodes: Vec<LowerNode>,
    times: Times,
    digest: OnceLock<[u8; 32]>,
}

struct LowerNode {
    parent: LowerIndex,
    content: LowerContent,
}

/// What a node of a lower layer is.
pub(crate) enum LowerContent {
    Directory(LowerDirectory),
    File(Cow<'static, [u8]>),
    Symlink(Arc<str>),
}

/// A directory's entries, sorted by name.
#[derive(Default)]
pub(crate) struct LowerDirectory {
    entries: Vec<(Arc<str>, LowerIndex)>,
}

impl LowerDirectory {
    pub(crate) fn lookup(&self, name: &str) -> Option<LowerIndex> {
        let position = self
            .entries
            .binary_search_by(|(entry, _)| (**entry).cmp(name));
        let (_, index) = self.entries.get(position.ok()?)?;
        Some(*index)
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entries from a position on.
    pub(crate) fn from(&self, position: usize) -> &[(Arc<str>, LowerIndex)] {
        self.entries.get(position..).unwrap_or(&[])
    }
}

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

impl LowerLayer {
    /// An empty tree to add to.
    #[must_use]
    pub fn builder() -> LowerLayerBuilder {
        LowerLayerBuilder::new()
    }

    /// How many directories, files and symbolic links it has, the root included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether it has nothing but its root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// SHA-256 over every path, kind and byte. Computed when first asked for; a frozen overlay names its lower layer by it.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        *self.digest.get_or_init(|| self.compute_digest())
    }

    fn compute_digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut field = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        for node in &self.nodes {
            match &node.content {
                LowerContent::Directory(directory) => {
                    field(b"d");
                    for (name, index) in &directory.entries {
                        field(name.as_bytes());
                        field(&index.0.to_le_bytes());
                    }
                }
                LowerContent::File(bytes) => {
                    field(b"f");
                    field(bytes);
                }
                LowerContent::Symlink(target) => {
                    field(b"l");
                    field(target.as_bytes());
                }
            }
        }
        hash.finalize().into()
    }

    pub(crate) fn content(&self, index: LowerIndex) -> Option<&LowerContent> {
        self.nodes.get(index.0 as usize).map(|node| &node.content)
    }

    pub(crate) fn parent(&self, index: LowerIndex) -> LowerIndex {
        let node = self.nodes.get(index.0 as usize);
        node.map_or(LowerIndex::ROOT, |node| node.parent)
    }

    pub(crate) fn directory(&self, index: LowerIndex) -> Option<&LowerDirectory> {
        match self.content(index)? {
            LowerContent::Directory(directory) => Some(directory),
            _ => None,
        }
    }

    pub(crate) fn file(&self, index: LowerIndex) -> Option<&[u8]> {
        match self.content(index)? {
            LowerContent::File(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) fn symlink(&self, index: LowerIndex) -> Option<&Arc<str>> {
        match self.content(index)? {
            LowerContent::Symlink(target) => Some(target),
            _ => None,
        }
    }

    pub(crate) fn kind(&self, index: LowerIndex) -> FileKind {
        match self.content(index) {
            Some(LowerContent::Directory(_)) | None => FileKind::Directory,
            Some(LowerContent::File(_)) => FileKind::RegularFile,
            Some(LowerContent::Symlink(_)) => FileKind::SymbolicLink,
        }
    }

    pub(crate) fn times(&self) -> Times {
        self.times
    }
}

impl std::fmt::Debug for LowerLayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LowerLayer")
            .field("nodes", &self.nodes.len())
            .finish_non_exhaustive()
    }
}

/// Makes a [`LowerLayer`] from paths and bytes. Directories above a path are made as needed.
pub struct LowerLayerBuilder {
    layer: LowerLayer,
}

impl LowerLayerBuilder {
    fn new() -> Self {
        let root = LowerNode {
            parent: LowerIndex::ROOT,
            content: LowerContent::Directory(LowerDirectory::default()),
        };
        Self {
            layer: LowerLayer {
                nodes: vec![root],
                times: Times::default(),
                digest: OnceLock::new(),
            },
        }
    }

    /// Adds a file. Static bytes are borrowed, owned ones moved: nothing is copied.
    ///
    /// # Errors
    /// An invalid path, or one that collides with an earlier entry.
    pub fn file(
        mut self,
        path: &str,
        bytes: impl Into<Cow<'static, [u8]>>,
    ) -> Result<Self, LayerError> {
        self.add(path, LowerContent::File(bytes.into()))?;
        Ok(self)
    }

    /// Adds a symbolic link.
    ///
    /// # Errors
    /// An invalid path, or one that collides with an earlier entry.
    pub fn symlink(mut self, path: &str, target: &str) -> Result<Self, LayerError> {
        self.add(path, LowerContent::Symlink(Arc::from(target)))?;
        Ok(self)
    }

    /// Adds a directory, and those above it. One that is there already is fine.
    ///
    /// # Errors
    /// An invalid path, or one that goes through something that is no directory.
    pub fn directory(mut self, path: &str) -> Result<Self, LayerError> {
        self.descend(path, path)?;
        Ok(self)
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
        let mut builder = self;
        for (path, bytes) in entries {
            builder.add(path, LowerContent::File(bytes.into()))?;
        }
        Ok(builder)
    }

    /// Sets the time that all its objects show. Without it, 1970.
    #[must_use]
    pub fn times(mut self, time: Timestamp) -> Self {
        self.layer.times = Times::all(time);
        self
    }

    /// The finished tree.
    #[must_use]
    pub fn build(self) -> LowerLayer {
        self.layer
    }

    fn add(&mut self, path: &str, content: LowerContent) -> Result<(), LayerError> {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let parent = if above.is_empty() && !path.starts_with('/') {
            LowerIndex::ROOT
        } else {
            self.descend(above, path)?
        };
        check_name(name, path)?;
        self.insert(parent, name, content, path)?;
        Ok(())
    }

    /// Walks to a directory, making what is missing.
    fn descend(&mut self, directory: &str, path: &str) -> Result<LowerIndex, LayerError> {
        let mut current = LowerIndex::ROOT;
        for name in directory.split('/') {
            check_name(name, path)?;
            let collision = || LayerError::Collision {
                path: path.to_owned(),
            };
            let found = self
                .layer
                .directory(current)
                .ok_or_else(collision)?
                .lookup(name);
            current = match found {
                Some(index) if self.layer.kind(index) == FileKind::Directory => index,
                Some(_) => return Err(collision()),
                None => {
                    let content = LowerContent::Directory(LowerDirectory::default());
                    self.insert(current, name, content, path)?
                }
            };
        }
        Ok(current)
    }

    fn insert(
        &mut self,
        parent: LowerIndex,
        name: &str,
        content: LowerContent,
        path: &str,
    ) -> Result<LowerIndex, LayerError> {
        let index = u32::try_from(self.layer.nodes.len()).map_err(|_| LayerError::TooMany)?;
        let index = LowerIndex(index);
        let collision = || LayerError::Collision {
            path: path.to_owned(),
        };
        let above = self
            .layer
            .nodes
            .get_mut(parent.0 as usize)
            .ok_or_else(collision)?;
        let LowerContent::Directory(directory) = &mut above.content else {
            return Err(collision());
        };
        match directory
            .entries
            .binary_search_by(|(entry, _)| (**entry).cmp(name))
        {
            Ok(_) => return Err(collision()),
            Err(position) => directory.entries.insert(position, (Arc::from(name), index)),
        }
        self.layer.nodes.push(LowerNode { parent, content });
        Ok(index)
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
