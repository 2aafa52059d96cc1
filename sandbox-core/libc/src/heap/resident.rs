//! The pages that programs write to, in few stretches.
//!
//! A host that keeps an instance's memory mapped for the next one writes its pages anew instead of having
//! them mapped anew: no page faults, a quarter of the time. Wasmtime finds the pages that were written to,
//! but takes no more than 32 stretches of them, and maps whatever lies behind anew. What a program writes to
//! is scattered wider than that, with small gaps. So the gaps are written to as well, once, at an
//! instance's beginning: with what is there.
//!
//! Where they are, packing the component finds out: it has the guest rehearse a program, sees which pages
//! are others than before, and puts the stretches in here (`xtask/snapshot`).
#![allow(unsafe_code, reason = "it writes to memory whose owners do not know")]

use std::cell::UnsafeCell;
use std::ptr;

/// The size of a page: the host's, where it has none that are smaller.
const PAGE: usize = 4096;

/// The most stretches. Wasmtime keeps 32, and some are a program's own.
const STRETCHES: usize = 16;

/// Pages that follow on each other: the first one's number, and how many there are.
#[derive(Clone, Copy)]
#[repr(C)]
struct Stretch {
    first: u32,
    pages: u32,
}

struct Static(UnsafeCell<[Stretch; STRETCHES]>);

// SAFETY: the component has one thread.
unsafe impl Sync for Static {}

static WRITTEN: Static = Static(UnsafeCell::new([Stretch { first: 0, pages: 0 }; STRETCHES]));

/// Where the stretches are: exported for the snapshot's tool, which fills them in.
// SAFETY: the name is nobody else's, and the function has no requirements.
#[unsafe(no_mangle)]
extern "C" fn __sandbox_stretches() -> usize {
    WRITTEN.0.get().expose_provenance()
}

/// How many there is room for.
// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn __sandbox_most_stretches() -> usize {
    STRETCHES
}

/// Writes to each page of the stretches, and changes nothing.
pub fn touch() {
    // SAFETY: nobody writes to them but the snapshot's tool, before any program.
    let stretches = unsafe { *WRITTEN.0.get() };
    for Stretch { first, pages } in stretches {
        for page in first..first.saturating_add(pages) {
            let byte = ptr::with_exposed_provenance_mut::<u8>(page as usize * PAGE);
            // SAFETY: the page was written to in a rehearsal of the module's that had no more memory than it
            // begins with, or lies between two that were. With one thread nobody writes in between.
            unsafe { byte.write_volatile(byte.read_volatile()) };
        }
    }
}
