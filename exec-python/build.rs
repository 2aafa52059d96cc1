//! Links CPython, which `cargo xtask build` has built.

use std::env;
use std::path::{Path, PathBuf};

/// The archives of CPython and of the libraries under it, in the order in which they need each other.
const ARCHIVES: [&str; 8] = [
    "python3.13",
    "expat",
    "mpdec",
    "Hacl_Hash_SHA2",
    "z",
    "bz2",
    "lzma",
    "sqlite3",
];

/// The parts of the C library that stand for what WASI has not.
const EMULATED: [&str; 3] = [
    "wasi-emulated-signal",
    "wasi-emulated-getpid",
    "wasi-emulated-process-clocks",
];

/// The shadow stack, in bytes: what is used of it counts as stack (`xtask/src/component/stack_meter.rs`), and
/// programs may use 6 MiB (`policies::Limits::MAX_STACK`).
const SHADOW_STACK: u32 = 8 << 20;

fn main() {
    println!("cargo::rerun-if-env-changed=CPYTHON_WASM");
    println!("cargo::rerun-if-env-changed=WASI_SDK");
    // Elsewhere than in a component there is no interpreter, only what can be tested without one.
    if env::var("CARGO_CFG_TARGET_FAMILY").as_deref() != Ok("wasm") {
        return;
    }
    println!("cargo::rustc-link-arg-cdylib=-zstack-size={SHADOW_STACK}");
    let prefix = folder("CPYTHON_WASM");
    let toolchain = folder("WASI_SDK");
    println!(
        "cargo::rustc-link-search=native={}",
        shown(&prefix.join("lib"))
    );
    let sysroot = toolchain.join("share/wasi-sysroot/lib/wasm32-wasip1");
    println!("cargo::rustc-link-search=native={}", shown(&sysroot));
    for archive in ARCHIVES {
        let file = prefix.join(format!("lib/lib{archive}.a"));
        println!("cargo::rerun-if-changed={}", shown(&file));
        println!("cargo::rustc-link-lib=static:-bundle={archive}");
    }
    for archive in EMULATED {
        println!("cargo::rustc-link-lib=static:-bundle={archive}");
    }
    let pack = prefix.join("lib/python3.13.pack");
    println!("cargo::rerun-if-changed={}", shown(&pack));
    println!("cargo::rustc-env=PYTHON_PACK={}", shown(&pack));
}

/// The folder that an environment variable names.
fn folder(variable: &str) -> PathBuf {
    match env::var_os(variable) {
        Some(path) => PathBuf::from(path),
        None => {
            // What a build script says last is what cargo shows.
            println!(
                "cargo::error={variable} is not set: `cargo xtask build` makes CPython and sets it"
            );
            std::process::exit(1);
        }
    }
}

fn shown(path: &Path) -> std::path::Display<'_> {
    path.display()
}
