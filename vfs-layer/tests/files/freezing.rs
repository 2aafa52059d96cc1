use std::sync::Arc;

use sha2::{Digest, Sha256};
use vfs_layer::{
    Errno, Limit, LimitExceeded, LowerLayer, MountQuota, MountSpec, Namespace, NamespaceBuilder,
    OpenOptions, Quota, ROOT_FD, ThawError, TimeChange, Timestamp,
};

use crate::sandbox::{Sandbox, creating, errno, lower};

fn builder(quota: Quota) -> NamespaceBuilder {
    Namespace::builder(quota)
        .mount("/w", MountSpec::scratch())
        .mount("/o", MountSpec::overlay(lower()))
        .mount("/lib", MountSpec::read_only(lower()))
}

/// A namespace with a bit of everything changed.
fn changed() -> Sandbox {
    let mut fs = Sandbox(builder(Quota::default()).build().unwrap());
    fs.set_now(Timestamp::from_nanos(77));
    fs.put("w/f", b"file");
    fs.mkdir("w/d").unwrap();
    fs.ln("w/f", "w/d/linked").unwrap();
    fs.ln_s("../f", "w/d/symbolic").unwrap();
    fs.rm("o/b.txt").unwrap();
    fs.mv("o/dir/sub", "o/moved").unwrap();
    fs.put("o/moved/new", b"new");
    let fd = fs.at("o/a.txt", &OpenOptions::writing()).unwrap();
    fs.write(fd, b"ALPHA").unwrap();
    fs.set_times_at(
        ROOT_FD,
        "o/dir/one",
        true,
        TimeChange::To(Timestamp::from_nanos(5)),
        TimeChange::Keep,
    )
    .unwrap();
    fs.ln("o/dir/one", "o/dir/uno").unwrap();
    fs
}

fn tree(fs: &mut Sandbox) -> Vec<(String, u64, u64, Vec<u8>)> {
    let listed = fs.list("/").unwrap();
    let mut tree = Vec::new();
    for object in listed {
        let stat = fs.lstat(&object.path).unwrap();
        let bytes = fs.get(&object.path).unwrap_or_default();
        tree.push((object.path, stat.links, stat.accessed.as_nanos(), bytes));
    }
    tree
}

fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = Sha256::digest(&bytes);
    bytes.extend_from_slice(&checksum);
    bytes
}

#[test]
fn what_was_frozen_is_there_again() {
    let mut fs = changed();
    let frozen = fs.freeze();
    let mut thawed = Sandbox(builder(Quota::default()).thaw(&frozen).unwrap());
    assert_eq!(tree(&mut thawed), tree(&mut fs));
    assert_eq!(
        (thawed.usage().bytes, thawed.usage().inodes),
        (fs.usage().bytes, fs.usage().inodes)
    );
    assert_eq!(errno(thawed.get("o/b.txt")), Errno::NoEnt);
    assert_eq!(thawed.get("w/d/symbolic").unwrap(), b"file");
    assert_eq!(thawed.usage().descriptors, 4);
    assert_eq!(thawed.freeze().len(), frozen.len());
    // And it goes on as before.
    thawed.put("o/b.txt", b"again");
    thawed.mv("o/moved", "o/dir/sub").unwrap();
    assert_eq!(thawed.get("o/dir/sub/deep").unwrap(), b"deep");
}

#[test]
fn an_empty_namespace_freezes_to_little() {
    let fs = Sandbox(builder(Quota::default()).build().unwrap());
    let frozen = fs.freeze();
    assert!(frozen.len() < 256, "{}", frozen.len());
    let mut thawed = Sandbox(builder(Quota::default()).thaw(&frozen).unwrap());
    assert_eq!(thawed.get("o/b.txt").unwrap(), b"beta");
    assert_eq!(thawed.usage().inodes, 0);
}

#[test]
fn the_same_files_freeze_to_the_same_bytes() {
    assert_eq!(changed().freeze(), changed().freeze());
}

#[test]
fn unlinked_files_are_not_frozen() {
    let mut fs = Sandbox(builder(Quota::default()).build().unwrap());
    let empty = fs.freeze();
    let fd = fs.at("w/f", &creating()).unwrap();
    fs.write(fd, b"gone").unwrap();
    fs.rm("w/f").unwrap();
    assert_eq!(fs.freeze(), empty);
}

#[test]
fn every_flipped_bit_and_every_cut_is_refused() {
    let frozen = changed().freeze();
    for byte in 0..frozen.len() {
        let mut damaged = frozen.clone();
        damaged[byte] ^= 1 << (byte % 8);
        let refused = builder(Quota::default()).thaw(&damaged).unwrap_err();
        let expected = match byte {
            0..8 => ThawError::NotFrozen,
            8 | 9 => ThawError::Version {
                found: u16::from_le_bytes([damaged[8], damaged[9]]),
                supported: 1,
            },
            _ => ThawError::Checksum,
        };
        assert_eq!(refused, expected, "byte {byte}");
    }
    for len in 0..frozen.len() {
        assert!(
            builder(Quota::default()).thaw(&frozen[..len]).is_err(),
            "{len} bytes"
        );
    }
}

#[test]
fn damage_under_a_right_checksum_never_panics_and_never_breaks_an_invariant() {
    let frozen = changed().freeze();
    let body = &frozen[..frozen.len() - 32];
    for byte in 10..body.len() {
        for value in [0, 1, 2, 3, 4, 0x7f, 0x80, 0xff, body[byte] ^ 1] {
            let mut damaged = body.to_vec();
            damaged[byte] = value;
            if let Ok(thawed) = builder(Quota::default()).thaw(&sealed(damaged)) {
                assert_eq!(thawed.verify(), Ok(()), "byte {byte} as {value}");
            }
        }
    }
    for len in 10..body.len() {
        let refused = builder(Quota::default()).thaw(&sealed(body[..len].to_vec()));
        assert!(
            matches!(refused, Err(ThawError::Malformed { .. })),
            "{len} bytes"
        );
    }
}

#[test]
fn counts_are_not_believed() {
    let fs = Sandbox(
        Namespace::builder(Quota::default())
            .mount("/w", MountSpec::scratch())
            .build()
            .unwrap(),
    );
    let frozen = fs.freeze();
    let mut body = frozen[..frozen.len() - 32].to_vec();
    // The count of objects follows the header, the path with its length, and the layer.
    let count = 8 + 2 + 2 + 4 + 2 + 1;
    assert_eq!(body[count..count + 4], [1, 0, 0, 0]);
    body[count..count + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    let refused = Namespace::builder(Quota::default())
        .mount("/w", MountSpec::scratch())
        .thaw(&sealed(body.clone()));
    assert!(matches!(
        refused,
        Err(ThawError::Malformed {
            what: "it ends too early",
            ..
        })
    ));
}

/// One scratch mount `/w` of hand-made objects: a root with these entries, then directories with these.
fn handmade(directories: &[&[(&str, u32)]]) -> Result<Namespace, ThawError> {
    let mut bytes = b"VFSLAYER".to_vec();
    let text = |bytes: &mut Vec<u8>, text: &str| {
        bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    };
    bytes.extend_from_slice(&[1, 0, 1, 0]);
    text(&mut bytes, "/w");
    bytes.push(0);
    bytes.extend_from_slice(&(directories.len() as u32).to_le_bytes());
    for entries in directories {
        bytes.extend_from_slice(&[0; 1 + 24 + 4]);
        bytes.extend_from_slice(&(entries.len() as u32).to_le_bytes());
        for (name, node) in *entries {
            text(&mut bytes, name);
            bytes.extend_from_slice(&node.to_le_bytes());
        }
    }
    let builder = Namespace::builder(Quota {
        depth: 3,
        ..Quota::default()
    });
    builder
        .mount("/w", MountSpec::scratch())
        .mount("/w/a/inner", MountSpec::scratch())
        .thaw(&sealed(bytes))
}

#[test]
fn graphs_that_are_no_tree_are_refused() {
    let what = |directories: &[&[(&str, u32)]]| match handmade(directories) {
        Ok(namespace) => {
            assert_eq!(namespace.verify(), Ok(()));
            "a tree"
        }
        Err(ThawError::Malformed { what, .. }) => what,
        Err(ThawError::Limit(exceeded)) => exceeded.limit.name(),
        Err(other) => panic!("{other}"),
    };
    assert_eq!(what(&[&[]]), "a tree");
    assert_eq!(what(&[&[("a", 2)], &[("b", 3)], &[]]), "a tree");
    // A circle that a mount's path leads into, one beside the tree, the root in itself, two names.
    assert_eq!(
        what(&[&[("a", 2)], &[("inner", 3)], &[("c", 2)]]),
        "the objects are no tree"
    );
    assert_eq!(
        what(&[&[], &[("b", 3)], &[("c", 2)]]),
        "the objects are no tree"
    );
    assert_eq!(what(&[&[("a", 1)]]), "the objects are no tree");
    assert_eq!(
        what(&[&[("a", 2), ("b", 2)], &[]]),
        "the objects are no tree"
    );
    assert_eq!(what(&[&[], &[]]), "the objects are no tree");
    assert_eq!(what(&[&[("a", 9)]]), "an entry names no object");
    assert_eq!(what(&[&[("a", 0)]]), "a whiteout of nothing");
    assert_eq!(
        what(&[&[("a", 2), ("a", 3)], &[], &[]]),
        "a name twice in one directory"
    );
    for name in ["", ".", "..", "x/y", "x\0"] {
        assert_eq!(
            what(&[&[(name, 2)], &[]]),
            "a name that cannot be",
            "{name:?}"
        );
    }
    assert_eq!(what(&[]), "a tree");
    assert_eq!(what(&[&[("x", 2)], &[("y", 3)], &[("z", 4)], &[]]), "depth");
    assert_eq!(what(&[&[(&"n".repeat(256), 2)], &[]]), "name length");
}

#[test]
fn limits_are_checked_again() {
    let frozen = changed().freeze();
    let refused = |quota: Quota| match builder(quota).thaw(&frozen) {
        Err(ThawError::Limit(exceeded)) => exceeded,
        other => panic!("{other:?}"),
    };
    let full = changed().usage();
    let quota = Quota {
        total_bytes: full.bytes - 1,
        ..Quota::default()
    };
    let expected = LimitExceeded {
        limit: Limit::TotalBytes,
        asked: full.bytes,
        allowed: full.bytes - 1,
    };
    assert_eq!(refused(quota), expected);
    let quota = Quota {
        inodes: full.inodes - 1,
        ..Quota::default()
    };
    assert_eq!(refused(quota).limit, Limit::Inodes);
    let quota = Quota {
        file_bytes: 4,
        ..Quota::default()
    };
    assert_eq!(refused(quota).limit, Limit::FileBytes);
    let quota = Quota {
        symlink_bytes: 3,
        ..Quota::default()
    };
    assert_eq!(refused(quota).limit, Limit::SymlinkBytes);
    let exact = Quota {
        total_bytes: full.bytes,
        inodes: full.inodes,
        file_bytes: 5,
        ..Quota::default()
    };
    assert_eq!(builder(exact).thaw(&frozen).unwrap().verify(), Ok(()));
    let small = MountQuota {
        inodes: 1,
        ..MountQuota::default()
    };
    let tight = Namespace::builder(Quota::default())
        .mount("/w", MountSpec::scratch().quota(small))
        .mount("/o", MountSpec::overlay(lower()));
    assert!(matches!(tight.thaw(&frozen), Err(ThawError::Limit(_))));
}

#[test]
fn mounts_must_match() {
    let frozen = changed().freeze();
    let without = Namespace::builder(Quota::default()).mount("/w", MountSpec::scratch());
    assert_eq!(
        without.clone().thaw(&frozen).unwrap_err(),
        ThawError::Mount("/o".into())
    );
    let scratch = without.clone().mount("/o", MountSpec::scratch());
    assert_eq!(
        scratch.thaw(&frozen).unwrap_err(),
        ThawError::Mount("/o".into())
    );
    let read_only = without.clone().mount("/o", MountSpec::read_only(lower()));
    assert_eq!(
        read_only.thaw(&frozen).unwrap_err(),
        ThawError::Mount("/o".into())
    );
    let other = LowerLayer::builder()
        .file("a.txt", &b"other"[..])
        .unwrap()
        .build();
    let other = without.mount("/o", MountSpec::overlay(Arc::new(other)));
    assert_eq!(
        other.thaw(&frozen).unwrap_err(),
        ThawError::LowerLayer("/o".into())
    );
}

#[test]
fn mounts_within_mounts_are_frozen_apart() {
    let nested = || {
        Namespace::builder(Quota::default())
            .mount("/w", MountSpec::scratch())
            .mount("/w/a/inner", MountSpec::scratch())
    };
    let mut fs = Sandbox(nested().build().unwrap());
    fs.put("w/a/outer", b"outer");
    fs.put("w/a/inner/f", b"inner");
    let mut thawed = Sandbox(nested().thaw(&fs.freeze()).unwrap());
    assert_eq!(thawed.get("w/a/outer").unwrap(), b"outer");
    assert_eq!(thawed.get("w/a/inner/f").unwrap(), b"inner");
    assert_eq!(thawed.usage().inodes, fs.usage().inodes);
}
