//! What the guests share: preview1 itself, without a C library between, and calls on it that return
//! an errno or a value.

#[macro_use]
#[path = "../../../sandbox-core/src/preview1/functions.rs"]
mod functions;

pub mod calls;
pub mod errno;
pub mod raw;

pub use calls::*;
pub use errno::Errno;
