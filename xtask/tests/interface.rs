//! The interface is written down once; the text for WASI 0.2 follows from it by one rule.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use wit_parser::{Resolve, WorldItem};

/// The normative text.
const NORMATIVE: &str = "p3/golem-exec.wit";
/// What follows from it.
const DERIVED: &str = "p2/golem-exec.wit";

fn wit(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../wit")
        .join(file)
}

/// Leaves every paragraph with an `async func` out. Each function is a paragraph of its own, its
/// comment included.
fn without_streams(text: &str) -> String {
    let kept: Vec<&str> = text
        .split("\n\n")
        .filter(|paragraph| !paragraph.contains("async func"))
        .collect();
    kept.join("\n\n")
}

#[test]
fn the_text_for_wasi_0_2_follows_from_the_normative_one() {
    let normative = fs::read_to_string(wit(NORMATIVE)).unwrap();
    let derived = without_streams(&normative);
    if env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(wit(DERIVED), &derived).unwrap();
    }
    let committed = fs::read_to_string(wit(DERIVED)).unwrap();
    assert!(
        committed == derived,
        "{DERIVED} is not what {NORMATIVE} gives: UPDATE_EXPECTED=1 writes it anew"
    );
}

/// Golem 1.2 to 1.5 look for these in every file of the folder, comments not among them.
#[test]
fn the_text_for_wasi_0_2_knows_no_streams() {
    for entry in fs::read_dir(wit("p2")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for line in text.lines().filter(|line| !line.trim().starts_with("//")) {
            for word in ["async ", "stream<", "future<", "error-context"] {
                assert!(!line.contains(word), "{line}");
            }
        }
    }
}

/// Each function of a text, by the interface that it is in.
fn functions(file: &str) -> BTreeSet<String> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_path(wit(file)).unwrap();
    let world = resolve.select_world(&[package], Some("exec")).unwrap();
    let interfaces = resolve.worlds[world]
        .exports
        .values()
        .map(|item| match item {
            WorldItem::Interface { id, .. } => *id,
            other => panic!("{other:?} is no interface"),
        });
    interfaces
        .flat_map(|interface| {
            let interface = &resolve.interfaces[interface];
            let name = interface.name.clone().unwrap();
            interface
                .functions
                .keys()
                .map(move |function| format!("{name}: {function}"))
        })
        .collect()
}

#[test]
fn what_is_left_out_is_the_streaming_calls() {
    let (whole, without) = (functions(NORMATIVE), functions(DERIVED));
    assert!(without.is_subset(&whole));
    let left_out: Vec<_> = whole.difference(&without).collect();
    assert_eq!(
        left_out,
        [
            "executor: [method]session.run-streaming",
            "executor: run-streaming"
        ]
    );
}
