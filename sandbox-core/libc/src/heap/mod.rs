//! The component's memory: the engine's on one side, the supervisor's on the other, so that the one can be
//! put back as it was without the other noticing.
//!
//! ```text
//! 0          shadow stack
//!            data of C and of Rust        ┐
//!            heap of C, first extent      ├ put back between two programs
//!            memory that was grown        │
//!              for C (an extent)          ┘
//!              for the supervisor
//!              ...
//! ```
//!
//! C's heap is what wasi-libc asks `sbrk` for ([`program_break`]), the supervisor's what Rust's global
//! allocator asks for ([`arena`]). An engine of which parts are written in Rust has that Rust allocate on
//! C's heap as well, while it is at work ([`within_engine`]); whatever acts on a run is the supervisor's
//! again. [`image`] saves and restores; what the supervisor keeps in variables lies among C's data, and is
//! left alone.

mod arena;
pub mod image;
pub mod program_break;
pub mod resident;
mod room;

pub use arena::within_engine;
pub(crate) use arena::within_supervisor;
pub use room::Room;

/// Grows the memory by at least `bytes`. Returns where the new part begins, and its length.
fn grow(bytes: usize) -> Option<(usize, usize)> {
    const PAGE: usize = 64 * 1024;
    let pages = bytes.div_ceil(PAGE);
    let before = core::arch::wasm32::memory_grow::<0>(pages);
    (before != usize::MAX).then(|| (before * PAGE, pages * PAGE))
}
