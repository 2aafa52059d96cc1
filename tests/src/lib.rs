//! Conformance tests: the built components, driven through their WIT.
#![forbid(unsafe_code)]
