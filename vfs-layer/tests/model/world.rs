//! The mounts that plans run on, described once for both sides: small, so that every limit is hit.

use std::sync::Arc;

use vfs_layer::{
    LowerLayer, MountQuota, MountSpec, Namespace, NamespaceBuilder, Quota, Rights, Timestamp,
};

/// What the namespace's clock says when it is built.
pub const START: u64 = 5;
/// What every object of the lower layer says.
pub const LOWER_TIME: u64 = 3;

pub const QUOTA: Quota = Quota {
    file_bytes: 64,
    total_bytes: 110,
    inodes: 9,
    descriptors: 12,
    name_bytes: 8,
    path_bytes: 80,
    depth: 7,
    symlink_bytes: 30,
    written_bytes: 60,
};

/// Where a mount's files come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Scratch,
    ReadOnly,
    Overlay,
}

#[derive(Clone, Copy, Debug)]
pub struct Described {
    pub path: &'static str,
    pub kind: Kind,
    pub rights: Rights,
    pub quota: MountQuota,
}

const UNLIMITED: MountQuota = MountQuota {
    file_bytes: u64::MAX,
    total_bytes: u64::MAX,
    inodes: u64::MAX,
};

const fn mount(path: &'static str, kind: Kind, rights: Rights) -> Described {
    Described {
        path,
        kind,
        rights,
        quota: UNLIMITED,
    }
}

/// In the order of their paths.
pub const MOUNTS: [Described; 6] = [
    mount("/o", Kind::Overlay, Rights::all()),
    mount("/o/d/m", Kind::Scratch, Rights::all()),
    Described {
        path: "/q",
        kind: Kind::Overlay,
        rights: Rights::all().difference(Rights::APPEND),
        quota: MountQuota {
            file_bytes: 20,
            total_bytes: 30,
            inodes: 3,
        },
    },
    mount("/r", Kind::ReadOnly, Rights::all()),
    mount("/w", Kind::Scratch, Rights::all()),
    mount(
        "/w/m",
        Kind::Scratch,
        Rights::all().difference(Rights::DELETE),
    ),
];

/// An object of the lower layer.
pub enum Lower {
    File(&'static [u8]),
    Symlink(&'static str),
    Directory,
}

/// The lower layer, each directory before what is in it, names in their order.
pub const LOWER: [(&str, Lower); 11] = [
    ("a", Lower::File(b"aaaa")),
    ("d", Lower::Directory),
    ("d/a", Lower::File(b"a")),
    ("d/b", Lower::File(b"bb")),
    ("d/e", Lower::Directory),
    ("d/e/f", Lower::File(b"ff")),
    ("d/m", Lower::Directory),
    ("d/m/x", Lower::File(b"")),
    ("e", Lower::Directory),
    ("k", Lower::Symlink("/w/a")),
    ("l", Lower::Symlink("d/e")),
];

fn lower() -> Arc<LowerLayer> {
    let mut builder = LowerLayer::builder().times(Timestamp::from_nanos(LOWER_TIME));
    for (path, object) in LOWER {
        builder = match object {
            Lower::File(bytes) => builder.file(path, bytes),
            Lower::Symlink(target) => builder.symlink(path, target),
            Lower::Directory => builder.directory(path),
        }
        .unwrap();
    }
    Arc::new(builder.build())
}

/// The real thing.
pub fn builder() -> NamespaceBuilder {
    let lower = lower();
    let builder = Namespace::builder(QUOTA).now(Timestamp::from_nanos(START));
    MOUNTS.iter().fold(builder, |builder, described| {
        let spec = match described.kind {
            Kind::Scratch => MountSpec::scratch(),
            Kind::ReadOnly => MountSpec::read_only(Arc::clone(&lower)),
            Kind::Overlay => MountSpec::overlay(Arc::clone(&lower)),
        };
        builder.mount(
            described.path,
            spec.rights(described.rights).quota(described.quota),
        )
    })
}
