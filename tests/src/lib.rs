//! Conformance: the built components, driven through their WIT, and the very same preview1 that is
//! linked into them, behind a native host.
#![forbid(unsafe_code)]

pub mod preview1;
pub mod testsuite;
