//! The engine's memory: every byte that QuickJS holds, counted against the run's limit.
#![allow(unsafe_code)]

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;
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

    /// Begins a program's account: it may hold `limit` bytes, what is held already among them.
    pub(crate) fn begin(&self, limit: usize) {
        self.limit.set(limit);
        self.peak.set(self.used.get());
        self.refused.set(None);
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

    /// How many bytes more may be held.
    #[cfg(target_family = "wasm")]
    pub(crate) fn room(&self) -> usize {
        self.limit.get().saturating_sub(self.used.get())
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

/// The C library's allocator, metered. What counts is what a block really occupies. What the engine has not
/// given back when its program ends (that of a program that was interrupted, which nobody takes apart, and
/// what an engine's own fault leaks) goes when the engine's memory is put back.
pub(crate) struct MeteredAllocator {
    meter: Rc<Meter>,
}

impl MeteredAllocator {
    pub(crate) fn new(meter: Rc<Meter>) -> Self {
        Self { meter }
    }

    /// Counts a new block, if there is one.
    fn count(&self, block: *mut c_void) -> *mut u8 {
        if !block.is_null() {
            self.meter.add(occupied(block));
        }
        block.cast()
    }
}

fn occupied(block: *mut c_void) -> usize {
    // SAFETY: every block that comes here is live and from the functions below.
    unsafe { malloc_usable_size(block) }
}

// SAFETY: the memory is the C library's, aligned for any type, at least as large as asked for, and
// null where it is refused; `usable_size` is the C library's own figure for its own blocks.
unsafe impl Allocator for MeteredAllocator {
    fn alloc(&mut self, size: usize) -> *mut u8 {
        if !self.meter.admits(size, 0) {
            return ptr::null_mut();
        }
        // SAFETY: any size may be asked for.
        self.count(unsafe { malloc(size) })
    }

    fn calloc(&mut self, count: usize, size: usize) -> *mut u8 {
        if !self.meter.admits(count.saturating_mul(size), 0) {
            return ptr::null_mut();
        }
        // SAFETY: any size may be asked for; one that nobody has gives null.
        self.count(unsafe { calloc(count, size) })
    }

    unsafe fn dealloc(&mut self, ptr: *mut u8) {
        self.meter.subtract(occupied(ptr.cast()));
        // SAFETY: the caller's promise: the block is from this allocator and still live.
        unsafe { free(ptr.cast()) }
    }

    unsafe fn realloc(&mut self, ptr: *mut u8, new_size: usize) -> *mut u8 {
        let before = occupied(ptr.cast());
        if !self.meter.admits(new_size, before) {
            return ptr::null_mut();
        }
        // SAFETY: the caller's promise, as in `dealloc`; a size of 0 does not come here, QuickJS
        // frees instead. Where the block cannot move it is what it was, and counted.
        let moved = unsafe { realloc(ptr.cast(), new_size) };
        if moved.is_null() {
            return ptr::null_mut();
        }
        self.meter.subtract(before);
        self.count(moved)
    }

    unsafe fn usable_size(ptr: *mut u8) -> usize {
        occupied(ptr.cast())
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
