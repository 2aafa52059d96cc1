//! Nodes, whichever layer they are in: one view of upper inodes and of lower ones that nothing has changed.

use std::sync::Arc;

use crate::charge::{Change, Charge};
use crate::descriptor::{Descriptor, FileKind, FileStat};
use crate::directory::{Directory, Entry};
use crate::error::{FsError, FsResult};
use crate::inode::{Content, Inode, InodeId, NodeId, Pin};
use crate::layer::LowerLayer;
use crate::layer::lower::{LowerDirectory, LowerIndex};
use crate::mount::{Mount, MountId};
use crate::namespace::Namespace;
use crate::namespace::builder::FIRST_OWN_NUMBER;
use crate::timestamp::Times;

/// A node as it is now.
pub(crate) enum View<'a> {
    Upper(InodeId, &'a Inode),
    Lower(MountId, &'a LowerLayer, LowerIndex),
}

impl Namespace {
    /// The mounts with their numbers, the skeleton first.
    pub(crate) fn mount_ids(&self) -> impl Iterator<Item = (MountId, &Mount)> {
        (0..).map(MountId).zip(&self.mounts)
    }

    pub(crate) fn mount(&self, id: MountId) -> FsResult<&Mount> {
        self.mounts
            .get(usize::from(id.0))
            .ok_or(FsError::BadDescriptor)
    }

    pub(crate) fn inode(&self, id: InodeId) -> FsResult<&Inode> {
        self.inodes.get(id).ok_or(FsError::BadDescriptor)
    }

    pub(crate) fn inode_mut(&mut self, id: InodeId) -> FsResult<&mut Inode> {
        self.inodes.get_mut(id).ok_or(FsError::BadDescriptor)
    }

    /// The node itself: a lower one that was copied up is its upper inode.
    pub(crate) fn canonical(&self, node: NodeId) -> NodeId {
        let NodeId::Lower(mount, index) = node else {
            return node;
        };
        let copied_up = self
            .mount(mount)
            .ok()
            .and_then(|mount| mount.copied_up.get(&index));
        copied_up.map_or(node, |id| NodeId::Upper(*id))
    }

    pub(crate) fn view(&self, node: NodeId) -> FsResult<View<'_>> {
        match self.canonical(node) {
            NodeId::Upper(id) => Ok(View::Upper(id, self.inode(id)?)),
            NodeId::Lower(mount, index) => {
                let lower = self
                    .mount(mount)?
                    .layer
                    .lower()
                    .ok_or(FsError::BadDescriptor)?;
                Ok(View::Lower(mount, lower, index))
            }
        }
    }

    /// The mount that the node is in.
    pub(crate) fn mount_of(&self, node: NodeId) -> FsResult<MountId> {
        Ok(match self.view(node)? {
            View::Upper(_, inode) => inode.mount,
            View::Lower(mount, ..) => mount,
        })
    }

    pub(crate) fn kind_of(&self, node: NodeId) -> FsResult<FileKind> {
        Ok(match self.view(node)? {
            View::Upper(_, inode) => inode.content.kind(),
            View::Lower(_, lower, index) => lower.kind(index),
        })
    }

    pub(crate) fn directory_mut(&mut self, node: NodeId) -> FsResult<&mut Directory> {
        let NodeId::Upper(id) = self.canonical(node) else {
            return Err(FsError::ReadOnly);
        };
        match &mut self.inode_mut(id)?.content {
            Content::Directory(directory) => Ok(directory),
            _ => Err(FsError::NotDirectory),
        }
    }

    /// A directory's two parts: the namespace's own, and the lower one that shines through.
    pub(crate) fn directory_parts(
        &self,
        node: NodeId,
    ) -> FsResult<(MountId, Option<&Directory>, Option<&LowerDirectory>)> {
        match self.view(node)? {
            View::Upper(_, inode) => {
                let Content::Directory(directory) = &inode.content else {
                    return Err(FsError::NotDirectory);
                };
                let lower = self.mount(inode.mount)?.layer.lower();
                let lower = directory.lower.and_then(|index| lower?.directory(index));
                Ok((inode.mount, Some(directory), lower))
            }
            View::Lower(mount, lower, index) => {
                let directory = lower.directory(index).ok_or(FsError::NotDirectory)?;
                Ok((mount, None, Some(directory)))
            }
        }
    }

    /// What a directory has under a name.
    pub(crate) fn lookup(&self, directory: NodeId, name: &str) -> FsResult<Option<NodeId>> {
        let (mount, upper, lower) = self.directory_parts(directory)?;
        match upper.and_then(|directory| directory.get(name)) {
            Some(Entry::Node(node)) => Ok(Some(self.canonical(node))),
            Some(Entry::Whiteout) => Ok(None),
            None => {
                let found = lower.and_then(|directory| directory.lookup(name));
                Ok(found.map(|index| self.canonical(NodeId::Lower(mount, index))))
            }
        }
    }

    /// The directory above a directory; itself for the root, and for one that was removed.
    pub(crate) fn parent_of(&self, directory: NodeId) -> FsResult<NodeId> {
        let parent = match self.view(directory)? {
            View::Upper(_, inode) => match &inode.content {
                Content::Directory(directory) => directory.parent,
                _ => return Err(FsError::NotDirectory),
            },
            View::Lower(mount, _, LowerIndex::ROOT) => self.mount(mount)?.above,
            View::Lower(mount, lower, index) => NodeId::Lower(mount, lower.parent(index)),
        };
        Ok(self.canonical(parent))
    }

    /// A directory's own name; empty for a mount's root, the namespace's root, and what was removed.
    pub(crate) fn directory_name(&self, directory: NodeId) -> FsResult<Arc<str>> {
        match self.view(directory)? {
            View::Upper(_, inode) => match &inode.content {
                Content::Directory(directory) => Ok(Arc::clone(&directory.name)),
                _ => Err(FsError::NotDirectory),
            },
            View::Lower(_, lower, index) => Ok(lower.name(index)),
        }
    }

    /// Whether a directory names nothing. Constant time: each whiteout hides exactly one lower entry.
    pub(crate) fn is_empty_directory(&self, node: NodeId) -> FsResult<bool> {
        let (_, upper, lower) = self.directory_parts(node)?;
        let own = upper.map_or(0, Directory::len);
        let hidden = upper.map_or(0, Directory::whiteouts);
        let below = lower.map_or(0, LowerDirectory::len) as u64;
        Ok(own == 0 && below == hidden)
    }

    /// What holds a node in place.
    pub(crate) fn pin_of(&self, node: NodeId) -> FsResult<Pin> {
        Ok(match self.view(node)? {
            View::Upper(_, inode) => inode.pin,
            View::Lower(_, _, LowerIndex::ROOT) => Pin::Root,
            View::Lower(..) => Pin::Free,
        })
    }

    /// Refuses to rename or remove what the namespace needs where it is, as POSIX does for mount points.
    pub(crate) fn ensure_free(&self, node: NodeId) -> FsResult<()> {
        match self.pin_of(node)? {
            Pin::Free => Ok(()),
            Pin::Root | Pin::Passage => Err(FsError::Busy),
        }
    }

    /// Refuses a directory that was removed: nothing can be made in it (POSIX: ENOENT).
    pub(crate) fn ensure_linked(&self, directory: NodeId) -> FsResult<()> {
        match self.view(directory)? {
            View::Upper(_, inode) if inode.links == 0 => Err(FsError::NotFound),
            _ => Ok(()),
        }
    }

    /// A file's bytes.
    pub(crate) fn file_bytes(&self, node: NodeId) -> FsResult<&[u8]> {
        match self.view(node)? {
            View::Upper(_, inode) => match &inode.content {
                Content::File(bytes) => Ok(bytes),
                Content::LowerFile => {
                    let lower = self.mount(inode.mount)?.layer.lower();
                    let bytes = inode.origin.and_then(|index| lower?.file(index));
                    bytes.ok_or(FsError::BadDescriptor)
                }
                Content::Directory(_) => Err(FsError::IsDirectory),
                Content::Symlink(_) => Err(FsError::SymlinkLoop),
            },
            View::Lower(_, lower, index) => match lower.kind(index) {
                FileKind::Directory => Err(FsError::IsDirectory),
                _ => lower.file(index).ok_or(FsError::SymlinkLoop),
            },
        }
    }

    /// How many bytes a file has; those of a shared tree need not be there for that.
    pub(crate) fn file_length(&self, node: NodeId) -> FsResult<u64> {
        let lower = match self.view(node)? {
            View::Upper(_, inode) => match &inode.content {
                Content::LowerFile => self.mount(inode.mount)?.layer.lower().zip(inode.origin),
                _ => None,
            },
            View::Lower(_, lower, index) => Some((lower, index)),
        };
        let length = match lower.and_then(|(lower, index)| lower.file_length(index)) {
            Some(length) => length,
            None => self.file_bytes(node)?.len(),
        };
        Ok(length as u64)
    }

    /// A symbolic link's target.
    pub(crate) fn symlink_target(&self, node: NodeId) -> FsResult<&Arc<str>> {
        let target = match self.view(node)? {
            View::Upper(_, inode) => match &inode.content {
                Content::Symlink(target) => Some(target),
                _ => None,
            },
            View::Lower(_, lower, index) => lower.symlink(index),
        };
        target.ok_or(FsError::Invalid("not a symbolic link"))
    }

    pub(crate) fn number_of(&self, node: NodeId) -> FsResult<u64> {
        Ok(match self.view(node)? {
            View::Upper(_, inode) => inode.number,
            View::Lower(_, _, index) => u64::from(index.0) + 1,
        })
    }

    pub(crate) fn stat_node(&self, node: NodeId) -> FsResult<FileStat> {
        let (mount, links, times) = match self.view(node)? {
            View::Upper(_, inode) => (inode.mount, inode.links, inode.times),
            View::Lower(mount, lower, _) => (mount, 1, lower.times()),
        };
        let kind = self.kind_of(node)?;
        let size = match kind {
            FileKind::RegularFile => self.file_length(node)?,
            FileKind::SymbolicLink => self.symlink_target(node)?.len() as u64,
            FileKind::Directory | FileKind::CharacterDevice => 0,
        };
        Ok(FileStat {
            device: u64::from(mount.0) + 1,
            inode: self.number_of(node)?,
            kind,
            links: u64::from(links),
            size,
            accessed: times.accessed,
            modified: times.modified,
            changed: times.changed,
        })
    }

    /// Makes an inode that nothing names yet, and counts it.
    pub(crate) fn insert_inode(
        &mut self,
        mount: MountId,
        content: Content,
        charge: &Charge,
    ) -> InodeId {
        self.ledger.add(mount, content.charged_bytes(), 1);
        self.insert_pinned(mount, content, Pin::Free, charge)
    }

    /// Makes an inode that the ledger does not count.
    pub(crate) fn insert_pinned(
        &mut self,
        mount: MountId,
        content: Content,
        pin: Pin,
        _: &Charge,
    ) -> InodeId {
        let number = FIRST_OWN_NUMBER + self.inodes_made;
        self.inodes_made += 1;
        self.inodes.insert(Inode {
            mount,
            number,
            origin: None,
            links: 1,
            opens: 0,
            pin,
            times: Times::all(self.now),
            content,
        })
    }

    /// Another descriptor is open on the node. Lower nodes need no count: they are never freed.
    pub(crate) fn retain(&mut self, node: NodeId) {
        if let NodeId::Upper(id) = self.canonical(node)
            && let Ok(inode) = self.inode_mut(id)
        {
            inode.opens += 1;
        }
    }

    /// A descriptor is gone from the table; the last one of an unlinked object gives back what it held.
    pub(crate) fn release(&mut self, descriptor: &Descriptor) {
        let Some(NodeId::Upper(id)) = descriptor.target.node().map(|node| self.canonical(node))
        else {
            return;
        };
        if let Ok(inode) = self.inode_mut(id) {
            inode.opens = inode.opens.saturating_sub(1);
        }
        self.free_if_dead(id);
    }

    /// Takes away one name of a node, and frees the node if that was the last thing that held it.
    pub(crate) fn drop_name(&mut self, node: NodeId, charge: &Charge) -> FsResult<()> {
        let id = match self.canonical(node) {
            NodeId::Upper(id) => id,
            // Open on a lower node: it becomes an inode of our own, so that it shows no name.
            lower if self.table.has_open(lower) => self.copy_up(lower, charge)?,
            NodeId::Lower(..) => return Ok(()),
        };
        let now = self.now;
        let inode = self.inode_mut(id)?;
        inode.times.changed = now;
        inode.links = inode.links.saturating_sub(1);
        let (mount, links) = (inode.mount, inode.links);
        let mut whiteouts = 0;
        if let Content::Directory(directory) = &mut inode.content {
            // It is empty but for whiteouts; nothing below shines through, and `..` leads nowhere any more.
            whiteouts = directory.whiteouts();
            *directory = Directory::new(NodeId::Upper(id), "".into(), None, 0);
        }
        self.ledger.free(mount, 0, whiteouts + u64::from(links > 0));
        self.free_if_dead(id);
        Ok(())
    }

    /// What [`drop_name`](Self::drop_name) will add and give back.
    pub(crate) fn drop_name_change(&self, node: NodeId) -> FsResult<Change> {
        Ok(match self.view(node)? {
            View::Upper(_, inode) => {
                let whiteouts = match &inode.content {
                    Content::Directory(directory) => directory.whiteouts(),
                    _ => 0,
                };
                match (inode.links, inode.opens) {
                    (0 | 1, 0) => Change::freeing(inode.content.charged_bytes(), 1 + whiteouts),
                    (0 | 1, _) => Change::freeing(0, whiteouts),
                    _ => Change::freeing(0, 1),
                }
            }
            View::Lower(mount, _, index) if self.table.has_open(NodeId::Lower(mount, index)) => {
                self.copy_up_change(node)?
            }
            View::Lower(..) => Change::NOTHING,
        })
    }

    fn free_if_dead(&mut self, id: InodeId) {
        let dead = |inode: &Inode| inode.links == 0 && inode.opens == 0;
        if !self.inode(id).is_ok_and(dead) {
            return;
        }
        if let Some(inode) = self.inodes.remove(id) {
            self.ledger
                .free(inode.mount, inode.content.charged_bytes(), 1);
            let mount = self.mounts.get_mut(usize::from(inode.mount.0));
            if let (Some(origin), Some(mount)) = (inode.origin, mount) {
                mount.copied_up.remove(&origin);
            }
        }
    }
}
