//! Whole programs in the sandbox, beside what else runs them: tables of programs × peers, every cell
//! measured in the same run, round after round, so that a busy machine is busy for all of them.
//!
//! `cargo xtask bench --peers` installs the peers, runs it, and keeps what it finds in
//! `docs/benchmarks.md`. `cargo xtask bench -p golem-exec --bench programs` runs it with the sandbox alone.
//!
//! A wrong answer of a peer ends it. So does an answer that a peer has not, unless it runs only a part of
//! its language.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints its tables, and ends at the first fault"
)]

mod document;
mod machine;
mod measure;
mod peer;
mod peers;
mod picture;
mod results;
mod rows;
mod table;

use std::path::PathBuf;

use document::Document;
use machine::Machine;
use measure::{Language, Pace};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` only asks whether it starts.
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    if !has("--bench") {
        return;
    }
    let pace = if has("--quick") {
        Pace::Quick
    } else {
        Pace::Whole
    };
    let machine = Machine::new();
    let mut languages = [
        Language::new("Python", peers::python(), rows::python()),
        Language::new("JavaScript", peers::javascript(), rows::javascript()),
    ];
    measure::all(&mut languages, pace);
    let document = Document::new(&machine, &languages);
    println!("{}", document.text());
    // The folder that holds benchmarks.md and img/.
    let folder = arguments
        .iter()
        .find_map(|argument| argument.strip_prefix("--write="));
    if let Some(folder) = folder {
        document.write(&PathBuf::from(folder));
    }
}
