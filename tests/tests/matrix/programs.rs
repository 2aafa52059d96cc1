//! The programs, one for each case and language: `fixtures/matrix/<language>/<case>.<extension>`, or
//! a folder `<case>` with a `main` and what lies beside it. `<case>.stderr` is what the language
//! itself prints to standard error; without it, nothing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::host::{File, Guest};

/// The name of the program in the sandbox.
pub(crate) fn entry(guest: Guest) -> String {
    format!("main.{}", guest.extension())
}

/// The files of a case, its program first.
pub(crate) fn files(guest: Guest, case: &str) -> Vec<File> {
    let folder = path(guest, case);
    if !folder.is_dir() {
        return vec![File::new(entry(guest), source(guest, case))];
    }
    let mut files = Vec::new();
    collect(&folder, "", &mut files);
    let program = entry(guest);
    files.sort_by_key(|file| (file.name != program, file.name.clone()));
    assert_eq!(
        files.first().map(|file| &file.name),
        Some(&program),
        "{}",
        folder.display()
    );
    files
}

/// The text of a case's only program.
pub(crate) fn source(guest: Guest, case: &str) -> String {
    let file = path(guest, &format!("{case}.{}", guest.extension()));
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// What the language prints to standard error in this case.
pub(crate) fn stderr(guest: Guest, case: &str) -> String {
    fs::read_to_string(path(guest, &format!("{case}.stderr"))).unwrap_or_default()
}

/// The cases of a folder, by the names of their programs.
pub(crate) fn cases(guest: Guest, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(path(guest, folder))
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let is_program = path
                .extension()
                .is_some_and(|found| found == guest.extension());
            is_program.then(|| path.file_stem().unwrap().to_str().unwrap().to_owned())
        })
        .collect();
    names.sort();
    assert!(!names.is_empty(), "no programs in {folder}");
    names
}

fn path(guest: Guest, case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/matrix")
        .join(guest.folder())
        .join(case)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.push(File::new(name, fs::read(entry.path()).unwrap()));
        }
    }
}

/// A file that is no program.
pub(crate) fn text(guest: Guest, name: &str) -> String {
    let file = path(guest, name);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Whether a message is the language's own about source that is nested too deeply.
pub(crate) fn says_too_deep(guest: Guest, stderr: &str) -> bool {
    let messages = text(guest, "too_deep.txt");
    messages.lines().any(|message| stderr.contains(message))
}

/// A traceback without the lines and columns of the language's own library, which change with it:
/// `(node:fs:12:3)` becomes `(node:fs)`, `at node:fs:12:3` becomes `at node:fs`.
pub(crate) fn without_places_in_the_library(stderr: &str) -> String {
    let mut stable = String::new();
    for line in stderr.split_inclusive('\n') {
        let begins = ["(node:", "at node:"]
            .iter()
            .find_map(|begin| Some(line.find(begin)? + begin.len() - "node:".len()));
        match begins {
            Some(start) => {
                let (head, place) = line.split_at(start);
                let end = place.find([')', ' ', '\n']).unwrap_or(place.len());
                let (place, tail) = place.split_at(end);
                let name: Vec<&str> = place.split(':').take(2).collect();
                stable.push_str(&format!("{head}{}{tail}", name.join(":")));
            }
            None => stable.push_str(line),
        }
    }
    stable
}
