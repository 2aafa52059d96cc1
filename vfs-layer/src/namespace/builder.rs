//! Building a namespace: the skeleton, and the mounts inside it.

use std::collections::BTreeMap;

use crate::audit::AuditLog;
use crate::charge::{Charge, Ledger};
use crate::directory::{Directory, Entry};
use crate::error::FsResult;
use crate::inode::{Content, InodeTable, NodeId, Pin};
use crate::layer::lower::LowerIndex;
use crate::mount::{Layer, MAX_MOUNTS, Mount, MountError, MountId, MountSpec};
use crate::namespace::Namespace;
use crate::path::NAME_BYTES_MAX;
use crate::quota::{MountQuota, Quota};
use crate::rights::Rights;
use crate::table::DescriptorTable;
use crate::timestamp::Timestamp;

/// Inode numbers below this belong to lower layers: a node's index, counted from 1.
pub(crate) const FIRST_OWN_NUMBER: u64 = 1 << 32;

/// Collects the mounts of a namespace.
#[derive(Clone, Debug)]
pub struct NamespaceBuilder {
    quota: Quota,
    now: Timestamp,
    mounts: Vec<(String, MountSpec)>,
    root_above: RootAbove,
}

/// What `..` is at a namespace's root.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum RootAbove {
    /// A way out of the preopen: refused, as WASI has it.
    #[default]
    Escape,
    /// The root itself, as POSIX has it.
    Itself,
}

impl NamespaceBuilder {
    pub(crate) fn new(quota: Quota) -> Self {
        Self {
            quota,
            now: Timestamp::default(),
            root_above: RootAbove::default(),
            mounts: Vec::new(),
        }
    }

    /// Mounts a layer at an absolute path; `/` is the root itself. A mount may be within another: the inner one decides about
    /// what is in it. Directories on the way that no layer has are made, and lead to the mount only.
    #[must_use]
    pub fn mount(mut self, path: &str, spec: MountSpec) -> Self {
        self.mounts.push((path.to_owned(), spec));
        self
    }

    /// Makes `..` at the root the root itself, as POSIX has it for `/`, for programs that take the namespace for a whole
    /// file system. Without it, it is a way out of the preopen and refused, as WASI has it.
    #[must_use]
    pub fn posix_root(mut self) -> Self {
        self.root_above = RootAbove::Itself;
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
    /// A mount path that is not one, is there twice, or leads through a file of another mount's layer; too many mounts.
    pub fn build(self) -> Result<Namespace, MountError> {
        self.assemble(|_, _| Ok(()))
    }

    /// Builds the namespace; `fill` is called for each mount when it is in place, before those within it are.
    pub(crate) fn assemble<E: From<MountError>>(
        mut self,
        mut fill: impl FnMut(&mut Namespace, MountId) -> Result<(), E>,
    ) -> Result<Namespace, E> {
        put_in_order(&mut self.mounts)?;
        let mut namespace = skeleton(self.quota, self.now, self.mounts.len() + 1);
        namespace.root_above = self.root_above;
        for (path, spec) in self.mounts {
            let id = namespace.attach(&path, spec);
            fill(
                &mut namespace,
                id.map_err(|_| MountError::NotDirectory(path))?,
            )?;
        }
        namespace.open_initial_descriptors();
        Ok(namespace)
    }
}

/// Puts outer mounts before the inner ones, and checks them all.
fn put_in_order(mounts: &mut [(String, MountSpec)]) -> Result<(), MountError> {
    if mounts.len() > MAX_MOUNTS {
        return Err(MountError::TooMany);
    }
    mounts.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    check_paths(mounts)
}

/// Every path is one, and is there once.
fn check_paths(mounts: &[(String, MountSpec)]) -> Result<(), MountError> {
    let mut before = None;
    for (path, _) in mounts {
        if let Some(reason) = path_fault(path) {
            let path = path.clone();
            return Err(MountError::InvalidPath { path, reason });
        }
        if before.replace(path) == Some(path) {
            return Err(MountError::Duplicate(path.clone()));
        }
    }
    Ok(())
}

fn path_fault(path: &str) -> Option<&'static str> {
    let Some(names) = path.strip_prefix('/') else {
        return Some("not absolute");
    };
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
    let nowhere = NodeId::Lower(MountId::SKELETON, LowerIndex::ROOT);
    let mut namespace = Namespace {
        quota,
        now,
        root: nowhere,
        root_above: RootAbove::default(),
        mounts: Vec::with_capacity(mounts),
        inodes: InodeTable::default(),
        inodes_made: 0,
        table: DescriptorTable::default(),
        ledger: Ledger::with_mounts(mounts),
        audit: AuditLog::default(),
    };
    let root = namespace.insert_directory(MountId::SKELETON, nowhere, "", Pin::Passage);
    namespace.root = root;
    namespace.mounts.push(Mount {
        path: "/".into(),
        layer: Layer::Scratch,
        rights: Rights::READ_ONLY,
        quota: MountQuota::default(),
        root,
        above: root,
        copied_up: BTreeMap::new(),
    });
    namespace.set_parent(root, root);
    namespace
}

impl Namespace {
    /// Puts a mount in its place; the path was checked.
    fn attach(&mut self, path: &str, spec: MountSpec) -> FsResult<MountId> {
        let mut names = path.split('/').filter(|name| !name.is_empty());
        let last = names.next_back();
        let above = names.try_fold(self.root, |above, name| self.passage(above, name))?;
        self.directory_parts(above)?;
        let id = MountId(u16::try_from(self.mounts.len()).unwrap_or(u16::MAX));
        let root = match spec.layer {
            Layer::Scratch => self.insert_directory(id, above, "", Pin::Root),
            Layer::ReadOnly(_) | Layer::Overlay(_) => NodeId::Lower(id, LowerIndex::ROOT),
        };
        self.mounts.push(Mount {
            path: path.into(),
            layer: spec.layer,
            rights: spec.rights,
            quota: spec.quota,
            root,
            above: if last.is_some() { above } else { root },
            copied_up: BTreeMap::new(),
        });
        match last {
            Some(name) => self.lead(above, name, root)?,
            None => {
                self.root = root;
                self.set_parent(root, root);
            }
        }
        Ok(id)
    }

    /// The directory of this name on the way to a mount, made if there is none.
    fn passage(&mut self, above: NodeId, name: &str) -> FsResult<NodeId> {
        if let Some(node) = self.lookup(above, name)? {
            return Ok(node);
        }
        let mount = self.mount_of(above)?;
        let node = self.insert_directory(mount, above, name, Pin::Passage);
        self.lead(above, name, node)?;
        Ok(node)
    }

    /// Makes a directory lead to another, which no layer has there. It and all above it stay where they are from now on.
    fn lead(&mut self, above: NodeId, name: &str, node: NodeId) -> FsResult<()> {
        let mut passage = above;
        loop {
            let id = self.copy_up(passage, &Charge::exempt())?;
            let inode = self.inode_mut(id)?;
            let (pin, mount) = (inode.pin, inode.mount);
            inode.pin = Pin::Passage;
            if pin == Pin::Free {
                self.ledger.free(mount, 0, 1);
            }
            let parent = self.parent_of(passage)?;
            if parent == self.canonical(passage) {
                break;
            }
            passage = parent;
        }
        self.directory_mut(above)?
            .put(name.into(), Entry::Node(node));
        Ok(())
    }

    fn insert_directory(&mut self, mount: MountId, parent: NodeId, name: &str, pin: Pin) -> NodeId {
        let content = Content::Directory(Directory::new(parent, name.into(), None, 0));
        NodeId::Upper(self.insert_pinned(mount, content, pin, &Charge::exempt()))
    }

    /// Does nothing to a directory of a lower layer: it takes its parent from its mount.
    fn set_parent(&mut self, directory: NodeId, parent: NodeId) {
        if let Ok(directory) = self.directory_mut(directory) {
            directory.parent = parent;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::layer::LowerLayer;

    fn build(paths: &[&str]) -> Result<Namespace, MountError> {
        let builder = Namespace::builder(Quota::default());
        let mounted = paths.iter().fold(builder, |builder, path| {
            builder.mount(path, MountSpec::scratch())
        });
        mounted.build()
    }

    #[test]
    fn paths_that_are_none_are_refused() {
        for (path, reason) in [
            ("a", "not absolute"),
            ("", "not absolute"),
            ("/a/", "an empty component"),
            ("/a//b", "an empty component"),
            ("/a/../b", "`.` and `..` are not names"),
            ("/a\0", "NUL in a name"),
        ] {
            let path = path.to_owned();
            let refused = build(&[&path]).unwrap_err();
            assert_eq!(refused, MountError::InvalidPath { path, reason });
        }
        assert_eq!(
            build(&["/a", "/a"]).unwrap_err(),
            MountError::Duplicate("/a".into())
        );
        assert_eq!(build(&["/a"; 65]).unwrap_err(), MountError::TooMany);
    }

    #[test]
    fn an_empty_namespace_holds_nothing_and_is_sound() {
        for paths in [
            &["/"][..],
            &["/workspace", "/tmp"],
            &["/a", "/a/b/c", "/a/b/d"],
            &["/", "/x/y"],
        ] {
            let namespace = build(paths).unwrap();
            assert_eq!(namespace.verify(), Ok(()), "{paths:?}");
            let usage = namespace.usage();
            assert_eq!((usage.bytes, usage.inodes, usage.descriptors), (0, 0, 4));
        }
    }

    #[test]
    fn a_mount_leads_through_directories_only() {
        let lower = LowerLayer::builder().file("a/b", &b""[..]).unwrap().build();
        let builder =
            Namespace::builder(Quota::default()).mount("/data", MountSpec::read_only(lower.into()));
        let inside = builder
            .clone()
            .mount("/data/a/x", MountSpec::scratch())
            .build()
            .unwrap();
        assert_eq!(inside.verify(), Ok(()));
        assert_eq!(inside.usage().inodes, 0);
        let through = builder.mount("/data/a/b/c", MountSpec::scratch()).build();
        assert_eq!(
            through.unwrap_err(),
            MountError::NotDirectory("/data/a/b/c".into())
        );
    }
}
