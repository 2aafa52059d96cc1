//! A native host: core modules on Wasmtime, their `wasi_snapshot_preview1` served by
//! [`sandbox_core::preview1`] as it is in a component.

mod deadline;
mod host;
mod linker;
mod platform;
mod preopens;

pub use host::{Ended, Host, Preopen, Program};
pub use platform::{NativePlatform, SteppedPlatform};
