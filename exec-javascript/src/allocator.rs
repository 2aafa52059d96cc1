//! The engine's memory: every byte that QuickJS holds, counted against the run's limit.
#![allow(unsafe_code)]

use std::cell::Cell;
use std::ffi::c_void;
use std::rc::Rc;

use rquickjs::allocator::Allocator;

// SAFETY: the signatures are those of the C standard, and of `malloc_usable_size` as wasi-libc and
// glibc both have it.
unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn calloc(count: usize, size: usize) -> *mut c_void;
    fn realloc(block: *mut c_void, size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
    fn malloc_usable_size(block: *mut c_void) -> usize;
}

/// How many bytes an engine holds, how many it held at most, and how many it may.
#[derive(Debug)]
pub(crate) struct Meter {
    used: Cell<usize>,
    peak: Cell<usize>,
    limit: Cell<usize>,
    refused: Cell<Option<u64>>,
}

impl Meter {
    /// A meter that allows `limit` bytes.
    pub(crate) fn new(limit: usize) -> Rc<Self> {
        Rc::new(Self {
            used: Cell::new(0),
            peak: Cell::new(0),
            limit: Cell::new(limit),
            refused: Cell::new(None),
        })
    }

    /// The most bytes that were held at once.
    pub(crate) fn peak(&self) -> u64 {
        self.peak.get() as u64
    }

    /// How many bytes would have been held if the last refused request had not been refused.
    pub(crate) fn refused(&self) -> Option<u64> {
        self.refused.get()
    }

    /// Allows `extra` bytes more: for the supervisor, which has to say what went wrong in a
    /// runtime that has just run out.
    pub(crate) fn allow_more(&self, extra: usize) {
        self.limit.set(self.limit.get().saturating_add(extra));
    }

    /// How many bytes are held.
    pub(crate) fn used(&self) -> usize {
        self.used.get()
    }

    /// Whether `size` bytes that are held elsewhere on the program's behalf fit beside its own.
    pub(crate) fn admits_beside(&self, size: usize) -> bool {
        self.admits(size, 0)
    }

    /// Counts `size` bytes that are held elsewhere on the program's behalf, until the guard goes;
    /// nothing if they are too many.
    pub(crate) fn hold(self: Rc<Self>, size: usize) -> Option<Held> {
        self.admits(size, 0).then(|| {
            self.add(size);
            Held { meter: self, size }
        })
    }

    /// Whether `more` bytes may be held in place of `less`.
    fn admits(&self, more: usize, less: usize) -> bool {
        let wanted = (self.used.get() - less).saturating_add(more);
        let admitted = wanted <= self.limit.get();
        if !admitted {
            self.refused.set(Some(wanted as u64));
        }
        admitted
    }

    fn add(&self, size: usize) {
        let used = self.used.get() + size;
        self.used.set(used);
        self.peak.set(self.peak.get().max(used));
    }

    fn subtract(&self, size: usize) {
        self.used.set(self.used.get().saturating_sub(size));
    }
}

/// Bytes on a program's account that its engine does not hold.
#[derive(Debug)]
pub(crate) struct Held {
    meter: Rc<Meter>,
    size: usize,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.meter.subtract(self.size);
    }
}

/// The C library's allocator, metered. What counts is what a block really occupies.
pub(crate) struct MeteredAllocator(Rc<Meter>);

impl MeteredAllocator {
    pub(crate) fn new(meter: Rc<Meter>) -> Self {
        Self(meter)
    }

    fn keep(&self, block: *mut c_void) -> *mut u8 {
        if !block.is_null() {
            self.0.add(usable_size(block));
        }
        block.cast()
    }
}

fn usable_size(block: *mut c_void) -> usize {
    // SAFETY: every block that comes here is null, for which the answer is 0, or live and from the
    // functions above.
    unsafe { malloc_usable_size(block) }
}

// SAFETY: the memory is the C library's, aligned for any type, at least as large as asked for, and
// null where it is refused; `usable_size` is the C library's own figure for its own blocks.
unsafe impl Allocator for MeteredAllocator {
    fn alloc(&mut self, size: usize) -> *mut u8 {
        if !self.0.admits(size, 0) {
            return std::ptr::null_mut();
        }
        // SAFETY: any size may be asked for.
        self.keep(unsafe { malloc(size) })
    }

    fn calloc(&mut self, count: usize, size: usize) -> *mut u8 {
        if !self.0.admits(count.saturating_mul(size), 0) {
            return std::ptr::null_mut();
        }
        // SAFETY: any product may be asked for; one that overflows gives null.
        self.keep(unsafe { calloc(count, size) })
    }

    unsafe fn dealloc(&mut self, ptr: *mut u8) {
        let block = ptr.cast();
        self.0.subtract(usable_size(block));
        // SAFETY: the caller's promise: the block is from this allocator and still live.
        unsafe { free(block) };
    }

    unsafe fn realloc(&mut self, ptr: *mut u8, new_size: usize) -> *mut u8 {
        let block = ptr.cast();
        let before = usable_size(block);
        if !self.0.admits(new_size, before) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promise, as in `dealloc`; a size of 0 does not come here, QuickJS
        // frees instead.
        let moved = unsafe { realloc(block, new_size) };
        if !moved.is_null() {
            self.0.subtract(before);
        }
        self.keep(moved)
    }

    unsafe fn usable_size(ptr: *mut u8) -> usize {
        usable_size(ptr.cast())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_is_held_and_refuses_beyond_the_limit() {
        let meter = Meter::new(10_000);
        let mut allocator = MeteredAllocator::new(Rc::clone(&meter));
        let block = allocator.alloc(6_000);
        assert!(!block.is_null());
        assert!(allocator.alloc(6_000).is_null());
        assert!(meter.refused().is_some_and(|asked| asked >= 12_000));
        // SAFETY: the block is live and this allocator's.
        let block = unsafe { allocator.realloc(block, 9_000) };
        assert!(!block.is_null());
        assert!((9_000..10_000).contains(&meter.peak()));
        // SAFETY: as above.
        assert!(unsafe { allocator.realloc(block, 20_000) }.is_null());
        // SAFETY: as above: a refused realloc leaves the block as it was.
        unsafe { allocator.dealloc(block) };
        assert_eq!(meter.used.get(), 0);
        assert!(allocator.calloc(usize::MAX, 2).is_null());
    }
}
