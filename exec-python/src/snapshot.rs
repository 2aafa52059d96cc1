//! Starting the interpreter: before the component is packed, or when the first program comes.
//!
//! `cargo xtask build` calls [`initialize`] and keeps the memory as it is then, so that no instance has to
//! start the interpreter. A component that was packed in another way starts it at its first run. Either
//! way it is started once.
#![allow(unsafe_code)]

use std::cell::Cell;
use std::ffi::CStr;

use sandbox_core::alone;
use sandbox_libc::heap::{Room, program_break};

use crate::cpython;
use crate::engine::CPython;
use crate::reserve;

/// What programs reach for first: imported once, for all of them.
const IMPORTED: [&CStr; 38] = [
    c"__future__",
    c"abc",
    c"argparse",
    c"asyncio",
    c"base64",
    c"bisect",
    c"collections",
    c"contextlib",
    c"copy",
    c"csv",
    c"dataclasses",
    c"datetime",
    c"decimal",
    c"enum",
    c"functools",
    c"hashlib",
    c"heapq",
    c"inspect",
    c"io",
    c"itertools",
    c"json",
    c"logging",
    c"math",
    c"operator",
    c"os",
    c"pathlib",
    c"random",
    c"re",
    c"statistics",
    c"string",
    c"tempfile",
    c"textwrap",
    c"time",
    c"traceback",
    c"typing",
    c"unittest",
    c"urllib.request",
    c"zipfile",
];

thread_local! {
    /// Whether the interpreter has been started. Put back with its memory, it says so still.
    static STARTED: Cell<bool> = const { Cell::new(false) };
}

/// Starts the interpreter before the component is packed, with nothing of a host's: wasmtime-wizer calls
/// this, and keeps the memory.
///
/// A component that cannot be started must not be packed: this traps then.
// SAFETY: the name is wizer's, and nobody else calls it.
#[unsafe(export_name = "wizer-initialize")]
extern "C" fn initialize() {
    // The C library's constructors, which every other export runs when it is called first.
    wit_bindgen::rt::run_ctors_once();
    if ensure().is_err() {
        core::arch::wasm32::unreachable();
    }
}

/// Starts the interpreter, unless it has been.
///
/// # Errors
/// What is wrong.
pub(crate) fn ensure() -> Result<(), String> {
    if STARTED.get() {
        return Ok(());
    }
    let room = Room::set_aside();
    // Under no program's limits.
    let run = alone::run(&CPython)?;
    sandbox_libc::with_run(&run, start)?;
    drop(run);
    room.settle();
    STARTED.set(true);
    Ok(())
}

/// A run is current: its file system has the library.
fn start() -> Result<(), String> {
    cpython::start()?;
    for module in IMPORTED {
        if !cpython::import(module) {
            return Err(format!("cannot import {}", module.to_string_lossy()));
        }
    }
    if !cpython::settle() {
        return Err("no memory".to_owned());
    }
    sandbox_libc::on_stop(cpython::ask_now);
    // So that the reserve is let go of before the interpreter allocates again.
    program_break::on_refusal(cpython::ask_now);
    reserve::take();
    sandbox_component::settle();
    Ok(())
}

/// The program of the rehearsal: one that imports, looks for a pattern and prints, as most do. One that did more
/// would write to more pages than are worth to be kept for each.
const REHEARSED: &str = "\
import json, random, re
print('a line', json.dumps({'key': [1, 2.5]}), re.sub('a', 'b', 'banana'))
";

/// Runs a program as the first one of an instance is run: for the snapshot's tool, which looks at what it
/// writes to.
///
/// A component in which it ends badly must not be packed: this traps then.
// SAFETY: the name is the tool's, and nobody else calls it.
#[unsafe(export_name = "rehearse")]
extern "C" fn rehearse() {
    if alone::rehearse::<CPython>("main.py", REHEARSED).is_err() {
        core::arch::wasm32::unreachable();
    }
}
