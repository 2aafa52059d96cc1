//! The cache of compiled code never keeps a run from running.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod bench;
mod guest;

use std::fs;
use std::path::{Path, PathBuf};

use bench::{Bench, answer_exit, assert_ends, text};
use guest::Guest;

#[test]
fn a_cache_that_cannot_be_used_does_not_keep_a_run_from_running() {
    let bench = Bench::new();
    let guest = Guest::new(&answer_exit(3));
    fs::write(bench.path().join("cache"), "a file in the way").unwrap();
    let output = bench
        .with_guest(&guest, &["run", "main.js"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let stderr = text(&output.stderr);
    assert!(
        stderr.starts_with("golem-exec: note: compiled code is not kept, so every run compiles: "),
        "{stderr}"
    );
}

#[test]
fn a_corrupted_cache_is_compiled_over() {
    let bench = Bench::new();
    let guest = Guest::new(&answer_exit(3));
    let run = || {
        bench
            .with_guest(&guest, &["run", "main.js"])
            .output()
            .unwrap()
    };
    assert_ends(&run(), 3, "", "");
    let mut entries = Vec::new();
    entries_in(&bench.path().join("cache"), &mut entries);
    assert!(!entries.is_empty());
    for entry in &entries {
        let length = fs::read(entry).unwrap().len();
        fs::write(entry, vec![0xa5; length]).unwrap();
    }
    assert_ends(&run(), 3, "", "");
    for entry in &entries {
        fs::write(entry, "").unwrap();
    }
    assert_ends(&run(), 3, "", "");
}

fn entries_in(folder: &Path, entries: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            entries_in(&path, entries);
        } else {
            entries.push(path);
        }
    }
}
