//! What the bundled packages of npm ask to be told is shipped beside the component.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Words without which a text is no licence.
const GRANTS: [&str; 2] = [
    "Permission is hereby granted, free of charge,",
    "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The notices by package: name, version, and what follows.
fn notices() -> BTreeMap<String, (String, String)> {
    let path = root().join("dist/exec-javascript.licences.txt");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}: `cargo xtask build` makes it", path.display());
    });
    let parts = text.split("\n=== ").skip(1).map(|part| {
        let (title, body) = part.split_once("\n\n").unwrap();
        let words: Vec<&str> = title.split(' ').collect();
        (words[0].to_owned(), (words[1].to_owned(), body.to_owned()))
    });
    parts.collect()
}

fn json(file: &str) -> serde_json::Value {
    let text = fs::read_to_string(root().join("exec-javascript/packages").join(file)).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn every_package_that_is_asked_for_or_named_in_a_bundle_has_a_notice() {
    let notices = notices();
    let dependencies = json("package.json")["dependencies"].clone();
    let mut named: BTreeSet<String> = dependencies.as_object().unwrap().keys().cloned().collect();
    // esbuild names the files of CommonJS packages in the bundles.
    for entry in fs::read_dir(root().join(".javascript")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "js") {
            let bundle = fs::read_to_string(path).unwrap();
            for part in bundle.split("node_modules/").skip(1) {
                let length = if part.starts_with('@') { 2 } else { 1 };
                let words: Vec<&str> = part.split('/').take(length).collect();
                named.insert(words.join("/"));
            }
        }
    }
    assert!(
        named.len() > dependencies.as_object().unwrap().len(),
        "{named:?}"
    );
    let missing: Vec<&String> = named
        .iter()
        .filter(|name| !notices.contains_key(*name))
        .collect();
    assert!(missing.is_empty(), "no notice for {missing:?}");
}

#[test]
fn every_notice_is_the_licence_of_the_version_that_is_locked() {
    let lock = json("package-lock.json");
    let notices = notices();
    assert!(!notices.is_empty());
    for (name, (version, text)) in &notices {
        let locked = &lock["packages"][format!("node_modules/{name}")]["version"];
        assert_eq!(locked.as_str(), Some(&**version), "{name}");
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let grants = GRANTS.iter().any(|grant| words.contains(grant));
        assert!(grants && words.contains("Copyright"), "{name}: {text}");
    }
}

#[test]
fn the_data_of_intl_has_its_licence() {
    let text = fs::read_to_string(root().join("dist/exec-javascript.licences.txt")).unwrap();
    assert!(text.contains("UNICODE LICENSE V3"), "{text}");
}

/// A path of the machine that made the bundles would make them, and the component, others elsewhere.
#[test]
fn no_bundle_has_a_path_of_this_machine() {
    let packages = fs::canonicalize(root().join(".javascript")).unwrap();
    let cache = packages.parent().unwrap().parent().unwrap();
    let cache = cache.to_str().unwrap().trim_start_matches('/');
    for entry in fs::read_dir(&packages).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains(cache), "{}", path.display());
    }
}
