//! The matrix: what `golem:exec@1.0.0` promises, asked of the built components through their
//! interface, in two hosts: our library, and one that is set up as Golem is.
//!
//! A case is language-independent, unless it says which language it is about; its programs are in
//! `fixtures/matrix/<language>`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod case;
mod deadline;
mod encodings;
mod endurance;
mod errors;
mod exports;
mod full_sessions;
mod host;
mod isolation;
mod javascript;
mod limits;
mod module_rules;
mod modules;
mod nesting;
mod node;
mod process_events;
mod programs;
mod pull;
mod python;
mod recursion;
mod restore;
mod sessions;
mod smoke;
mod stateless;
mod streaming;
mod time;
mod twins;
mod wasi_03;
mod wave;
