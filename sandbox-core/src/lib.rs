//! Sessions, limits, output capture and WASI preview1 over the in-memory file system: all that
//! the two guests have in common, knowing neither an engine nor Wasmtime.
#![forbid(unsafe_code)]

pub mod event;
pub mod report;
