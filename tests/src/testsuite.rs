//! Folders in the layout of WebAssembly/wasi-testsuite: a `*.wasm` or `*.wat` for each test, and
//! beside it, where it needs one, a `*.json` that says what it is run with and what it must do.

mod folder;
mod run;
mod specification;

pub use run::{Failed, Report, Verdict, run};
pub use specification::{Specification, SpecificationError};
