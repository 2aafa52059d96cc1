//! Files of a shared tree whose bytes are made when they are first read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use vfs_layer::{LowerLayer, MountSpec, Namespace, Quota};

/// A file system with `/lib/a` (1,000 bytes of 7), and how often its bytes were made.
fn packed(length: usize) -> (Namespace, Arc<AtomicUsize>) {
    let made = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&made);
    let layer = LowerLayer::builder()
        .packed_file("a", length, move || {
            counter.fetch_add(1, Ordering::Relaxed);
            vec![7; 1000]
        })
        .unwrap()
        .build();
    let namespace = Namespace::builder(Quota::default())
        .mount("/lib", MountSpec::read_only(Arc::new(layer)))
        .build()
        .unwrap();
    (namespace, made)
}

#[test]
fn the_size_is_known_before_the_bytes_are_made() {
    let (namespace, made) = packed(1000);
    assert_eq!(namespace.stat_path("/lib/a").unwrap().size, 1000);
    assert_eq!(made.load(Ordering::Relaxed), 0);
}

#[test]
fn the_bytes_are_made_once() {
    let (namespace, made) = packed(1000);
    for _ in 0..3 {
        assert_eq!(namespace.read_file("/lib/a").unwrap(), [7; 1000]);
    }
    assert_eq!(made.load(Ordering::Relaxed), 1);
}

#[test]
fn the_size_is_what_was_said_whatever_is_made() {
    for length in [0, 10, 2000] {
        let (namespace, _) = packed(length);
        let bytes = namespace.read_file("/lib/a").unwrap().to_vec();
        assert_eq!(bytes.len(), length);
        assert!(bytes.iter().skip(1000).all(|&byte| byte == 0));
    }
}

#[test]
fn the_digest_is_that_of_the_bytes() {
    let whole = LowerLayer::builder().file("a", vec![7; 1000]).unwrap();
    let packed = LowerLayer::builder().packed_file("a", 1000, || vec![7; 1000]);
    assert_eq!(whole.build().digest(), packed.unwrap().build().digest());
}
