//! The file system, seen through its public interface. One module for each promise; hostile programs' tricks are named
//! after what they try.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod audit;
mod descriptors;
mod directories;
mod errnos;
mod freezing;
mod incidents;
mod links;
mod offsets;
mod overlays;
mod packed;
mod paths;
mod plans;
mod quotas;
mod removing;
mod renaming;
mod rights;
mod sandbox;
mod scale;
mod supervising;
mod symlinks;
mod times;
mod writing;
