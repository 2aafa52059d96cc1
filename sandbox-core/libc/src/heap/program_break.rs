//! `sbrk`: all memory that C code gets, held to the program's limit if it has one.
//!
//! wasi-libc's `malloc` takes the memory between the data and the end of what the module began with, and
//! then asks `sbrk` for more. So every byte that an engine in C and the libraries under it hold is counted
//! here, in the units that they ask in (64 KiB), and what is refused here becomes CPython's MemoryError.
//!
//! The supervisor grows the same memory, so C's is in several pieces, the extents. What a program used stays
//! C's for the next one.
#![allow(
    unsafe_code,
    reason = "it defines a symbol of libc's, which hands out raw memory"
)]

use std::cell::UnsafeCell;
use std::ffi::c_void;

/// The most extents. Neighbours are joined, so a new one is needed only where Rust grew in between.
const EXTENTS: usize = 64;

/// How much is asked for at once, so that there are few extents.
const STEP: usize = 1024 * 1024;

/// A piece of memory that is C's.
#[derive(Clone, Copy)]
struct Extent {
    start: usize,
    /// Up to where it was handed out.
    next: usize,
    end: usize,
}

struct Break {
    extents: [Extent; EXTENTS],
    count: usize,
    /// The extent that memory is handed out from; those after it are empty.
    current: usize,
    used: usize,
    peak: usize,
    limit: usize,
    refused: Option<u64>,
    /// Whether a request was refused that nobody has asked about yet.
    fresh_refusal: bool,
    /// Who is told of a refusal.
    on_refusal: Option<fn()>,
}

/// How far memory was handed out at some time, by extents.
#[derive(Clone, Copy)]
pub struct Mark {
    current: usize,
    next: usize,
    used: usize,
}

struct Static(UnsafeCell<Break>);

// SAFETY: the component has one thread.
unsafe impl Sync for Static {}

static BREAK: Static = Static(UnsafeCell::new(Break {
    extents: [Extent {
        start: 0,
        next: 0,
        end: 0,
    }; EXTENTS],
    count: 0,
    current: 0,
    used: 0,
    peak: 0,
    limit: usize::MAX,
    refused: None,
    fresh_refusal: false,
    on_refusal: None,
}));

/// Where these variables are.
pub(super) fn variables() -> (usize, usize) {
    ((&raw const BREAK).expose_provenance(), size_of::<Static>())
}

fn with_break<T>(body: impl FnOnce(&mut Break) -> T) -> T {
    // SAFETY: one thread, and no body calls anything that comes back here.
    body(unsafe { &mut *BREAK.0.get() })
}

/// The bytes that `malloc` began with, before it ever came here.
fn initial() -> usize {
    unsafe extern "C" {
        static __heap_base: u8;
        static __heap_end: u8;
    }
    // The linker's symbols: only their addresses mean something.
    (&raw const __heap_end)
        .addr()
        .saturating_sub((&raw const __heap_base).addr())
}

/// Gives C `increment` bytes more. As POSIX had it, except that nothing is taken back.
// SAFETY: the name is wasi-libc's own, whose definition this takes the place of: it has no others.
#[unsafe(no_mangle)]
extern "C" fn sbrk(increment: isize) -> *mut c_void {
    const FAILED: *mut c_void = std::ptr::without_provenance_mut(usize::MAX);
    let Ok(bytes) = usize::try_from(increment) else {
        return FAILED;
    };
    match with_break(|state| state.take(bytes)) {
        Some(start) => std::ptr::with_exposed_provenance_mut(start),
        None => {
            if let Some(tell) = with_break(|state| state.on_refusal) {
                tell();
            }
            FAILED
        }
    }
}

impl Break {
    fn take(&mut self, bytes: usize) -> Option<usize> {
        let wanted = self.used.saturating_add(bytes);
        if initial().saturating_add(wanted) > self.limit {
            self.refuse(wanted);
            return None;
        }
        let index = match self.extent_with(bytes) {
            Some(index) => index,
            None => self.grow(bytes)?,
        };
        self.current = index;
        let extent = self.extents.get_mut(index)?;
        let start = extent.next;
        extent.next += bytes;
        self.used = wanted;
        self.peak = self.peak.max(wanted);
        Some(start)
    }

    fn refuse(&mut self, wanted: usize) {
        self.refused = Some(initial().saturating_add(wanted) as u64);
        self.fresh_refusal = true;
    }

    /// The first extent, from the current one on, that has room.
    fn extent_with(&self, bytes: usize) -> Option<usize> {
        let room = |extent: &Extent| extent.end - extent.next >= bytes;
        let from = self.extents.get(self.current..self.count)?;
        from.iter().position(room).map(|at| self.current + at)
    }

    fn grow(&mut self, bytes: usize) -> Option<usize> {
        let last = self.count.checked_sub(1);
        // Room behind a large block: when it is asked for again and something small has taken its place,
        // the little that is missing is there, and no second block is needed beside it.
        let roomy = bytes.saturating_add(bytes / 16).max(STEP);
        let grown = super::grow(roomy).or_else(|| super::grow(bytes));
        let Some((start, length)) = grown else {
            self.refuse(self.used.saturating_add(bytes));
            return None;
        };
        let end = start + length;
        if let Some(index) = last
            && let Some(extent) = self.extents.get_mut(index)
            && extent.end == start
        {
            extent.end = end;
            return Some(index);
        }
        let extent = self.extents.get_mut(self.count)?;
        *extent = Extent {
            start,
            next: start,
            end,
        };
        self.count += 1;
        Some(self.count - 1)
    }
}

/// Has `tell` called whenever C is refused memory, before C learns of it. It must not allocate.
pub fn on_refusal(tell: fn()) {
    with_break(|state| state.on_refusal = Some(tell));
}

/// Whether an address is C's: of its data, or of its heap.
pub(super) fn is_cs(address: usize) -> bool {
    unsafe extern "C" {
        static __heap_end: u8;
    }
    address < (&raw const __heap_end).addr()
        || with_break(|state| {
            let extents = state.extents.iter().take(state.count);
            extents
                .rev()
                .any(|extent| (extent.start..extent.end).contains(&address))
        })
}

/// Runs `body` while C gets nothing more, and nobody is told of it.
pub(super) fn while_closed(body: impl FnOnce()) {
    let (limit, told) = with_break(|state| {
        let limit = std::mem::replace(&mut state.limit, 0);
        (limit, state.on_refusal.take())
    });
    body();
    with_break(|state| {
        state.limit = limit;
        state.on_refusal = told;
        state.refused = None;
        state.fresh_refusal = false;
    });
}

/// Begins a run: C may hold `limit` bytes in all.
pub fn begin(limit: usize) {
    with_break(|state| {
        state.limit = limit;
        state.peak = state.used;
        state.refused = None;
        state.fresh_refusal = false;
    });
}

/// Allows `extra` bytes more: for the supervisor, which has to say what went wrong.
pub fn allow_more(extra: usize) {
    with_break(|state| state.limit = state.limit.saturating_add(extra));
}

/// The most bytes that C held at once in this run.
pub fn peak() -> u64 {
    with_break(|state| (initial() + state.peak) as u64)
}

/// How many bytes C would have held if the last refused request had not been refused.
pub fn refused() -> Option<u64> {
    with_break(|state| state.refused)
}

/// Whether a request was refused since this was last asked.
pub fn was_refused() -> bool {
    with_break(|state| std::mem::take(&mut state.fresh_refusal))
}

/// How far memory is handed out now.
pub(super) fn mark() -> Mark {
    with_break(|state| Mark {
        current: state.current,
        next: state
            .extents
            .get(state.current)
            .map_or(0, |extent| extent.next),
        used: state.used,
    })
}

/// The parts that are handed out now: address and length.
pub(super) fn parts() -> Vec<(usize, usize)> {
    let extents = with_break(|state| (state.extents, state.count, state.current));
    let (extents, count, current) = extents;
    extents
        .iter()
        .take(count.min(current + 1))
        .map(|extent| (extent.start, extent.next - extent.start))
        .filter(|&(_, length)| length > 0)
        .collect()
}

/// Takes back everything that was handed out since `mark`, and fills it with zeros.
pub(super) fn rewind(mark: Mark) {
    with_break(|state| {
        for (index, extent) in state.extents.iter_mut().enumerate().take(state.count) {
            let keep = match index {
                index if index < mark.current => extent.next,
                index if index == mark.current => mark.next.max(extent.start),
                _ => extent.start,
            };
            let length = extent.next - keep;
            // SAFETY: the bytes were handed out to C, all of whose variables have been put back to
            // the time of the mark: nothing refers to them any more.
            unsafe {
                std::ptr::with_exposed_provenance_mut::<u8>(keep).write_bytes(0, length);
            }
            extent.next = keep;
        }
        state.current = mark.current;
        state.used = mark.used;
    });
}
