//! Debian and its relatives: packages, and sources of packages.

pub(crate) mod apt;
mod mirror;
pub(crate) mod release;
