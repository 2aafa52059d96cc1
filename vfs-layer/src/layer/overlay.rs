//! Overlays: copy-up and whiteouts.
//!
//! A lower node stays where it is until something changes it; then it gets an inode of the namespace's own, with the same
//! number, and descriptors that were open on it move over. A file's bytes are copied only when they change. A directory is
//! copied up alone: what is below it shines through until it changes itself, so a rename of a lower directory is one inode.

use std::sync::Arc;

use crate::charge::{Change, Charge};
use crate::directory::{Directory, Entry};
use crate::error::{FsError, FsResult};
use crate::inode::{Content, Inode, InodeId, NodeId, Pin};
use crate::layer::lower::{LowerContent, LowerIndex};
use crate::namespace::Namespace;
use crate::namespace::node::View;

impl Namespace {
    /// What [`copy_up`](Self::copy_up) will add: nothing for a node of the namespace's own. A mount's root is free.
    pub(crate) fn copy_up_change(&self, node: NodeId) -> FsResult<Change> {
        Ok(match self.view(node)? {
            View::Upper(..) | View::Lower(_, _, LowerIndex::ROOT) => Change::NOTHING,
            View::Lower(_, lower, index) => {
                let target = lower.symlink(index).map_or(0, |target| target.len() as u64);
                Change::inodes(1).and(Change::bytes(target))
            }
        })
    }

    /// Gives a node an inode of the namespace's own, if it has none. Its number and its open descriptors stay.
    pub(crate) fn copy_up(&mut self, node: NodeId, _: &Charge) -> FsResult<InodeId> {
        let (mount, index, content, times) = match self.view(node)? {
            View::Upper(id, _) => return Ok(id),
            View::Lower(mount, lower, index) => {
                let content = match lower.content(index).ok_or(FsError::BadDescriptor)? {
                    LowerContent::Directory(directory) => {
                        let parent = self.parent_of(node)?;
                        Content::Directory(Directory::new(
                            parent,
                            lower.name(index),
                            Some(index),
                            directory.len(),
                        ))
                    }
                    LowerContent::File(_) => Content::LowerFile,
                    LowerContent::Symlink(target) => Content::Symlink(Arc::clone(target)),
                };
                (mount, index, content, lower.times())
            }
        };
        if index != LowerIndex::ROOT {
            self.ledger.add(mount, content.charged_bytes(), 1);
        }
        let id = self.inodes.insert(Inode {
            mount,
            number: u64::from(index.0) + 1,
            origin: Some(index),
            links: 1,
            opens: 0,
            pin: if index == LowerIndex::ROOT {
                Pin::Root
            } else {
                Pin::Free
            },
            times,
            content,
        });
        if let Some(mount) = self.mounts.get_mut(usize::from(mount.0)) {
            mount.copied_up.insert(index, id);
        }
        let opens = self
            .table
            .retarget(NodeId::Lower(mount, index), NodeId::Upper(id));
        self.inode_mut(id)?.opens = opens;
        Ok(id)
    }

    /// What [`name`](Self::name) will add and give back: the directory's copy-up, and the whiteout that goes away.
    pub(crate) fn name_change(&self, directory: NodeId, name: &str) -> FsResult<Change> {
        let (_, upper, _) = self.directory_parts(directory)?;
        let whiteout = upper.and_then(|directory| directory.get(name)) == Some(Entry::Whiteout);
        let freed = Change::freeing(0, u64::from(whiteout));
        Ok(self.copy_up_change(directory)?.and(freed))
    }

    /// Makes a name stand for a node. What the name stood for must be dealt with before.
    pub(crate) fn name(
        &mut self,
        directory: NodeId,
        name: Arc<str>,
        node: InodeId,
        charge: &Charge,
    ) -> FsResult<()> {
        let id = self.copy_up(directory, charge)?;
        let now = self.now;
        let mount = self.inode(id)?.mount;
        let old = self
            .directory_mut(directory)?
            .put(name, Entry::Node(NodeId::Upper(node)));
        if old == Some(Entry::Whiteout) {
            self.ledger.free(mount, 0, 1);
        }
        let times = &mut self.inode_mut(id)?.times;
        times.modified = now;
        times.changed = now;
        Ok(())
    }

    /// What [`unname`](Self::unname) will add: the directory's copy-up, and a whiteout where a lower entry would show again.
    pub(crate) fn unname_change(&self, directory: NodeId, name: &str) -> FsResult<Change> {
        let (_, _, lower) = self.directory_parts(directory)?;
        let whiteout = lower.is_some_and(|lower| lower.lookup(name).is_some());
        Ok(self
            .copy_up_change(directory)?
            .and(Change::inodes(u64::from(whiteout))))
    }

    /// Makes a name stand for nothing. The node that it stood for keeps its count of names.
    pub(crate) fn unname(
        &mut self,
        directory: NodeId,
        name: &str,
        charge: &Charge,
    ) -> FsResult<()> {
        let id = self.copy_up(directory, charge)?;
        let now = self.now;
        let mount = self.inode(id)?.mount;
        let (_, _, lower) = self.directory_parts(directory)?;
        let shows = lower.is_some_and(|lower| lower.lookup(name).is_some());
        let directory = self.directory_mut(directory)?;
        if shows {
            directory.put(Arc::from(name), Entry::Whiteout);
            self.ledger.add(mount, 0, 1);
        } else {
            directory.take(name);
        }
        let times = &mut self.inode_mut(id)?.times;
        times.modified = now;
        times.changed = now;
        Ok(())
    }
}
