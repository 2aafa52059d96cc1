//! What C code calls: CPython's patches, and the module `_sandbox`.
#![allow(unsafe_code)]

mod hooks;
mod imports;
pub(crate) mod sandbox_module;

pub(crate) use hooks::{limit_error, variables};
