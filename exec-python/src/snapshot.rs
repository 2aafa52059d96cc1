//! Starting the interpreter: before the component is packed, or when the first program comes.
//!
//! `cargo xtask build` calls [`initialize`] and keeps the memory as it is then, so that no instance has to
//! start the interpreter. A component that was packed in another way starts it at its first run. Either
//! way it is started once, and its memory saved ([`image`]).
#![allow(unsafe_code)]

use std::cell::RefCell;
use std::ffi::CStr;
use std::rc::Rc;
use std::time::Duration;

use policies::{Policy, Preset};
use sandbox_core::engine::Engine as _;
use sandbox_core::invocation::Invocation;
use sandbox_core::platform::Platform;
use sandbox_core::run::{Attached, Run};
use vfs_layer::NamespaceBuilder;

use crate::cpython;
use crate::engine::CPython;
use crate::memory::{image, reserve};

/// What programs reach for first: imported once, for all of them.
const IMPORTED: [&CStr; 34] = [
    c"__future__",
    c"abc",
    c"argparse",
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
];

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
    if image::is_there() {
        return Ok(());
    }
    start_alone()
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
    reserve::take();
    sandbox_component::settle();
    image::save();
    Ok(())
}

/// Starts the interpreter in a run of its own: under no program's limits.
fn start_alone() -> Result<(), String> {
    let policy = Policy::preset(Preset::Standard).map_err(|errors| errors.to_string())?;
    let mut builder = NamespaceBuilder::from_policy(&policy, |_| None)
        .map_err(|error| error.to_string())?
        .posix_root();
    for (path, mount) in CPython.mounts() {
        builder = builder.mount(path, mount);
    }
    let namespace = builder.build().map_err(|error| error.to_string())?;
    let run = Rc::new(RefCell::new(Run::start(
        policy,
        namespace,
        "/".to_owned(),
        Invocation::default(),
        Rc::new(Nowhere),
        Attached::default(),
    )));
    sandbox_libc::with_run(&run, start)
}

/// No platform at all: time stands, and nothing is random, so that the same sources make the same
/// component. What must be new in each run is made new (`cpython/ready.rs`, `refresh`).
struct Nowhere;

impl Platform for Nowhere {
    fn monotonic_nanos(&self) -> u64 {
        0
    }

    fn wall_nanos(&self) -> u64 {
        0
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }

    fn sleep(&self, _: Duration) {}

    fn emit(&self, _: &[u8]) {}
}
