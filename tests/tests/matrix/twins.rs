//! The two languages answer from one table: a program of one has its twin in the other, or the
//! table says that it is one language's own.

use std::collections::BTreeSet;

use crate::case::{LANGUAGES, Line};
use crate::host::Guest;
use crate::programs;

/// Every table of the matrix.
const TABLES: &[&[Line]] = &[
    crate::isolation::LINES,
    crate::javascript::files::LINES,
    crate::javascript::incidents::LINES,
    crate::javascript::growth::LINES,
    crate::javascript::way_out::LINES,
    crate::limits::LINES,
    crate::module_rules::LINES,
    crate::modules::LINES,
    crate::process_events::LINES,
    crate::python::edges::LINES,
    crate::python::incidents::LINES,
    crate::python::language::LINES,
    crate::python::library::LINES,
    crate::python::memory::LINES,
    crate::python::reach::LINES,
    crate::python::time::LINES,
    crate::stateless::LINES,
    crate::time::LINES,
];

/// The folders whose programs are one language's own and in no table: its engine's long calls, its
/// platform, how it recurses, what it does without memory, and what a snapshot of its interpreter could keep.
const FOLDERS_OF_ONE_LANGUAGE: &[&str] =
    &["deadline/", "exhaustion/", "node/", "recursion/", "state/"];

fn lines() -> impl Iterator<Item = &'static Line> {
    TABLES.iter().copied().flatten()
}

/// The languages that a program is there for.
fn languages_of(program: &str) -> Vec<Guest> {
    let is_there = |guest: &Guest| programs::exists(*guest, program);
    LANGUAGES.iter().copied().filter(is_there).collect()
}

#[test]
fn every_line_has_its_program_in_the_languages_that_it_is_for_and_in_no_other() {
    for line in lines() {
        let asked: Vec<Guest> = LANGUAGES
            .iter()
            .copied()
            .filter(|&guest| line.case(guest).is_some())
            .collect();
        assert!(!asked.is_empty(), "{} is for no language", line.program);
        assert_eq!(languages_of(line.program), asked, "{}", line.program);
    }
}

/// What no table names belongs to a test that asks every language.
#[test]
fn every_other_program_is_there_in_every_language() {
    let in_tables: BTreeSet<&str> = lines().map(|line| line.program).collect();
    for &guest in LANGUAGES {
        for program in programs::all(guest) {
            let is_ones_own = FOLDERS_OF_ONE_LANGUAGE
                .iter()
                .any(|folder| program.starts_with(folder));
            if !is_ones_own && !in_tables.contains(&*program) {
                assert_eq!(languages_of(&program), LANGUAGES, "{program}");
            }
        }
    }
}

/// Both have many ways to recurse, and many shapes of source to nest.
#[test]
fn every_language_has_its_families() {
    for &guest in LANGUAGES {
        let families = programs::cases(guest, "recursion").len();
        assert!(families >= 80, "{}: {families} families", guest.folder());
        let shapes = programs::text(guest, "nesting.txt").lines().count();
        assert!(shapes >= 30, "{}: {shapes} shapes", guest.folder());
    }
}

/// An expected output stands beside its program.
#[test]
fn every_output_has_its_program() {
    for &guest in LANGUAGES {
        for name in programs::outputs(guest) {
            assert!(programs::exists(guest, &name), "{}: {name}", guest.folder());
        }
    }
}
