//! Building a namespace: the skeleton, and the mounts inside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::audit::AuditLog;
use crate::charge::{Charge, Ledger};
use crate::directory::{Directory, Entry};
use crate::inode::{Content, Inode, InodeId, InodeTable, NodeId};
use crate::layer::lower::LowerIndex;
use crate::mount::{Layer, MAX_MOUNTS, Mount, MountError, MountId, MountSpec};
use crate::namespace::{INITIAL_DESCRIPTORS, Namespace};
use crate::path::NAME_BYTES_MAX;
use crate::quota::{MountQuota, Quota};
use crate::rights::Rights;
use crate::table::DescriptorTable;
use crate::timestamp::{Times, Timestamp};

/// Inode numbers below this belong to lower layers: a node's index, counted from 1.
pub(crate) const FIRST_OWN_NUMBER: u64 = 1 << 32;

/// Collects the mounts of a namespace.
#[derive(Debug)]
pub struct NamespaceBuilder {
    quota: Quota,
    now: Timestamp,
    mounts: Vec<(String, MountSpec)>,
}

impl NamespaceBuilder {
    pub(crate) fn new(quota: Quota) -> Self {
        Self {
            quota,
            now: Timestamp::default(),
            mounts: Vec::new(),
        }
    }

    /// Mounts a layer at an absolute path; the directories above it are made, read-only. `/` mounts the root itself.
    #[must_use]
    pub fn mount(mut self, path: &str, spec: MountSpec) -> Self {
        self.mounts.push((path.to_owned(), spec));
        self
    }

    /// The time that the mounts' roots show, and the namespace's first current time. Without it, 1970.
    #[must_use]
    pub fn now(mut self, now: Timestamp) -> Self {
        self.now = now;
        self
    }

    /// The namespace, with the standard streams and the preopen `/` open as 0 to 3.
    ///
    /// # Errors
    /// A mount path that is not one, mounts that overlap, or a quota without room for those four descriptors.
    pub fn build(self) -> Result<Namespace, MountError> {
        let allowed = self.quota.descriptors;
        if allowed < INITIAL_DESCRIPTORS {
            return Err(MountError::Descriptors { allowed });
        }
        if self.mounts.len() > MAX_MOUNTS {
            return Err(MountError::TooMany);
        }
        check_paths(&self.mounts)?;
        let mut namespace = skeleton(self.quota, self.now, self.mounts.len() + 1);
        for (path, spec) in self.mounts {
            namespace.attach(&path, spec);
        }
        namespace.open_initial_descriptors();
        Ok(namespace)
    }
}

/// Every path is one, and none is within another.
fn check_paths(mounts: &[(String, MountSpec)]) -> Result<(), MountError> {
    for (path, _) in mounts {
        if let Some(reason) = path_fault(path) {
            let path = path.clone();
            return Err(MountError::InvalidPath { path, reason });
        }
    }
    for (position, (second, _)) in mounts.iter().enumerate() {
        let mut earlier = mounts.iter().take(position).map(|(path, _)| path);
        if let Some(first) =
            earlier.find(|first| contains(first, second) || contains(second, first))
        {
            return Err(MountError::Overlap {
                first: first.clone(),
                second: second.clone(),
            });
        }
    }
    Ok(())
}

fn contains(outer: &str, inner: &str) -> bool {
    let rest = inner.strip_prefix(outer.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn path_fault(path: &str) -> Option<&'static str> {
    let names = path.strip_prefix('/')?;
    if names.is_empty() {
        return None;
    }
    names.split('/').find_map(|name| match name {
        "" => Some("an empty component"),
        "." | ".." => Some("`.` and `..` are not names"),
        _ if name.contains('\0') => Some("NUL in a name"),
        _ if name.len() > NAME_BYTES_MAX => Some("a name over 255 bytes"),
        _ => None,
    })
}

/// A namespace with nothing but its root.
fn skeleton(quota: Quota, now: Timestamp, mounts: usize) -> Namespace {
    let mut inodes = InodeTable::default();
    let placeholder = NodeId::Lower(MountId::SKELETON, LowerIndex::ROOT);
    let root = inodes.insert(Inode {
        mount: MountId::SKELETON,
        number: FIRST_OWN_NUMBER,
        origin: None,
        links: 1,
        opens: 0,
        times: Times::all(now),
        content: Content::Directory(Directory::new(placeholder, "".into(), None, 0)),
    });
    let node = NodeId::Upper(root);
    if let Some(Inode {
        content: Content::Directory(directory),
        ..
    }) = inodes.get_mut(root)
    {
        directory.parent = node;
    }
    let mut all = Vec::with_capacity(mounts);
    all.push(Mount {
        path: "/".into(),
        layer: Layer::Scratch,
        rights: Rights::READ_ONLY,
        quota: MountQuota::default(),
        root: node,
        above: node,
        copied_up: BTreeMap::new(),
    });
    Namespace {
        quota,
        now,
        root: node,
        mounts: all,
        inodes,
        inodes_made: 1,
        table: DescriptorTable::default(),
        ledger: Ledger::with_mounts(mounts),
        audit: AuditLog::default(),
    }
}

impl Namespace {
    /// Puts a mount in its place; the path was checked.
    fn attach(&mut self, path: &str, spec: MountSpec) {
        let id = MountId(u16::try_from(self.mounts.len()).unwrap_or(u16::MAX));
        let mut above = self.root;
        let mut last = None;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            if let Some(directory) = last.replace(name) {
                above = self.skeleton_directory(above, directory);
            }
        }
        let root = match spec.layer {
            Layer::Scratch => NodeId::Upper(self.insert_directory(id, above, "")),
            Layer::ReadOnly(_) | Layer::Overlay(_) => NodeId::Lower(id, LowerIndex::ROOT),
        };
        match last {
            Some(name) => self.skeleton_entry(above, name, root),
            None => self.root = root,
        }
        self.mounts.push(Mount {
            path: path.into(),
            layer: spec.layer,
            rights: spec.rights,
            quota: spec.quota,
            root,
            above: if last.is_none() { root } else { above },
            copied_up: BTreeMap::new(),
        });
        if last.is_none()
            && let Ok(directory) = self.directory_mut(root)
        {
            directory.parent = root;
        }
    }

    fn skeleton_directory(&mut self, above: NodeId, name: &str) -> NodeId {
        if let Ok(Some(node)) = self.lookup(above, name) {
            return node;
        }
        let node = NodeId::Upper(self.insert_directory(MountId::SKELETON, above, name));
        self.skeleton_entry(above, name, node);
        node
    }

    fn skeleton_entry(&mut self, above: NodeId, name: &str, node: NodeId) {
        if let Ok(directory) = self.directory_mut(above) {
            directory.put(Arc::from(name), Entry::Node(node));
        }
    }

    fn insert_directory(&mut self, mount: MountId, parent: NodeId, name: &str) -> InodeId {
        let content = Content::Directory(Directory::new(parent, name.into(), None, 0));
        self.insert_uncharged(mount, content, &Charge::exempt())
    }
}
