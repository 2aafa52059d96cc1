//! The namespace beside the `MemoryFS` of the crate `vfs`: the same step on both, in the same run. Times drift from machine to
//! machine and from minute to minute; the ratio within a group is what counts.
#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used)]

use std::hint::black_box;
use std::io::{Read, Write};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use vfs::{FileSystem, MemoryFS, VfsPath};
use vfs_layer::{Fd, MountSpec, Namespace, OpenOptions, Quota, ROOT_FD};

const OURS: &str = "namespace";
const THEIRS: &str = "vfs::MemoryFS";

/// A namespace with one scratch mount, and the descriptor of its root.
fn namespace() -> (Namespace, Fd) {
    let quota = Quota {
        inodes: 1 << 20,
        depth: 128,
        written_bytes: u64::MAX,
        ..Quota::default()
    };
    let builder = Namespace::builder(quota).mount("/w", MountSpec::scratch());
    let mut namespace = builder.build().unwrap();
    let root = namespace
        .open(ROOT_FD, "w", &OpenOptions::directory())
        .unwrap();
    (namespace, root)
}

/// Both with these files, each with this content.
fn both(paths: &[String], content: &[u8]) -> ((Namespace, Fd), MemoryFS) {
    let (mut ours, root) = namespace();
    let theirs = MemoryFS::new();
    for path in paths {
        ours.write_file(&format!("/w/{path}"), content).unwrap();
        for (end, _) in path.match_indices('/') {
            // One that is there already is an error here.
            let _ = theirs.create_dir(&format!("/{}", &path[..end]));
        }
        theirs
            .create_file(&format!("/{path}"))
            .unwrap()
            .write_all(content)
            .unwrap();
    }
    ((ours, root), theirs)
}

fn open(c: &mut Criterion) {
    let ((mut ours, root), theirs) = both(&["f".into()], b"content");
    let mut group = c.benchmark_group("open and close");
    group.bench_function(OURS, |b| {
        b.iter(|| {
            let fd = ours
                .open(root, black_box("f"), &OpenOptions::reading())
                .unwrap();
            ours.close(fd).unwrap();
        });
    });
    group.bench_function(THEIRS, |b| {
        b.iter(|| drop(theirs.open_file(black_box("/f")).unwrap()))
    });
}

fn read(c: &mut Criterion) {
    for size in [64, 4096, 1 << 20] {
        let ((mut ours, root), theirs) = both(&["f".into()], &vec![7; size]);
        let mut buffer = vec![0; size];
        let mut group = c.benchmark_group("open and read");
        group.bench_function(BenchmarkId::new(OURS, size), |b| {
            b.iter(|| {
                let fd = ours.open(root, "f", &OpenOptions::reading()).unwrap();
                assert_eq!(ours.read(fd, black_box(&mut buffer)), Ok(size));
                ours.close(fd).unwrap();
            });
        });
        group.bench_function(BenchmarkId::new(THEIRS, size), |b| {
            b.iter(|| {
                let mut file = theirs.open_file("/f").unwrap();
                file.read_exact(black_box(&mut buffer)).unwrap();
            });
        });
    }
}

fn write(c: &mut Criterion) {
    for size in [64, 4096, 1 << 20] {
        let ((mut ours, root), theirs) = both(&["f".into()], b"");
        let bytes = vec![7; size];
        let options = OpenOptions {
            create: true,
            truncate: true,
            ..OpenOptions::writing()
        };
        let mut group = c.benchmark_group("replace");
        group.bench_function(BenchmarkId::new(OURS, size), |b| {
            b.iter(|| {
                let fd = ours.open(root, "f", &options).unwrap();
                assert_eq!(ours.write(fd, black_box(&bytes)), Ok(size));
                ours.close(fd).unwrap();
            });
        });
        group.bench_function(BenchmarkId::new(THEIRS, size), |b| {
            b.iter(|| {
                theirs
                    .create_file("/f")
                    .unwrap()
                    .write_all(black_box(&bytes))
                    .unwrap()
            });
        });
    }
}

fn rename(c: &mut Criterion) {
    let ((mut ours, root), _) = both(&["f".into()], &[7; 4096]);
    let theirs = VfsPath::new(MemoryFS::new());
    let (from, to) = (theirs.join("f").unwrap(), theirs.join("g").unwrap());
    from.create_file().unwrap().write_all(&[7; 4096]).unwrap();
    let mut group = c.benchmark_group("rename there and back");
    group.bench_function(OURS, |b| {
        b.iter(|| {
            ours.rename(root, "f", root, black_box("g")).unwrap();
            ours.rename(root, "g", root, black_box("f")).unwrap();
        });
    });
    // It copies the content: it has no rename of its own.
    group.bench_function(THEIRS, |b| {
        b.iter(|| {
            from.move_file(&to).unwrap();
            to.move_file(&from).unwrap();
        });
    });
}

fn path_walk(c: &mut Criterion) {
    for depth in [1, 8, 64] {
        let path = format!("{}f", "directory/".repeat(depth - 1));
        let ((mut ours, root), theirs) = both(std::slice::from_ref(&path), b"content");
        let absolute = format!("/{path}");
        let mut group = c.benchmark_group("stat at depth");
        group.bench_function(BenchmarkId::new(OURS, depth), |b| {
            b.iter(|| ours.stat_at(root, black_box(&path), true).unwrap());
        });
        group.bench_function(BenchmarkId::new(THEIRS, depth), |b| {
            b.iter(|| theirs.metadata(black_box(&absolute)).unwrap());
        });
    }
}

fn folders(c: &mut Criterion) {
    for size in [10, 1000, 100_000] {
        let names: Vec<String> = (0..size).map(|n| format!("file-{n:06}")).collect();
        let ((mut ours, root), theirs) = both(&names, b"");
        let middle = &names[size / 2];
        let absolute = format!("/{middle}");

        let mut group = c.benchmark_group("stat in a folder of");
        group.bench_function(BenchmarkId::new(OURS, size), |b| {
            b.iter(|| ours.stat_at(root, black_box(middle), true).unwrap());
        });
        group.bench_function(BenchmarkId::new(THEIRS, size), |b| {
            b.iter(|| theirs.metadata(black_box(&absolute)).unwrap());
        });
        group.finish();

        let mut group = c.benchmark_group("make and remove in a folder of");
        let creating = OpenOptions {
            create: true,
            ..OpenOptions::writing()
        };
        group.bench_function(BenchmarkId::new(OURS, size), |b| {
            b.iter(|| {
                let fd = ours.open(root, black_box("new"), &creating).unwrap();
                ours.close(fd).unwrap();
                ours.unlink(root, "new").unwrap();
            });
        });
        group.bench_function(BenchmarkId::new(THEIRS, size), |b| {
            b.iter(|| {
                drop(theirs.create_file(black_box("/new")).unwrap());
                theirs.remove_file("/new").unwrap();
            });
        });
        group.finish();

        let mut group = c.benchmark_group("list a folder of");
        group.sample_size(10);
        group.bench_function(BenchmarkId::new(OURS, size), |b| {
            b.iter(|| ours.read_directory(root, 0).unwrap().without_dots().count());
        });
        group.bench_function(BenchmarkId::new(THEIRS, size), |b| {
            b.iter(|| theirs.read_dir("").unwrap().count());
        });
    }
}

criterion_group!(operations, open, read, write, rename, path_walk, folders);
criterion_main!(operations);
