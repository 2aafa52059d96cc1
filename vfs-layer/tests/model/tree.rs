//! The naive model's objects: one map from numbers to nodes, everything that can be counted is counted anew each time.
//!
//! An overlay is a copy of the lower layer from the start; what the namespace really made its own is a flag, so that the
//! charges can be worked out.

use std::collections::{BTreeMap, BTreeSet};

use vfs_layer::{DescriptorFlags, Fd, FileKind, MountUsage, Rights};

use super::world::{Described, Kind, LOWER, LOWER_TIME, Lower, MOUNTS, QUOTA, START};

pub type Id = usize;

/// The namespace's root.
pub const ROOT: Id = 0;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    File(Vec<u8>),
    Symlink(String),
    Directory {
        parent: Id,
        /// In the order in which a reader sees them.
        entries: Vec<(String, Id)>,
        /// The names that the lower layer has here: those without an entry are whiteouts.
        below: BTreeSet<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    Free,
    Root,
    Passage,
}

#[derive(Clone, Debug)]
pub struct Node {
    /// 0 is the skeleton, n the mount `MOUNTS[n - 1]`.
    pub mount: usize,
    pub pin: Pin,
    pub content: Content,
    /// Whether the namespace has an inode of its own for it.
    pub own: bool,
    /// Whether a file's bytes are the namespace's own.
    pub own_bytes: bool,
    /// Accessed, modified, changed.
    pub times: [u64; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Stream,
    File(Id),
    Directory(Id),
}

#[derive(Clone, Copy, Debug)]
pub struct Descriptor {
    pub target: Target,
    pub rights: Rights,
    pub inheriting: Rights,
    pub flags: DescriptorFlags,
    pub offset: u64,
}

/// The whole naive namespace.
#[derive(Clone, Debug)]
pub struct Model {
    pub nodes: BTreeMap<Id, Node>,
    pub table: BTreeMap<Fd, Descriptor>,
    pub written: u64,
    pub now: u64,
}

impl Model {
    pub fn new() -> Self {
        let mut model = Self {
            nodes: BTreeMap::new(),
            table: BTreeMap::new(),
            written: 0,
            now: START,
        };
        model.insert(0, Pin::Passage, directory(ROOT));
        for (place, described) in MOUNTS.iter().enumerate() {
            model.mount(place + 1, described);
        }
        model.begin_run();
        model
    }

    fn mount(&mut self, number: usize, described: &Described) {
        let names: Vec<&str> = described.path.split('/').skip(1).collect();
        let (last, above) = names.split_last().unwrap();
        let mut dir = ROOT;
        for name in above {
            dir = self.child(dir, name).unwrap();
        }
        let root = self.insert(number, Pin::Root, directory(dir));
        if described.kind != Kind::Scratch {
            self.fill(number, root);
        }
        self.remove_entry(dir, last);
        self.entries_mut(dir).push(((*last).to_owned(), root));
        // Everything above it stays where it is, free of charge.
        loop {
            let node = self.node_mut(dir);
            node.pin = Pin::Passage;
            node.own = true;
            if dir == ROOT {
                break;
            }
            dir = self.parent(dir);
        }
    }

    /// Copies the lower layer into a mount.
    fn fill(&mut self, number: usize, root: Id) {
        self.node_mut(root).times = [LOWER_TIME; 3];
        for (path, object) in &LOWER {
            let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
            let dir = above.split('/').filter(|name| !name.is_empty());
            let dir = dir.fold(root, |dir, name| self.child(dir, name).unwrap());
            let content = match object {
                Lower::File(bytes) => Content::File(bytes.to_vec()),
                Lower::Symlink(target) => Content::Symlink((*target).to_owned()),
                Lower::Directory => directory(dir),
            };
            let id = self.insert(number, Pin::Free, content);
            let node = self.node_mut(id);
            (node.own, node.own_bytes, node.times) = (false, false, [LOWER_TIME; 3]);
            let Content::Directory { entries, below, .. } = &mut self.node_mut(dir).content else {
                unreachable!("a directory comes before what is in it");
            };
            entries.push((name.to_owned(), id));
            below.insert(name.to_owned());
        }
    }

    pub fn insert(&mut self, mount: usize, pin: Pin, content: Content) -> Id {
        let id = self.nodes.len();
        let times = [self.now; 3];
        let node = Node {
            mount,
            pin,
            content,
            own: true,
            own_bytes: true,
            times,
        };
        self.nodes.insert(id, node);
        id
    }

    pub fn begin_run(&mut self) {
        self.written = 0;
        self.table.clear();
        let stdin = Rights::READ | Rights::STAT;
        let out = Rights::WRITE | Rights::APPEND | Rights::STAT;
        for (fd, rights) in (0..).zip([stdin, out, out]) {
            self.put_descriptor(fd, Target::Stream, rights, Rights::empty());
        }
        self.put_descriptor(3, Target::Directory(ROOT), Rights::all(), Rights::all());
    }

    fn put_descriptor(&mut self, fd: Fd, target: Target, rights: Rights, inheriting: Rights) {
        let flags = DescriptorFlags::empty();
        self.table.insert(
            fd,
            Descriptor {
                target,
                rights,
                inheriting,
                flags,
                offset: 0,
            },
        );
    }

    /// What freezing and thawing does: a new run, and each mount is put in its place again.
    pub fn thaw(&mut self) {
        self.begin_run();
        for described in &MOUNTS {
            let (above, name) = described.path.rsplit_once('/').unwrap();
            let dir = above.split('/').filter(|name| !name.is_empty());
            let dir = dir.fold(ROOT, |dir, name| self.child(dir, name).unwrap());
            let root = self.child(dir, name).unwrap();
            self.remove_entry(dir, name);
            self.entries_mut(dir).push((name.to_owned(), root));
        }
    }

    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[&id]
    }

    pub fn node_mut(&mut self, id: Id) -> &mut Node {
        self.nodes.get_mut(&id).unwrap()
    }

    pub fn kind(&self, id: Id) -> FileKind {
        match self.node(id).content {
            Content::File(_) => FileKind::RegularFile,
            Content::Symlink(_) => FileKind::SymbolicLink,
            Content::Directory { .. } => FileKind::Directory,
        }
    }

    pub fn bytes(&self, id: Id) -> &[u8] {
        match &self.node(id).content {
            Content::File(bytes) => bytes,
            other => panic!("{other:?} has no bytes"),
        }
    }

    pub fn entries(&self, id: Id) -> &[(String, Id)] {
        match &self.node(id).content {
            Content::Directory { entries, .. } => entries,
            other => panic!("{other:?} has no entries"),
        }
    }

    pub fn entries_mut(&mut self, id: Id) -> &mut Vec<(String, Id)> {
        match &mut self.node_mut(id).content {
            Content::Directory { entries, .. } => entries,
            other => panic!("{other:?} has no entries"),
        }
    }

    pub fn remove_entry(&mut self, dir: Id, name: &str) {
        self.entries_mut(dir).retain(|(entry, _)| entry != name);
    }

    pub fn parent(&self, id: Id) -> Id {
        match self.node(id).content {
            Content::Directory { parent, .. } => parent,
            ref other => panic!("{other:?} has no parent"),
        }
    }

    pub fn child(&self, dir: Id, name: &str) -> Option<Id> {
        let entries = self.entries(dir).iter();
        entries
            .clone()
            .find(|(entry, _)| entry == name)
            .map(|(_, id)| *id)
    }

    /// How many names lead to each object that has one. The root has none, and counts as if it had one.
    pub fn links(&self) -> BTreeMap<Id, u64> {
        let mut links = BTreeMap::from([(ROOT, 1)]);
        for node in self.nodes.values() {
            if let Content::Directory { entries, .. } = &node.content {
                entries
                    .iter()
                    .for_each(|(_, child)| *links.entry(*child).or_default() += 1);
            }
        }
        links
    }

    pub fn is_open(&self, id: Id) -> bool {
        let targets = [Target::File(id), Target::Directory(id)];
        self.table
            .values()
            .any(|descriptor| targets.contains(&descriptor.target))
    }

    /// What a mount grants.
    pub fn granted(&self, mount: usize) -> Rights {
        match mount.checked_sub(1).map(|place| MOUNTS[place]) {
            Some(Described {
                kind: Kind::ReadOnly,
                rights,
                ..
            }) => rights & Rights::READ_ONLY,
            Some(described) => described.rights,
            None => Rights::READ_ONLY,
        }
    }

    /// What each mount holds, by its number.
    pub fn usage(&self) -> Vec<MountUsage> {
        let links = self.links();
        let mut usages = vec![MountUsage::default(); MOUNTS.len() + 1];
        for (id, node) in self.nodes.iter().filter(|(_, node)| node.mount != 0) {
            let links = links.get(id).copied().unwrap_or(0);
            if links == 0 && !self.is_open(*id) {
                continue;
            }
            let usage = &mut usages[node.mount];
            let own_name = u64::from(node.own && node.pin == Pin::Free);
            match &node.content {
                Content::File(bytes) => {
                    usage.bytes += if node.own_bytes {
                        bytes.len() as u64
                    } else {
                        0
                    };
                    usage.inodes += own_name * links.max(1);
                }
                Content::Symlink(target) => {
                    usage.bytes += if node.own { target.len() as u64 } else { 0 };
                    usage.inodes += own_name * links.max(1);
                }
                Content::Directory { entries, below, .. } => {
                    let named = |name: &&String| entries.iter().any(|(entry, _)| entry == *name);
                    let whiteouts = below.iter().filter(|name| !named(name)).count();
                    // What nothing has changed has no whiteouts, also when it is gone.
                    let whiteouts = if node.own { whiteouts as u64 } else { 0 };
                    usage.inodes += own_name + whiteouts;
                }
            }
        }
        usages
    }

    /// What all mounts hold.
    pub fn total(usages: &[MountUsage]) -> MountUsage {
        usages
            .iter()
            .fold(MountUsage::default(), |sum, usage| MountUsage {
                bytes: sum.bytes + usage.bytes,
                inodes: sum.inodes + usage.inodes,
            })
    }

    /// Whether this may follow from that, as far as bytes and inodes go: what grows is within each limit.
    pub fn fits_after(&self, before: &Self) -> bool {
        let fits = |now: u64, before: u64, allowed: u64| now <= before || now <= allowed;
        let (now, then) = (self.usage(), before.usage());
        let (all, all_then) = (Self::total(&now), Self::total(&then));
        let total = fits(all.bytes, all_then.bytes, QUOTA.total_bytes)
            && fits(all.inodes, all_then.inodes, QUOTA.inodes);
        let limits = MOUNTS.iter().map(|described| described.quota);
        total
            && limits
                .zip(now.iter().zip(&then).skip(1))
                .all(|(quota, (now, then))| {
                    fits(now.bytes, then.bytes, quota.total_bytes)
                        && fits(now.inodes, then.inodes, quota.inodes)
                })
    }
}

pub fn directory(parent: Id) -> Content {
    Content::Directory {
        parent,
        entries: Vec::new(),
        below: BTreeSet::new(),
    }
}
