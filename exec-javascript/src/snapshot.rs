//! Making an engine ready before the component is packed.
//!
//! `cargo xtask build` calls [`initialize`] and keeps the memory as it is then: the first program of each
//! instance finds a context with all its globals. A component that was packed in another way, and each
//! program after the first, makes one when the program comes.
#![allow(unsafe_code, reason = "an exported name that is wizer's")]

use rquickjs::{Ctx, qjs};
use sandbox_core::alone;
use sandbox_libc::heap::{Room, within_engine};

use crate::allocator::Meter;
use crate::engine::{Instance, QuickJs};
use crate::{modules, native};

/// What programs reach for first: loaded once, for all of them.
const LOADED: [&str; 24] = [
    "internal/abort",
    "internal/base64",
    "internal/commonjs",
    "internal/console",
    "internal/inspect",
    "internal/process",
    "internal/process_events",
    "internal/standard_streams",
    "internal/structured_clone",
    "internal/text_coding",
    "internal/ticks",
    "internal/timers",
    "internal/url",
    "node:assert",
    "node:buffer",
    "node:crypto",
    "node:events",
    "node:fs",
    "node:fs/promises",
    "node:os",
    "node:path",
    "node:perf_hooks",
    "node:timers/promises",
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
    let room = Room::set_aside();
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
                    .map(|()| renew_arenas(&ctx, &machine.meter))
            })
            .map_err(|error| error.to_string())?;
        instance.keep_ready();
        sandbox_component::settle();
        Ok(())
    };
    sandbox_libc::with_run(&run, || within_engine(ready))?;
    drop(run);
    room.settle();
    Ok(())
}

/// Takes what is free in the arenas that QuickJS has its small blocks from, for good, and begins a new one of
/// each size: a program's blocks then lie beside each other (`sandbox_libc::heap::Room`). One that has used its
/// memory up still finds a few of most sizes there, in which the engine says so.
fn renew_arenas(ctx: &Ctx<'_>, meter: &Meter) {
    /// What stands before each block (JSMallocBlockHeader of quickjs.c).
    const HEADER: qjs::size_t = 8;
    // The sizes of blocks with their headers (arena_block_sizes of quickjs.c).
    let sizes = (16..=128).step_by(8);
    let sizes = sizes.chain((144..=256).step_by(16));
    let sizes = sizes.chain((288..=512).step_by(32));
    // SAFETY: the context is live, its runtime with it.
    let runtime = unsafe { qjs::JS_GetRuntime(ctx.as_raw().as_ptr()) };
    for size in sizes {
        let before = meter.used();
        // A block that makes the engine hold more is the first one of a new arena.
        while meter.used() == before {
            // SAFETY: any size may be asked for.
            if unsafe { qjs::js_malloc_rt(runtime, size - HEADER) }.is_null() {
                return;
            }
        }
    }
}

/// The program of the rehearsal: one that prints, as nearly all do.
const REHEARSED: &str = "console.log('a line', [1, 2.5], { key: 'value' })\n";

/// Runs a program as the first one of an instance is run: for the snapshot's tool, which looks at what it
/// writes to.
///
/// A component in which it ends badly must not be packed, nor one in which such a program has a module of
/// the library compiled: that belongs to [`LOADED`]. This traps then.
// SAFETY: the name is the tool's, and nobody else calls it.
#[unsafe(export_name = "rehearse")]
extern "C" fn rehearse() {
    let before = modules::compiled();
    let ended = alone::rehearse::<QuickJs>("main.js", REHEARSED);
    if ended.is_err() || modules::compiled() != before {
        core::arch::wasm32::unreachable();
    }
}
