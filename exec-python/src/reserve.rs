//! A reserve of C's memory, for what a program does about a MemoryError.
//!
//! Where memory has run out, the exception still holds the frame that filled it, and the handler has
//! nothing to work with. So a block is held back, counted like any other. It is let go of when a
//! request was refused, and taken again when there is room for it.
#![allow(unsafe_code, reason = "it calls C's malloc and free")]

use std::cell::Cell;
use std::ffi::c_void;

use sandbox_libc::heap::program_break;

/// How much is held back.
const BYTES: usize = 256 * 1024;

/// After how many questions whether the program must end it is tried to take the reserve again: some
/// milliseconds.
const PATIENCE: u32 = 256;

// SAFETY: the C library's, with the signatures of the C standard.
unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

thread_local! {
    static BLOCK: Cell<*mut c_void> = const { Cell::new(std::ptr::null_mut()) };
    static WAITED: Cell<u32> = const { Cell::new(0) };
}

/// Takes the reserve for the first time. These variables are C's, in a way: they are put back with the
/// memory that they are about.
pub(crate) fn take() {
    if BLOCK.get().is_null() {
        // SAFETY: any size may be asked for.
        BLOCK.set(unsafe { malloc(BYTES) });
    }
}

/// Called between two steps of the interpreter's: lets go of the reserve when memory was refused, and
/// takes it again after a while.
pub(crate) fn tend() {
    if program_break::was_refused() {
        // SAFETY: the block is null or from `malloc`, and not freed yet. No call of the allocator's is
        // in progress: the interpreter asks before it allocates.
        unsafe { free(BLOCK.replace(std::ptr::null_mut())) };
        WAITED.set(0);
    } else if BLOCK.get().is_null() {
        WAITED.set(WAITED.get() + 1);
        if WAITED.get() > PATIENCE {
            WAITED.set(0);
            take();
            // That it was refused is no news for the program.
            program_break::was_refused();
        }
    }
}
