//! What an import brings into `sys.modules`: what it brings in CPython on a machine, although all of it
//! was there before the program began. `fixtures/python-library/imports.txt` has what that is: for each
//! module what CPython 3.13.5 on Linux (`python3 -I`) has after its import and not before.

use std::collections::BTreeSet;

use crate::{fixture, request_of, sandbox, text};

/// Modules that imports bring here alone: what refuses the network and processes, and hashes that are not
/// OpenSSL's.
const HERE: [&str; 6] = [
    "_md5",
    "_sandbox",
    "_sandbox_site",
    "_sha1",
    "_sha2",
    "_sha3",
];

/// Modules that imports bring on a machine alone. They are not built, or have no use, without processes,
/// sockets and users; `errno` is there before any program.
const ELSEWHERE: [&str; 9] = [
    "_hashlib",
    "_posixsubprocess",
    "array",
    "asyncio.base_subprocess",
    "asyncio.selector_events",
    "errno",
    "fcntl",
    "grp",
    "pwd",
];

/// Each module of the table, with what its import brings.
fn table(text: &str) -> Vec<(&str, BTreeSet<&str>)> {
    let mut rows: Vec<(&str, BTreeSet<&str>)> = Vec::new();
    for word in text.split_whitespace() {
        match (word.strip_suffix(':'), rows.last_mut()) {
            (Some(module), _) => rows.push((module, BTreeSet::new())),
            (None, Some((_, brought))) => drop(brought.insert(word)),
            (None, None) => panic!("{word} is of no module"),
        }
    }
    rows
}

#[test]
fn an_import_brings_what_it_brings_elsewhere() {
    let table_text = fixture("imports", "txt");
    let (mut here, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
    for (module, expected) in table(&table_text) {
        let program = format!(
            "import sys\nbefore = set(sys.modules)\nimport {module}\n\
             print(*sorted(set(sys.modules) - before))"
        );
        let outcome = sandbox().run(request_of(&program)).unwrap();
        let printed = text(&outcome.stdout);
        let brought: BTreeSet<&str> = printed.split_whitespace().collect();
        here.extend(brought.difference(&expected).map(ToString::to_string));
        elsewhere.extend(expected.difference(&brought).map(ToString::to_string));
    }
    assert_eq!(Vec::from_iter(here), HERE);
    assert_eq!(Vec::from_iter(elsewhere), ELSEWHERE);
}
