//! The invariants, checked from outside the operations that keep them.

use std::collections::BTreeMap;

use crate::inode::{InodeId, NodeId};
use crate::mount::MountId;
use crate::namespace::Namespace;
use crate::rights::Rights;

/// The names that a walk from the root found.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// How many each inode of the namespace's own has.
    pub(crate) counts: BTreeMap<InodeId, u32>,
    /// The most directories above a name, the root included.
    pub(crate) depth: u64,
}

/// How far a walk from the root goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Walk {
    /// Everywhere.
    Everything,
    /// Not into lower layers of which nothing has been copied up: what is in there is as the platform gave it.
    /// The library of a language has thousands of names.
    Changed,
}

impl Names {
    fn see(&mut self, node: NodeId) -> u32 {
        let NodeId::Upper(id) = node else {
            return 1;
        };
        let count = self.counts.entry(id).or_default();
        *count += 1;
        *count
    }
}

impl Namespace {
    /// Walks everything, and says which invariant does not hold. For tests and fuzzers; the cost is that of the whole tree.
    ///
    /// - The ledger agrees with a recount, mount by mount.
    /// - Every inode is reachable as often as it counts names, or has none and is open. No directory is reachable twice: no
    ///   cycle.
    /// - Every inode counts the descriptors that are open on it.
    /// - No descriptor holds a right that its mount does not grant.
    ///
    /// # Errors
    /// The first invariant that is broken.
    pub fn verify(&self) -> Result<(), String> {
        self.verify_by(Walk::Everything)
    }

    /// As [`verify`](Self::verify), as far as `walk` goes.
    pub(crate) fn verify_by(&self, walk: Walk) -> Result<(), String> {
        if self.usage() != self.recount() {
            return Err(format!(
                "usage {:?}, recount {:?}",
                self.usage(),
                self.recount()
            ));
        }
        for (id, mount) in self.mount_ids() {
            let (counted, held) = (self.recount_mount(id), self.ledger.mount(id));
            if counted != held {
                return Err(format!(
                    "mount {}: ledger {held:?}, recount {counted:?}",
                    mount.path
                ));
            }
        }
        self.verify_names(walk)?;
        self.verify_descriptors()
    }

    /// Every name from the root on as far as `walk` goes, and how deep the deepest is. Ends on any graph: a directory with two
    /// names is an error.
    pub(crate) fn names_from_root(&self, walk: Walk) -> Result<Names, String> {
        let mut names = Names::default();
        let mut pending = vec![(self.canonical(self.root), 1)];
        while let Some((directory, depth)) = pending.pop() {
            for (name, child) in self.children(directory) {
                names.depth = names.depth.max(depth);
                if self.lookup(directory, name) != Ok(Some(child)) {
                    return Err(format!("{name:?} is listed, and found as another"));
                }
                let seen = names.see(child);
                if walk == Walk::Changed && self.is_in_untouched_layer(child) {
                    continue;
                }
                if self.directory_parts(child).is_err() {
                    continue;
                }
                if seen > 1 {
                    return Err(format!("directory {name:?} has two names"));
                }
                if self.parent_of(child) != Ok(directory) {
                    return Err(format!("`..` of {name:?} leads elsewhere"));
                }
                pending.push((child, depth + 1));
            }
        }
        Ok(names)
    }

    fn is_in_untouched_layer(&self, node: NodeId) -> bool {
        let NodeId::Lower(mount, _) = node else {
            return false;
        };
        self.mount(mount)
            .is_ok_and(|mount| mount.copied_up.is_empty())
    }

    fn verify_names(&self, walk: Walk) -> Result<(), String> {
        let names = self.names_from_root(walk)?.counts;
        for (id, inode) in self.inodes.iter() {
            let root =
                [self.canonical(self.root), self.skeleton_root()].contains(&NodeId::Upper(id));
            let named = names.get(&id).copied().unwrap_or(0);
            if !root && named != inode.links {
                return Err(format!(
                    "inode {} counts {} names, has {named}",
                    inode.number, inode.links
                ));
            }
            if inode.links == 0 && inode.opens == 0 {
                return Err(format!("inode {} is dead, and still there", inode.number));
            }
        }
        Ok(())
    }

    fn skeleton_root(&self) -> NodeId {
        self.mount(MountId::SKELETON)
            .map_or(self.root, |mount| mount.root)
    }

    fn verify_descriptors(&self) -> Result<(), String> {
        let mut opens: BTreeMap<InodeId, u32> = BTreeMap::new();
        for (fd, descriptor) in self.table.iter() {
            let Some(node) = descriptor.target.node().map(|node| self.canonical(node)) else {
                continue;
            };
            let grants = self.holdable(node).unwrap_or(Rights::empty());
            if !grants.contains(descriptor.rights | descriptor.inheriting) {
                return Err(format!(
                    "descriptor {fd} holds {}, its mount grants {grants}",
                    descriptor.rights
                ));
            }
            if let NodeId::Upper(id) = node {
                *opens.entry(id).or_default() += 1;
            }
        }
        for (id, inode) in self.inodes.iter() {
            let open = opens.get(&id).copied().unwrap_or(0);
            if open != inode.opens {
                return Err(format!(
                    "inode {} counts {} descriptors, has {open}",
                    inode.number, inode.opens
                ));
            }
        }
        Ok(())
    }
}
