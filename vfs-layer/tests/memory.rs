//! What a namespace costs in memory, counted by the allocator.
#![allow(missing_docs, clippy::unwrap_used)]

use std::alloc::System;
use std::sync::Arc;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use vfs_layer::{LowerLayer, MountSpec, Namespace, OpenOptions, Quota, ROOT_FD};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Bytes that are allocated after something is done and were not before.
fn allocated<T>(what: impl FnOnce() -> T) -> (isize, T) {
    let region = Region::new(ALLOCATOR);
    let made = what();
    let change = region.change();
    (
        change.bytes_allocated.cast_signed() - change.bytes_deallocated.cast_signed(),
        made,
    )
}

/// One test, because the count is the whole process's.
#[test]
fn memory_is_what_was_promised() {
    // An empty namespace: under 4 KiB, its own struct included.
    let build = || {
        Namespace::builder(Quota::default())
            .mount("/workspace", MountSpec::scratch())
            .mount("/tmp", MountSpec::scratch())
            .build()
            .unwrap()
    };
    let (bytes, mut namespace) = allocated(|| Box::new(build()));
    assert!(bytes < 4096, "an empty namespace takes {bytes} bytes");

    // A large lower layer: shared, not copied, whoever reads it.
    static CONTENT: [u8; 1 << 20] = [7; 1 << 20];
    let names: Vec<String> = (0..1000).map(|n| format!("lib/{n}.py")).collect();
    let files = names.iter().map(|name| (name.as_str(), &CONTENT[..]));
    let (bytes, layer) =
        allocated(|| Arc::new(LowerLayer::builder().files(files).unwrap().build()));
    assert!(
        bytes < 300_000,
        "a layer of 1,000 static files takes {bytes} bytes"
    );
    let (bytes, mut reader) = allocated(|| {
        let builder = Namespace::builder(Quota::default());
        let mut namespace = builder
            .mount(
                "/usr/lib/python3.13",
                MountSpec::read_only(Arc::clone(&layer)),
            )
            .mount("/over", MountSpec::overlay(Arc::clone(&layer)))
            .build()
            .unwrap();
        for name in &names {
            for at in ["usr/lib/python3.13", "over"] {
                let path = format!("{at}/{name}");
                let fd = namespace
                    .open(ROOT_FD, &path, &OpenOptions::reading())
                    .unwrap();
                assert_eq!(namespace.read_slice(fd, usize::MAX).unwrap().len(), 1 << 20);
                namespace.close(fd).unwrap();
            }
        }
        namespace
    });
    assert!(
        bytes < 8192,
        "reading 2,000 shared files takes {bytes} bytes"
    );

    // What a guest asks for is compared before it is allocated.
    let fd = reader
        .open(
            ROOT_FD,
            "over/lib/1.py",
            &OpenOptions::reading_and_writing(),
        )
        .unwrap();
    let (bytes, ()) = allocated(|| {
        for size in [1 << 30, 1 << 40, u64::MAX] {
            reader.set_size(fd, size).unwrap_err();
            reader.allocate(fd, size, size).unwrap_err();
            reader.pwrite(fd, b"x", size).unwrap_err();
            assert_eq!(reader.read_directory(ROOT_FD, size).unwrap().count(), 0);
        }
    });
    assert_eq!(bytes, 0, "refused sizes");

    // Runs give back what they took.
    let mut run = || {
        for n in 0..100 {
            let options = OpenOptions {
                create: true,
                ..OpenOptions::writing()
            };
            let path = format!("workspace/{n}");
            let fd = namespace.open(ROOT_FD, &path, &options).unwrap();
            namespace.write(fd, &[1; 1000]).unwrap();
            namespace.unlink(ROOT_FD, &path).unwrap();
            namespace.open(ROOT_FD, "nowhere", &options).unwrap_err();
        }
        namespace.begin_run();
    };
    run();
    let (bytes, ()) = allocated(|| (0..100).for_each(|_| run()));
    assert_eq!(bytes, 0, "a hundred runs");
    // A file that grows in pieces has a quarter more room than it needs, not as much again.
    let options = OpenOptions {
        create: true,
        ..OpenOptions::writing()
    };
    let fd = namespace.open(ROOT_FD, "workspace/log", &options).unwrap();
    let (bytes, ()) = allocated(|| {
        for _ in 0..9 << 8 {
            namespace.write(fd, &[7; 4096]).unwrap();
        }
    });
    let size = 9 << 20;
    assert!(bytes <= size * 5 / 4 + 4096, "{bytes} bytes for {size}");

    // And it is frozen straight into its place.
    let region = Region::new(ALLOCATOR);
    let frozen = namespace.freeze();
    let change = region.change();
    assert_eq!(frozen.len(), namespace.frozen_length());
    assert_eq!(frozen.capacity(), frozen.len());
    let taken = change.bytes_allocated + change.bytes_reallocated.unsigned_abs();
    assert!(
        taken < frozen.len() + 4096,
        "{taken} bytes to freeze {size}"
    );
}
