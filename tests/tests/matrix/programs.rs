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
        return vec![File::new(entry(guest), bytes(guest, case))];
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

/// The bytes of a case's only program, which need not be text.
fn bytes(guest: Guest, case: &str) -> Vec<u8> {
    let file = path(guest, &format!("{case}.{}", guest.extension()));
    fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
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

/// What a case prints to standard output, where that is too long for its line in the table.
pub(crate) fn stdout(guest: Guest, case: &str) -> String {
    text(guest, &format!("{case}.stdout"))
}

/// The same under our host's stack, where that makes a difference.
pub(crate) fn deep_stdout(guest: Guest, case: &str) -> Option<String> {
    fs::read_to_string(path(guest, &format!("{case}.{DEEP}"))).ok()
}

/// The extension of what a case prints where the stack is deep.
const DEEP: &str = "deep";

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

/// Whether a case has a program in this language.
pub(crate) fn exists(guest: Guest, case: &str) -> bool {
    let folder_with_a_program = path(guest, case).join(entry(guest));
    let file = path(guest, &format!("{case}.{}", guest.extension()));
    file.is_file() || folder_with_a_program.is_file()
}

/// Every program of a language by the name of its case.
pub(crate) fn all(guest: Guest) -> Vec<String> {
    names(guest, guest.extension())
}

/// Every expected output of a language by the name of its case.
pub(crate) fn outputs(guest: Guest) -> Vec<String> {
    let streams = ["stderr", "stdout", DEEP].map(|extension| names(guest, extension));
    streams.concat()
}

/// The names of the files with this extension, and of the folders that are one program.
fn names(guest: Guest, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(&path(guest, ""), "", &mut found);
    let (ending, main) = (format!(".{extension}"), format!("/{}", entry(guest)));
    let mains: Vec<String> = found
        .iter()
        .filter_map(|file| Some(file.name.strip_suffix(&main)?.to_owned()))
        .collect();
    let is_part = |name: &str| {
        let mut folders = mains.iter();
        folders.any(|folder| name.starts_with(&format!("{folder}/")))
    };
    let files = found
        .iter()
        .filter_map(|file| file.name.strip_suffix(&ending));
    let mut names: Vec<String> = files
        .filter(|name| !is_part(name))
        .map(str::to_owned)
        .collect();
    if extension == guest.extension() {
        names.extend(mains);
    }
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
/// `(node:fs:12:3)` becomes `(node:fs)`, `at node:fs:12:3` becomes `at node:fs`, and
/// `File "/usr/lib/python3.13/json/decoder.py", line 338` loses its line and the source under it.
///
/// Neither does anybody know where in memory an object is: ` at 0x7f2a` becomes ` at 0x0`.
pub(crate) fn without_places_in_the_library(stderr: &str) -> String {
    let mut stable = String::new();
    let mut is_source_of_the_library = false;
    for line in stderr.split_inclusive('\n') {
        if is_source_of_the_library && line.starts_with("    ") {
            continue;
        }
        is_source_of_the_library = line.trim_start().starts_with("File \"/usr/lib/python3.13/");
        if is_source_of_the_library {
            let parts: Vec<&str> = line.splitn(3, ", ").collect();
            stable.push_str(&[parts[0], parts[2]].join(", "));
            continue;
        }
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
            None => stable.push_str(&without_addresses(line)),
        }
    }
    stable
}

fn without_addresses(line: &str) -> String {
    const MARK: &str = " at 0x";
    let mut parts = line.split(MARK);
    let mut stable = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|digit: char| digit.is_ascii_hexdigit());
        stable.push_str(&format!("{MARK}0{rest}"));
    }
    stable
}
