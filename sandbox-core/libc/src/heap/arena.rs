//! Rust's allocator: two of them, the supervisor's and the engine's.
#![allow(unsafe_code, reason = "an allocator hands out raw memory")]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::{Cell, UnsafeCell};
use std::ffi::c_void;

use dlmalloc::{Allocator, Dlmalloc};

use super::program_break;

/// How much memory is asked for at once: files come in pieces, growing is a call of the host's.
const STEP: usize = 512 * 1024;

/// What C's `malloc` aligns to.
const C_ALIGNMENT: usize = 16;

// SAFETY: the C library's, with the signatures of the C standard.
unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn calloc(count: usize, size: usize) -> *mut c_void;
    fn realloc(block: *mut c_void, size: usize) -> *mut c_void;
    fn aligned_alloc(alignment: usize, size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

/// The supervisor's heap, which nothing is put back in, and the choice between it and the engine's, which
/// is C's.
struct Heaps {
    supervisors: UnsafeCell<Dlmalloc<Pages>>,
    is_engines_turn: Cell<bool>,
    /// Whether the supervisor's heap keeps to the memory that it has.
    is_closed: Cell<bool>,
}

// SAFETY: the component has one thread.
unsafe impl Sync for Heaps {}

#[global_allocator]
static HEAPS: Heaps = Heaps {
    supervisors: UnsafeCell::new(Dlmalloc::new_with_allocator(Pages)),
    is_engines_turn: Cell::new(false),
    is_closed: Cell::new(false),
};

/// Where these variables are.
pub(super) fn variables() -> (usize, usize) {
    ((&raw const HEAPS).expose_provenance(), size_of::<Heaps>())
}

/// Runs a part of the engine: what it allocates is on the engine's heap, and gone when that is put back.
pub fn within_engine<T>(body: impl FnOnce() -> T) -> T {
    within(true, body)
}

/// Runs a part of the supervisor, called by the engine: what it allocates stays.
pub(crate) fn within_supervisor<T>(body: impl FnOnce() -> T) -> T {
    within(false, body)
}

/// Runs `body` while the supervisor's heap keeps to the memory that it has.
pub(super) fn while_closed(body: impl FnOnce()) {
    HEAPS.is_closed.set(true);
    within_supervisor(body);
    HEAPS.is_closed.set(false);
}

fn within<T>(engine: bool, body: impl FnOnce() -> T) -> T {
    let before = HEAPS.is_engines_turn.replace(engine);
    let answer = body();
    HEAPS.is_engines_turn.set(before);
    answer
}

// SAFETY: both heaps hand out blocks of the size and alignment asked for, and null where there is no
// memory. A block goes back to the heap that it is from, which its address tells. Nothing else touches
// the supervisor's, and with one thread no two calls are in it at once.
unsafe impl GlobalAlloc for Heaps {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: any size and alignment of a layout may be asked for.
        unsafe {
            match self.is_engines_turn.get() {
                true if layout.align() > C_ALIGNMENT => {
                    // C11 wants a multiple of the alignment.
                    aligned_alloc(layout.align(), layout.pad_to_align().size()).cast()
                }
                true => malloc(layout.size()).cast(),
                false => (*self.supervisors.get()).malloc(layout.size(), layout.align()),
            }
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above; a block from `alloc` may be written to.
        unsafe {
            match self.is_engines_turn.get() {
                true if layout.align() > C_ALIGNMENT => {
                    let block = self.alloc(layout);
                    if !block.is_null() {
                        block.write_bytes(0, layout.size());
                    }
                    block
                }
                true => calloc(1, layout.size()).cast(),
                false => (*self.supervisors.get()).calloc(layout.size(), layout.align()),
            }
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise: the block is live and of this layout.
        unsafe {
            if program_break::is_cs(block.addr()) {
                free(block.cast());
            } else {
                (*self.supervisors.get()).free(block, layout.size(), layout.align());
            }
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: as in `dealloc`; a new block is as large as the smaller of both sizes, and apart.
        unsafe {
            if !program_break::is_cs(block.addr()) {
                let heap = &mut *self.supervisors.get();
                return heap.realloc(block, layout.size(), layout.align(), new_size);
            }
            if layout.align() <= C_ALIGNMENT {
                return realloc(block.cast(), new_size).cast();
            }
            let larger = Layout::from_size_align_unchecked(new_size, layout.align());
            let moved = aligned_alloc(larger.align(), larger.pad_to_align().size()).cast::<u8>();
            if !moved.is_null() {
                moved.copy_from_nonoverlapping(block, layout.size().min(new_size));
                free(block.cast());
            }
            moved
        }
    }
}

/// Memory that is grown for the supervisor, and never given back: WebAssembly's does not shrink.
struct Pages;

// SAFETY: each call grows the memory, so no two get the same part of it, and nobody else does.
unsafe impl Allocator for Pages {
    fn alloc(&self, size: usize) -> (*mut u8, usize, u32) {
        let grown = match HEAPS.is_closed.get() {
            true => None,
            false => super::grow(size.max(STEP)).or_else(|| super::grow(size)),
        };
        match grown {
            Some((start, length)) => (std::ptr::with_exposed_provenance_mut(start), length, 0),
            None => (std::ptr::null_mut(), 0, 0),
        }
    }

    fn remap(&self, _: *mut u8, _: usize, _: usize, _: bool) -> *mut u8 {
        std::ptr::null_mut()
    }

    fn free_part(&self, _: *mut u8, _: usize, _: usize) -> bool {
        false
    }

    fn free(&self, _: *mut u8, _: usize) -> bool {
        false
    }

    fn can_release_part(&self, _: u32) -> bool {
        false
    }

    fn allocates_zeros(&self) -> bool {
        true
    }

    fn page_size(&self) -> usize {
        64 * 1024
    }
}
