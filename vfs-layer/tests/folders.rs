//! A folder of 100,000 files is no slower than one of ten: what an operation allocates is counted, not how long it takes. (What
//! looks at each entry of a large folder is in `files/scale.rs`: it would not end.)
#![allow(missing_docs, clippy::unwrap_used)]

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, Stats, StatsAlloc};
use vfs_layer::{Fd, MountSpec, Namespace, OpenOptions, Quota, ROOT_FD, TimeChange};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const SIZES: [u32; 3] = [10, 1000, 100_000];

/// A folder with this many files, and its descriptor.
fn folder(size: u32) -> (Namespace, Fd) {
    let quota = Quota {
        inodes: 200_000,
        ..Quota::default()
    };
    let builder = Namespace::builder(quota).mount("/w", MountSpec::scratch());
    let mut namespace = builder.build().unwrap();
    let dir = namespace
        .open(ROOT_FD, "w", &OpenOptions::directory())
        .unwrap();
    for n in 0..size {
        let options = OpenOptions {
            create: true,
            ..OpenOptions::writing()
        };
        let fd = namespace.open(dir, &format!("{n:06}"), &options).unwrap();
        namespace.close(fd).unwrap();
    }
    (namespace, dir)
}

/// What a hundred of an operation allocate, in a folder of this size.
fn allocations(size: u32, operation: impl Fn(&mut Namespace, Fd, &str, &str)) -> Stats {
    let (mut namespace, dir) = folder(size);
    let names: Vec<(String, String)> = (0..100)
        .map(|n| (format!("{:06}", n * size / 100), format!("new-{n:03}")))
        .collect();
    let region = Region::new(ALLOCATOR);
    for (old, new) in &names {
        operation(&mut namespace, dir, old, new);
    }
    region.change()
}

/// Asserts that a hundred of an operation allocate as much in a large folder as in a small one, but for so many pieces of
/// its indexes.
fn same_everywhere(what: &str, pieces: usize, operation: impl Fn(&mut Namespace, Fd, &str, &str)) {
    let [small, medium, large] = SIZES.map(|size| allocations(size, &operation));
    for grown in [medium, large] {
        assert!(
            grown.allocations <= small.allocations + pieces,
            "{what}: {} allocations among ten files, {} among more",
            small.allocations,
            grown.allocations
        );
        // The largest piece of an index is far below 4 KiB.
        assert!(
            grown.bytes_allocated <= small.bytes_allocated + pieces * 4096,
            "{what}: {} bytes among ten files, {} among more",
            small.bytes_allocated,
            grown.bytes_allocated
        );
    }
}

/// One test, because the count is the whole process's.
#[test]
fn operations_allocate_the_same_in_any_folder() {
    same_everywhere("open and close", 0, |fs, dir, old, _| {
        let fd = fs.open(dir, old, &OpenOptions::reading()).unwrap();
        fs.close(fd).unwrap();
    });
    same_everywhere("stat", 0, |fs, dir, old, _| {
        fs.stat_at(dir, old, true).unwrap();
    });
    same_everywhere("what is not there", 0, |fs, dir, _, new| {
        fs.stat_at(dir, new, true).unwrap_err();
    });
    same_everywhere("set times", 0, |fs, dir, old, _| {
        fs.set_times_at(dir, old, true, TimeChange::Now, TimeChange::Now)
            .unwrap();
    });
    same_everywhere("read one entry", 0, |fs, dir, old, _| {
        let cookie = old.parse().unwrap_or(0);
        fs.read_directory(dir, cookie).unwrap().next().unwrap();
    });
    same_everywhere("make and remove", 20, |fs, dir, _, new| {
        fs.make_directory(dir, new).unwrap();
        fs.remove_directory(dir, new).unwrap();
    });
    same_everywhere("make", 100, |fs, dir, _, new| {
        fs.make_directory(dir, new).unwrap();
    });
    same_everywhere("link and unlink", 20, |fs, dir, old, new| {
        fs.link(dir, old, false, dir, new).unwrap();
        fs.unlink(dir, new).unwrap();
    });
    same_everywhere("rename there and back", 100, |fs, dir, old, new| {
        fs.rename(dir, old, dir, new).unwrap();
        fs.rename(dir, new, dir, old).unwrap();
    });
}
