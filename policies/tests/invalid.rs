//! Every document in `invalid/` is refused with exactly the message beside it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
// Tests read the documents beside them.
#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};

use policies::{Format, Policy};

fn documents() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid");
    let mut documents: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().unwrap() != "expected")
        .collect();
    documents.sort();
    documents
}

fn format_of(path: &Path) -> Format {
    match path.extension().unwrap().to_str().unwrap() {
        "toml" => Format::Toml,
        "json" => Format::Json,
        other => panic!("{other}: neither TOML nor JSON"),
    }
}

/// `limits.toml` has its message in `limits.toml.expected`. Run with `UPDATE_EXPECTED=1` to write
/// the messages anew, and read the difference.
#[test]
fn invalid_documents_are_refused_with_the_expected_message() {
    let documents = documents();
    assert!(
        documents.len() >= 40,
        "only {} documents found",
        documents.len()
    );
    let mut wrong = Vec::new();
    for path in documents {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let message = match Policy::parse(&text, Some(format_of(&path))) {
            Ok(_) => panic!("{name} is valid"),
            Err(errors) => format!("{}\n", errors.within(name)),
        };
        let beside = path.with_file_name(format!("{name}.expected"));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&beside, &message).unwrap();
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        if message != expected {
            wrong.push(format!(
                "--- {name}: expected\n{expected}--- found\n{message}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_has_its_document() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().unwrap() == "expected" {
            assert!(
                path.with_extension("").exists(),
                "{} has no document",
                path.display()
            );
        }
    }
}
