//! Freezing: what the program and the supervisor wrote, as bytes.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::directory::{Directory, Entry};
use crate::frozen::{
    CHECKSUM_BYTES, DIRECTORY, FILE, LOWER_FILE, Length, MAGIC, OVERLAY, Out, SCRATCH, SYMLINK,
    VERSION, put_count, put_text,
};
use crate::inode::{Content, Inode, InodeId, NodeId};
use crate::layer::lower::LowerIndex;
use crate::mount::{Layer, Mount, MountId};
use crate::namespace::Namespace;
use crate::timestamp::Times;

impl Namespace {
    /// The writable files as bytes: a version, the changes of every scratch and overlay mount, a SHA-256 checksum. The same
    /// files give the same bytes. Files that are unlinked but open are left out; so are descriptors, limits and rights, which
    /// belong to the namespace that [`NamespaceBuilder::thaw`](crate::NamespaceBuilder::thaw) builds.
    #[must_use]
    pub fn freeze(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.frozen_length());
        self.freeze_into(&mut out);
        out
    }

    /// How many bytes [`freeze`](Self::freeze) gives.
    #[must_use]
    pub fn frozen_length(&self) -> usize {
        let mut length = Length::default();
        self.write_frozen(&mut length);
        length.0 + CHECKSUM_BYTES
    }

    /// Appends what [`freeze`](Self::freeze) gives to `out`, without a copy of its own.
    pub fn freeze_into(&self, out: &mut Vec<u8>) {
        let start = out.len();
        self.write_frozen(out);
        let checksum = Sha256::digest(out.get(start..).unwrap_or_default());
        out.put(&checksum);
    }

    fn write_frozen(&self, out: &mut dyn Out) {
        out.put(MAGIC);
        out.put(&VERSION.to_le_bytes());
        let writable = || {
            let program = self.mount_ids().filter(|(id, _)| *id != MountId::SKELETON);
            program.filter(|(_, mount)| !mount.layer.is_read_only())
        };
        let count = u16::try_from(writable().count()).unwrap_or(u16::MAX);
        out.put(&count.to_le_bytes());
        for (id, mount) in writable() {
            self.freeze_mount(out, id, mount);
        }
    }

    fn freeze_mount(&self, out: &mut dyn Out, id: MountId, mount: &Mount) {
        put_text(out, &mount.path);
        match &mount.layer {
            Layer::Overlay(lower) => {
                out.put(&[OVERLAY]);
                out.put(&lower.digest());
            }
            Layer::Scratch | Layer::ReadOnly(_) => out.put(&[SCRATCH]),
        }
        let root = self.canonical(mount.root);
        let is_root = |id: InodeId| root == NodeId::Upper(id);
        let mut inodes: Vec<(InodeId, &Inode)> = self
            .inodes
            .iter()
            .filter(|(_, inode)| inode.mount == id && inode.links > 0)
            .collect();
        inodes.sort_unstable_by_key(|(inode_id, inode)| (!is_root(*inode_id), inode.number));
        let pristine_root = matches!(root, NodeId::Lower(..));
        let first = usize::from(pristine_root);
        let numbered = inodes.iter().zip(u32::from(pristine_root)..);
        let mut places = BTreeMap::new();
        // Not collected: that would sort once more.
        places.extend(numbered.map(|((inode_id, _), place)| (*inode_id, place)));
        put_count(out, inodes.len() + first);
        if pristine_root {
            let times = mount.layer.lower().map(|lower| lower.times());
            put_header(
                out,
                DIRECTORY,
                times.unwrap_or_default(),
                Some(LowerIndex::ROOT),
            );
            put_count(out, 0);
        }
        for (_, inode) in inodes {
            put_object(out, inode, &places);
        }
    }
}

fn put_object(out: &mut dyn Out, inode: &Inode, places: &BTreeMap<InodeId, u32>) {
    let kind = match inode.content {
        Content::Directory(_) => DIRECTORY,
        Content::File(_) => FILE,
        Content::LowerFile => LOWER_FILE,
        Content::Symlink(_) => SYMLINK,
    };
    put_header(out, kind, inode.times, inode.origin);
    match &inode.content {
        Content::Directory(directory) => put_entries(out, directory, places),
        Content::File(bytes) => {
            out.put(&(bytes.len() as u64).to_le_bytes());
            out.put(bytes);
        }
        Content::LowerFile => {}
        Content::Symlink(target) => put_text(out, target),
    }
}

fn put_header(out: &mut dyn Out, kind: u8, times: Times, origin: Option<LowerIndex>) {
    out.put(&[kind]);
    for time in [times.accessed, times.modified, times.changed] {
        out.put(&time.as_nanos().to_le_bytes());
    }
    let origin = origin.map_or(0, |origin| origin.0.saturating_add(1));
    out.put(&origin.to_le_bytes());
}

/// Objects in the order of their cookies, then whiteouts by name. What leads to another mount is not this mount's.
fn put_entries(out: &mut dyn Out, directory: &Directory, places: &BTreeMap<InodeId, u32>) {
    let place = |node| match node {
        NodeId::Upper(id) => places.get(&id).copied(),
        NodeId::Lower(..) => None,
    };
    let objects = directory
        .after(0)
        .filter_map(|(_, name, node)| Some((name, place(node)? as usize + 1)));
    let whiteouts = directory
        .iter()
        .filter(|(_, entry)| *entry == Entry::Whiteout)
        .map(|(name, _)| (name, 0));
    let entries: Vec<_> = objects.chain(whiteouts).collect();
    put_count(out, entries.len());
    for (name, node) in entries {
        put_text(out, name);
        put_count(out, node);
    }
}
