//! Sessions, limits, output capture and WASI preview1 over the in-memory file system.
#![forbid(unsafe_code)]
