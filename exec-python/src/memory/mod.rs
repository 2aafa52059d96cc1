//! The component's memory: CPython's on one side, Rust's on the other, so that the one can be put back
//! as it was without the other noticing.
//!
//! ```text
//! 0          shadow stack
//!            data of C and of Rust        ┐
//!            heap of C, first extent      ├ put back between two programs
//!            memory that was grown        │
//!              for C (an extent)          ┘
//!              for Rust
//!              ...
//! ```
//!
//! C's heap is what wasi-libc asks `sbrk` for ([`program_break`]), Rust's what its global allocator
//! asks for ([`arena`]). [`image`] saves and restores; what Rust keeps in variables lies among C's data,
//! and is left alone ([`variables`](image::variables)).

mod arena;
pub(crate) mod image;
pub(crate) mod program_break;
pub(crate) mod reserve;

/// Grows the memory by at least `bytes`. Returns where the new part begins, and its length.
fn grow(bytes: usize) -> Option<(usize, usize)> {
    const PAGE: usize = 64 * 1024;
    let pages = bytes.div_ceil(PAGE);
    let before = core::arch::wasm32::memory_grow::<0>(pages);
    (before != usize::MAX).then(|| (before * PAGE, pages * PAGE))
}
