//! Frozen bytes from anywhere: thawed into a sound namespace within its limits, or refused.
#![no_main]

use std::sync::Arc;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};
use vfs_layer::{LowerLayer, MountSpec, Namespace, NamespaceBuilder, Quota};

#[derive(Arbitrary, Debug)]
enum Bytes {
    /// Anything at all.
    Raw(Vec<u8>),
    /// Anything behind the right header, with the right checksum.
    Sealed(Vec<u8>),
    /// Objects in the right form, which may say anything.
    Formed {
        scratch: Vec<Object>,
        overlay: Option<Vec<Object>>,
    },
}

#[derive(Arbitrary, Debug)]
struct Object {
    times: [u64; 3],
    origin: u8,
    content: Content,
}

#[derive(Arbitrary, Debug)]
enum Content {
    Directory(Vec<(Name, u8)>),
    File(Vec<u8>),
    LowerFile,
    Symlink(String),
}

#[derive(Arbitrary, Debug)]
enum Name {
    /// One that the lower layer may have.
    Known(u8),
    Any(String),
}

const NAMES: [&str; 8] = ["a", "b", "d", "e", "f", "l", "m", "x"];

impl Name {
    fn text(&self) -> &str {
        match self {
            Self::Known(n) => NAMES[usize::from(*n) % NAMES.len()],
            Self::Any(name) => name,
        }
    }
}

fn lower() -> Arc<LowerLayer> {
    let files = [
        ("a", &b"aaaa"[..]),
        ("d/a", b"a"),
        ("d/b", b"bb"),
        ("d/e/f", b"ff"),
    ];
    let builder = LowerLayer::builder().files(files).expect("valid paths");
    let builder = builder.symlink("l", "d/e").expect("a valid path");
    Arc::new(builder.directory("e").expect("a valid path").build())
}

fn builder(lower: &Arc<LowerLayer>) -> NamespaceBuilder {
    let quota = Quota {
        file_bytes: 64,
        total_bytes: 200,
        inodes: 16,
        depth: 6,
        ..Quota::default()
    };
    Namespace::builder(quota)
        .mount("/w", MountSpec::scratch())
        .mount("/o", MountSpec::overlay(Arc::clone(lower)))
        .mount("/o/d/m", MountSpec::scratch())
}

/// The format of `frozen.rs`, written again from its description.
fn put_text(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u32).to_le_bytes());
    out.extend(text.as_bytes());
}

fn put_objects(out: &mut Vec<u8>, objects: &[Object], overlay: bool) {
    out.extend((objects.len() as u32).to_le_bytes());
    for (place, object) in objects.iter().enumerate() {
        let root = place == 0;
        out.push(match object.content {
            _ if root => 0,
            Content::Directory(_) => 0,
            Content::File(_) => 1,
            Content::LowerFile => 2,
            Content::Symlink(_) => 3,
        });
        object
            .times
            .iter()
            .for_each(|time| out.extend(time.to_le_bytes()));
        let origin = match (root, overlay) {
            (true, overlay) => u32::from(overlay),
            (false, _) => u32::from(object.origin % 12),
        };
        out.extend(origin.to_le_bytes());
        match &object.content {
            Content::Directory(entries) => {
                out.extend((entries.len() as u32).to_le_bytes());
                for (name, place) in entries {
                    put_text(out, name.text());
                    out.extend(u32::from(*place).to_le_bytes());
                }
            }
            _ if root => out.extend(0u32.to_le_bytes()),
            Content::File(bytes) => {
                out.extend((bytes.len() as u64).to_le_bytes());
                out.extend(bytes);
            }
            Content::LowerFile => {}
            Content::Symlink(target) => put_text(out, target),
        }
    }
}

impl Bytes {
    fn written(self, lower: &LowerLayer) -> Vec<u8> {
        let mut out = b"VFSLAYER\x01\x00".to_vec();
        match self {
            Self::Raw(bytes) => return bytes,
            Self::Sealed(bytes) => out.extend(bytes),
            Self::Formed { scratch, overlay } => {
                out.extend((1 + u16::from(overlay.is_some())).to_le_bytes());
                if let Some(objects) = overlay {
                    put_text(&mut out, "/o");
                    out.push(1);
                    out.extend(lower.digest());
                    put_objects(&mut out, &objects, true);
                }
                put_text(&mut out, "/w");
                out.push(0);
                put_objects(&mut out, &scratch, false);
            }
        }
        let checksum = Sha256::digest(&out);
        out.extend_from_slice(&checksum);
        out
    }
}

fuzz_target!(|input: Bytes| {
    let lower = lower();
    let bytes = input.written(&lower);
    let Ok(mut thawed) = builder(&lower).thaw(&bytes) else {
        return;
    };
    assert_eq!(thawed.verify(), Ok(()));
    let (usage, quota) = (thawed.usage(), *thawed.quota());
    assert!(usage.bytes <= quota.total_bytes && usage.inodes <= quota.inodes);
    let listed = thawed.list("/").expect("the root is a directory");
    assert!(
        listed
            .iter()
            .all(|object| object.size <= quota.file_bytes.max(4095))
    );
    // What is frozen again is the same again.
    let frozen = thawed.freeze();
    let again = builder(&lower)
        .thaw(&frozen)
        .expect("what was frozen thaws");
    assert_eq!(again.usage(), usage);
    assert_eq!(again.list("/"), Ok(listed));
    assert_eq!(again.freeze(), frozen);
    // It can be emptied.
    let removed = thawed.list("/w").expect("the mount is there");
    for object in removed.iter().rev() {
        let path = format!("w/{}", object.path);
        let gone = match object.kind {
            vfs_layer::FileKind::Directory => thawed.remove_directory(vfs_layer::ROOT_FD, &path),
            _ => thawed.unlink(vfs_layer::ROOT_FD, &path),
        };
        // A thawed path can be longer than a program's may be.
        assert!(gone.is_ok() || path.len() > 4096, "{path}: {gone:?}");
    }
    assert_eq!(thawed.verify(), Ok(()));
});
