//! Lower layers: immutable trees, built once, shared by any number of namespaces without copying.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::descriptor::FileKind;
use crate::layer::builder::LowerLayerBuilder;
use crate::timestamp::Times;
use sha2::{Digest, Sha256};

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

pub(crate) struct LowerNode {
    pub(crate) parent: LowerIndex,
    pub(crate) name: Arc<str>,
    pub(crate) content: LowerContent,
}

/// What a node of a lower layer is.
pub(crate) enum LowerContent {
    Directory(LowerDirectory),
    File(LowerFile),
    Symlink(Arc<str>),
}

/// A file's bytes.
pub(crate) enum LowerFile {
    /// They are there.
    Whole(Cow<'static, [u8]>),
    /// They are made when they are first read.
    Packed(Packed),
}

/// Bytes that are made when they are first read, and then kept.
pub(crate) struct Packed {
    length: usize,
    unpack: Box<dyn Fn() -> Vec<u8> + Send + Sync>,
    bytes: OnceLock<Box<[u8]>>,
}

impl LowerFile {
    /// Bytes of this length that `unpack` makes.
    pub(crate) fn packed(
        length: usize,
        unpack: impl Fn() -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        Self::Packed(Packed {
            length,
            unpack: Box::new(unpack),
            bytes: OnceLock::new(),
        })
    }

    fn length(&self) -> usize {
        match self {
            Self::Whole(bytes) => bytes.len(),
            Self::Packed(packed) => packed.length,
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Whole(bytes) => bytes,
            Self::Packed(packed) => packed.bytes.get_or_init(|| {
                let mut bytes = (packed.unpack)();
                // The length is what everybody has been told.
                bytes.resize(packed.length, 0);
                bytes.into_boxed_slice()
            }),
        }
    }
}

/// A directory's entries, sorted by name.
#[derive(Default)]
pub(crate) struct LowerDirectory {
    pub(crate) entries: Vec<(Arc<str>, LowerIndex)>,
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

impl LowerLayer {
    /// The tree that a builder made.
    pub(crate) fn from_nodes(nodes: Vec<LowerNode>, times: Times) -> Self {
        Self {
            nodes,
            times,
            digest: OnceLock::new(),
        }
    }

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
                LowerContent::File(file) => {
                    field(b"f");
                    field(file.bytes());
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

    /// The node's name in its directory; empty for the root.
    pub(crate) fn name(&self, index: LowerIndex) -> Arc<str> {
        let node = self.nodes.get(index.0 as usize);
        node.map_or_else(|| "".into(), |node| Arc::clone(&node.name))
    }

    pub(crate) fn directory(&self, index: LowerIndex) -> Option<&LowerDirectory> {
        match self.content(index)? {
            LowerContent::Directory(directory) => Some(directory),
            _ => None,
        }
    }

    pub(crate) fn file(&self, index: LowerIndex) -> Option<&[u8]> {
        match self.content(index)? {
            LowerContent::File(file) => Some(file.bytes()),
            _ => None,
        }
    }

    /// A file's length, without making its bytes.
    pub(crate) fn file_length(&self, index: LowerIndex) -> Option<usize> {
        match self.content(index)? {
            LowerContent::File(file) => Some(file.length()),
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
