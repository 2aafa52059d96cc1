//! Inodes and their table. An id carries a generation: a place used again is another inode.

use std::sync::Arc;

use crate::descriptor::FileKind;
use crate::directory::Directory;
use crate::layer::lower::LowerIndex;
use crate::mount::MountId;
use crate::timestamp::Times;

/// An inode's place in the table, and which use of that place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct InodeId {
    pub(crate) index: u32,
    pub(crate) generation: u32,
}

/// A node of the tree: an inode of the namespace's own, or one of a lower layer that nothing has changed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum NodeId {
    Upper(InodeId),
    Lower(MountId, LowerIndex),
}

/// An inode of the namespace's own.
#[derive(Debug)]
pub(crate) struct Inode {
    pub(crate) mount: MountId,
    /// The number that programs see.
    pub(crate) number: u64,
    /// The node of the lower layer that it was copied up from.
    pub(crate) origin: Option<LowerIndex>,
    /// Names that it has: directory entries of this namespace. A directory has one, or none once it is removed.
    pub(crate) links: u32,
    /// Descriptors open on it.
    pub(crate) opens: u32,
    /// What holds it in place.
    pub(crate) pin: Pin,
    pub(crate) times: Times,
    pub(crate) content: Content,
}

/// Whether the namespace itself needs an inode where it is. What is pinned is free of charge, and can be neither renamed nor
/// removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pin {
    /// It came with the program or the supervisor.
    Free,
    /// A mount's root.
    Root,
    /// A directory that leads to a mount. Descriptors on it hold what they pass on: each mount below grants its own.
    Passage,
}

/// What an inode is.
#[derive(Debug)]
pub(crate) enum Content {
    /// A file with bytes of its own.
    File(Vec<u8>),
    /// A file whose attributes were copied up, whose bytes are still its origin's.
    LowerFile,
    Directory(Directory),
    Symlink(Arc<str>),
}

impl Content {
    pub(crate) fn kind(&self) -> FileKind {
        match self {
            Self::File(_) | Self::LowerFile => FileKind::RegularFile,
            Self::Directory(_) => FileKind::Directory,
            Self::Symlink(_) => FileKind::SymbolicLink,
        }
    }

    /// Bytes that the quota counts.
    pub(crate) fn charged_bytes(&self) -> u64 {
        match self {
            Self::File(bytes) => bytes.len() as u64,
            Self::Symlink(target) => target.len() as u64,
            Self::LowerFile | Self::Directory(_) => 0,
        }
    }
}

/// The inodes of a namespace.
#[derive(Debug, Default)]
pub(crate) struct InodeTable {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

#[derive(Debug)]
struct Slot {
    generation: u32,
    inode: Option<Inode>,
}

impl InodeTable {
    pub(crate) fn insert(&mut self, inode: Inode) -> InodeId {
        if let Some(index) = self.free.pop()
            && let Some(slot) = self.slots.get_mut(index as usize)
        {
            slot.inode = Some(inode);
            return InodeId {
                index,
                generation: slot.generation,
            };
        }
        let index = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.slots.push(Slot {
            generation: 0,
            inode: Some(inode),
        });
        InodeId {
            index,
            generation: 0,
        }
    }

    pub(crate) fn get(&self, id: InodeId) -> Option<&Inode> {
        let slot = self.slots.get(id.index as usize)?;
        (slot.generation == id.generation).then_some(slot.inode.as_ref())?
    }

    pub(crate) fn get_mut(&mut self, id: InodeId) -> Option<&mut Inode> {
        let slot = self.slots.get_mut(id.index as usize)?;
        (slot.generation == id.generation).then_some(slot.inode.as_mut())?
    }

    /// Takes it out. Its id never means anything again; a place whose generations ran out is not used again.
    pub(crate) fn remove(&mut self, id: InodeId) -> Option<Inode> {
        let slot = self.slots.get_mut(id.index as usize)?;
        if slot.generation != id.generation {
            return None;
        }
        let inode = slot.inode.take()?;
        if let Some(next) = slot.generation.checked_add(1) {
            slot.generation = next;
            self.free.push(id.index);
        }
        Some(inode)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (InodeId, &Inode)> {
        (0..).zip(&self.slots).filter_map(|(index, slot)| {
            let id = InodeId {
                index,
                generation: slot.generation,
            };
            Some((id, slot.inode.as_ref()?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inode(number: u64) -> Inode {
        Inode {
            mount: MountId::SKELETON,
            number,
            origin: None,
            links: 1,
            opens: 0,
            pin: Pin::Free,
            times: Times::default(),
            content: Content::File(Vec::new()),
        }
    }

    #[test]
    fn a_place_used_again_never_aliases() {
        let mut table = InodeTable::default();
        let first = table.insert(inode(1));
        assert!(table.remove(first).is_some());
        let second = table.insert(inode(2));
        assert_eq!(first.index, second.index);
        assert!(table.get(first).is_none());
        assert!(table.remove(first).is_none());
        assert_eq!(table.get(second).map(|inode| inode.number), Some(2));
    }
}
