//! Making an engine ready before the component is packed.
//!
//! `cargo xtask build` calls [`initialize`] and keeps the memory as it is then: the first program of each
//! instance finds a context with all its globals. A component that was packed in another way, and each
//! program after the first, makes one when the program comes.
#![allow(unsafe_code, reason = "an exported name that is wizer's")]

use sandbox_core::alone;
use sandbox_libc::heap::{clear_free_blocks, within_engine};

use crate::allocator::Meter;
use crate::engine::{Instance, QuickJs};
use crate::{modules, native};

/// What programs reach for first: loaded once, for all of them.
const LOADED: [&str; 15] = [
    "internal/abort",
    "internal/base64",
    "internal/commonjs",
    "internal/console",
    "internal/inspect",
    "internal/process",
    "internal/text_coding",
    "internal/ticks",
    "internal/timers",
    "internal/url",
    "node:buffer",
    "node:events",
    "node:fs",
    "node:path",
    "node:util",
];

/// Makes an engine ready with nothing of a host's: wasmtime-wizer calls this, and keeps the memory.
///
/// A component whose engine cannot be made ready must not be packed: this traps then.
// SAFETY: the name is wizer's, and nobody else calls it.
#[unsafe(export_name = "wizer-initialize")]
extern "C" fn initialize() {
    // The C library's constructors, which every other export runs when it is called first.
    wit_bindgen::rt::run_ctors_once();
    if prepare().is_err() {
        core::arch::wasm32::unreachable();
    }
}

fn prepare() -> Result<(), String> {
    let run = alone::run(&QuickJs)?;
    let ready = || -> Result<(), String> {
        let instance =
            Instance::start(&Meter::new(usize::MAX)).map_err(|error| error.to_string())?;
        let machine = &instance.machine;
        machine.attach(&run, "");
        instance
            .context
            .with(|ctx| {
                native::ready(&ctx, machine)?;
                LOADED
                    .iter()
                    .try_for_each(|name| modules::internal(&ctx, machine, name).map(drop))
            })
            .map_err(|error| error.to_string())?;
        instance.keep_ready();
        sandbox_component::settle();
        Ok(())
    };
    sandbox_libc::with_run(&run, || within_engine(ready))?;
    clear_free_blocks();
    Ok(())
}
