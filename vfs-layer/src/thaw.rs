//! Thawing: frozen bytes become a namespace again, or are refused.
//!
//! The bytes may come from anywhere. A fresh namespace is built from the builder's own mounts, the objects are put into it,
//! and then the same walk that checks the invariants in tests decides whether what came out is a tree. What is allocated is
//! in proportion to the bytes: counts are never believed, only what follows them.

use std::sync::Arc;

use thiserror::Error;

use crate::charge::Charge;
use crate::directory::{Directory, Entry};
use crate::error::{FsError, Limit, LimitExceeded};
use crate::frozen::{FrozenMount, Object, ObjectContent, parse};
use crate::inode::{Content, InodeId, NodeId, Pin};
use crate::layer::lower::LowerIndex;
use crate::mount::{Layer, MountError, MountId};
use crate::namespace::verify::Walk;
use crate::namespace::{Namespace, NamespaceBuilder};
use crate::path::within;

/// Why frozen bytes cannot be thawed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ThawError {
    /// The bytes do not begin as frozen bytes do.
    #[error("not a frozen namespace")]
    NotFrozen,
    /// A version that this crate does not read.
    #[error("frozen by version {found} of the format, this reads version {supported}")]
    Version {
        /// The version of the bytes.
        found: u16,
        /// The version that can be read.
        supported: u16,
    },
    /// The checksum does not match: the bytes are damaged.
    #[error("the checksum does not match")]
    Checksum,
    /// The bytes say something impossible; says what.
    #[error("malformed at byte {offset}: {what}")]
    Malformed {
        /// Where.
        offset: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// The bytes hold a mount that the namespace does not have in the same form.
    #[error("no matching mount at {0:?}")]
    Mount(String),
    /// An overlay was frozen above another lower layer.
    #[error("the lower layer at {0:?} is another one")]
    LowerLayer(String),
    /// What was frozen exceeds a limit of the new namespace.
    #[error(transparent)]
    Limit(#[from] LimitExceeded),
    /// The mounts themselves are wrong.
    #[error(transparent)]
    Build(#[from] MountError),
    /// The allocator refused the memory.
    #[error("out of memory")]
    OutOfMemory,
}

impl NamespaceBuilder {
    /// The namespace, with the files that [`Namespace::freeze`] wrote. Mounts are matched by path and kind of layer; one that
    /// was not frozen is empty. Every limit of this builder is checked again.
    ///
    /// # Errors
    /// Bytes that are damaged, of another version, or do not fit the mounts or the limits. Never panics, and never
    /// allocates more than the bytes justify.
    pub fn thaw(self, bytes: &[u8]) -> Result<Namespace, ThawError> {
        let mut frozen = parse(bytes)?;
        let namespace = self.assemble(|namespace, id| {
            let path = &*namespace.mount(id).map_err(impossible)?.path;
            let Some(place) = frozen.iter().position(|mount| mount.path == path) else {
                return Ok(());
            };
            namespace.thaw_mount(id, &frozen.swap_remove(place))
        })?;
        if let Some(left) = frozen.first() {
            return Err(ThawError::Mount(left.path.to_owned()));
        }
        namespace.check_thawed()?;
        Ok(namespace)
    }
}

impl Namespace {
    fn thaw_mount(&mut self, id: MountId, frozen: &FrozenMount<'_>) -> Result<(), ThawError> {
        let mount = self.mount(id).map_err(impossible)?;
        let matches = match (&mount.layer, frozen.digest) {
            (Layer::Scratch, None) => true,
            (Layer::Overlay(lower), Some(digest)) if lower.digest() == *digest => true,
            (Layer::Overlay(_), Some(_)) => {
                return Err(ThawError::LowerLayer(frozen.path.to_owned()));
            }
            _ => false,
        };
        if !matches {
            return Err(ThawError::Mount(frozen.path.to_owned()));
        }
        let mut ids = Vec::new();
        for object in &frozen.objects {
            let inode = self.thaw_object(id, object, ids.is_empty())?;
            ids.push(inode);
        }
        for (object, directory) in frozen.objects.iter().zip(&ids) {
            if let ObjectContent::Directory(entries) = &object.content {
                self.thaw_entries(id, *directory, entries, &ids, object)?;
            }
        }
        // The entries set the directories' own times anew.
        for (object, inode) in frozen.objects.iter().zip(&ids) {
            self.inode_mut(*inode).map_err(impossible)?.times = object.times;
        }
        self.count_thawed_names(id, &ids)
    }

    /// Makes one object, without its entries. The first is the mount's root, which is there already.
    fn thaw_object(
        &mut self,
        mount: MountId,
        object: &Object<'_>,
        root: bool,
    ) -> Result<InodeId, ThawError> {
        let charge = Charge::exempt();
        if root {
            let node = self.mount(mount).map_err(impossible)?.root;
            let overlay = matches!(node, NodeId::Lower(..));
            let directory = matches!(object.content, ObjectContent::Directory(_));
            if !directory || object.origin != overlay.then_some(LowerIndex::ROOT) {
                return Err(object.malformed("the first object is not the root"));
            }
            return self.copy_up(node, &charge).map_err(impossible);
        }
        let Some(origin) = object.origin else {
            let content = self.thaw_content(mount, object)?;
            let id = self.insert_inode(mount, content, &charge);
            self.inode_mut(id).map_err(impossible)?.links = 0;
            return Ok(id);
        };
        let node = NodeId::Lower(mount, origin);
        let lower = self.mount(mount).map_err(impossible)?.layer.lower();
        let kind = lower
            .filter(|lower| lower.content(origin).is_some())
            .map(|lower| lower.kind(origin));
        if kind != Some(object.kind()) {
            return Err(object.malformed("an object has another origin than it says"));
        }
        if self.canonical(node) != node {
            return Err(object.malformed("two objects have one origin"));
        }
        let id = self.copy_up(node, &charge).map_err(impossible)?;
        if let ObjectContent::File(bytes) = object.content {
            self.check_file(mount, bytes)?;
            let own = self.resize(NodeId::Upper(id), bytes.len() as u64, &charge);
            own.map_err(|_| ThawError::OutOfMemory)?
                .copy_from_slice(bytes);
        }
        Ok(id)
    }

    fn thaw_content(&self, mount: MountId, object: &Object<'_>) -> Result<Content, ThawError> {
        Ok(match object.content {
            ObjectContent::Directory(_) => {
                let nowhere = self.mount(mount).map_err(impossible)?.root;
                Content::Directory(Directory::new(nowhere, "".into(), None, 0))
            }
            ObjectContent::File(bytes) => {
                self.check_file(mount, bytes)?;
                let mut own = Vec::new();
                own.try_reserve_exact(bytes.len())
                    .map_err(|_| ThawError::OutOfMemory)?;
                own.extend_from_slice(bytes);
                Content::File(own)
            }
            ObjectContent::LowerFile => {
                return Err(object.malformed("a lower file without an origin"));
            }
            ObjectContent::Symlink(target) => {
                within(Limit::SymlinkBytes, target.len(), self.quota.symlink_bytes)?;
                if target.is_empty() || target.contains('\0') {
                    return Err(object.malformed("a symbolic link that cannot be"));
                }
                Content::Symlink(target.into())
            }
        })
    }

    fn check_file(&self, mount: MountId, bytes: &[u8]) -> Result<(), ThawError> {
        match self.file_end(mount, 0, bytes.len() as u64, 0) {
            Err(FsError::Limit(exceeded)) => Err(exceeded.into()),
            _ => Ok(()),
        }
    }

    fn thaw_entries(
        &mut self,
        mount: MountId,
        directory: InodeId,
        entries: &[(&str, u32)],
        ids: &[InodeId],
        object: &Object<'_>,
    ) -> Result<(), ThawError> {
        let node = NodeId::Upper(directory);
        for (name, place) in entries {
            if matches!(*name, "" | "." | "..") || name.contains(['/', '\0']) {
                return Err(object.malformed("a name that cannot be"));
            }
            within(Limit::NameBytes, name.len(), self.quota.name_bytes)?;
            let name: Arc<str> = (*name).into();
            let entry = match place.checked_sub(1) {
                None => Entry::Whiteout,
                Some(place) => {
                    let id = usize::try_from(place).ok().and_then(|place| ids.get(place));
                    let id = *id.ok_or(object.malformed("an entry names no object"))?;
                    self.adopt(node, &name, id);
                    Entry::Node(NodeId::Upper(id))
                }
            };
            if entry == Entry::Whiteout {
                let (_, _, lower) = self.directory_parts(node).map_err(impossible)?;
                if lower.and_then(|lower| lower.lookup(&name)).is_none() {
                    return Err(object.malformed("a whiteout of nothing"));
                }
                self.ledger.add(mount, 0, 1);
            }
            let old = self
                .directory_mut(node)
                .map_err(impossible)?
                .put(name, entry);
            if old.is_some() {
                return Err(object.malformed("a name twice in one directory"));
            }
        }
        Ok(())
    }

    /// A directory learns where it is.
    fn adopt(&mut self, parent: NodeId, name: &Arc<str>, child: InodeId) {
        if let Ok(directory) = self.directory_mut(NodeId::Upper(child)) {
            directory.parent = parent;
            directory.name = Arc::clone(name);
        }
    }

    /// Checks that the objects of a mount are a tree, and counts their names. Until then nothing may climb in it: the bytes
    /// could have made a circle. Every object was charged as if it had one name; further names count as inodes.
    fn count_thawed_names(&mut self, mount: MountId, ids: &[InodeId]) -> Result<(), ThawError> {
        let names = self.names_from_root(Walk::Changed).map_err(|_| NO_TREE)?;
        for id in ids {
            let count = names.counts.get(id).copied().unwrap_or(0);
            let inode = self.inode_mut(*id).map_err(impossible)?;
            if inode.pin == Pin::Root {
                continue;
            }
            inode.links = count;
            let further = u64::from(count.checked_sub(1).ok_or(NO_TREE)?);
            self.ledger.add(mount, 0, further);
        }
        Ok(())
    }

    /// Checks every invariant and every limit.
    fn check_thawed(&self) -> Result<(), ThawError> {
        self.verify_by(Walk::Changed).map_err(|_| NO_TREE)?;
        let asked = self
            .names_from_root(Walk::Changed)
            .map_err(|_| NO_TREE)?
            .depth;
        let allowed = u64::from(self.quota.depth);
        if asked > allowed {
            let limit = Limit::Depth;
            return Err(LimitExceeded {
                limit,
                asked,
                allowed,
            }
            .into());
        }
        Ok(self.ledger.check(&self.quota, self.mount_ids())?)
    }
}

const NO_TREE: ThawError = ThawError::Malformed {
    offset: 0,
    what: "the objects are no tree",
};

/// A step that cannot fail on a fresh namespace: refused all the same.
fn impossible(_: FsError) -> ThawError {
    NO_TREE
}
