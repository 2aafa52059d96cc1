//! Rust's own heap: apart from C's, which is put back between two programs.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::UnsafeCell;

use dlmalloc::{Allocator, Dlmalloc};

/// How much memory is asked for at once: files come in pieces, growing is a call of the host's.
const STEP: usize = 512 * 1024;

struct Arena(UnsafeCell<Dlmalloc<Pages>>);

// SAFETY: the component has one thread.
unsafe impl Sync for Arena {}

#[global_allocator]
static ARENA: Arena = Arena(UnsafeCell::new(Dlmalloc::new_with_allocator(Pages)));

/// Where the arena's own variables are.
pub(super) fn variables() -> (usize, usize) {
    ((&raw const ARENA).expose_provenance(), size_of::<Arena>())
}

// SAFETY: Dlmalloc hands out blocks of the size and alignment asked for, and null where there is no
// memory; nothing else touches it, and with one thread no two calls are in it at once.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        unsafe { (*self.0.get()).malloc(layout.size(), layout.align()) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        unsafe { (*self.0.get()).calloc(layout.size(), layout.align()) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise: the block is this allocator's, of this layout, and live.
        unsafe { (*self.0.get()).free(block, layout.size(), layout.align()) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: as in `dealloc`.
        unsafe { (*self.0.get()).realloc(block, layout.size(), layout.align(), new_size) }
    }
}

/// Memory that is grown for Rust, and never given back: WebAssembly's does not shrink.
struct Pages;

// SAFETY: each call grows the memory, so no two get the same part of it, and nobody else does.
unsafe impl Allocator for Pages {
    fn alloc(&self, size: usize) -> (*mut u8, usize, u32) {
        match super::grow(size.max(STEP)).or_else(|| super::grow(size)) {
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
