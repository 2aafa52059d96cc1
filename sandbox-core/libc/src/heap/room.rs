//! Readying both heaps for programs, before a component is packed with them.
//!
//! Whatever makes an engine ready leaves holes between what stays, all over its memory. A program that finds
//! its memory there writes to a page here and a page there, and each of them is one that its instance has
//! for itself and that is put back afterwards: a hundred stretches of memory instead of one. Hosts bear a
//! few stretches: Wasmtime keeps the pages of 32, and has whatever lies behind them mapped anew in every
//! instance. So the holes are closed, for good, and programs find their memory in one piece, which lies
//! before what the engine was readied with.
#![allow(unsafe_code, reason = "it takes raw memory of an allocator")]

use std::alloc::{Layout, alloc, dealloc};

use super::{arena, program_break, within_engine};

/// What a small program has of each heap.
const SUPERVISORS: usize = 256 * 1024;
const ENGINES: usize = 768 * 1024;

/// What is smaller is a hole.
const HOLE: usize = 64 * 1024;

/// The largest piece that is free as one.
const LARGEST: usize = 1 << 20;

/// The memory that programs will find, taken so that nothing of what stays gets into it.
#[derive(Debug)]
pub struct Room {
    supervisors: Option<Block>,
    engines: Option<Block>,
}

/// A block of the heap whose turn it is.
#[derive(Debug)]
struct Block {
    start: *mut u8,
    layout: Layout,
}

/// A free block that has been taken, and a list of them.
struct Taken {
    next: *mut Taken,
    layout: Layout,
}

impl Room {
    /// Takes it: before an engine is made ready.
    #[must_use]
    pub fn set_aside() -> Self {
        Self {
            supervisors: arena::within_supervisor(|| Block::take(SUPERVISORS)),
            engines: within_engine(|| Block::take(ENGINES)),
        }
    }

    /// Closes the holes of both heaps, and gives the room back: once an engine is ready. What is free is
    /// filled with zeros, which a component that is packed now need not hold.
    pub fn settle(self) {
        arena::while_closed(|| close(self.supervisors));
        program_break::while_closed(|| within_engine(|| close(self.engines)));
    }
}

impl Block {
    fn take(size: usize) -> Option<Self> {
        let layout = Layout::from_size_align(size, align_of::<Taken>()).ok()?;
        // The block is what matters, not what is in it. A compiler that sees a small one neither read nor given
        // back may leave the request out, and then takes holes for ever.
        // SAFETY: the layout is not empty.
        let start = std::hint::black_box(unsafe { alloc(layout) });
        (!start.is_null()).then_some(Self { start, layout })
    }

    fn clear(&self) {
        // SAFETY: the block is as large as its layout says, and nobody else's.
        unsafe { self.start.write_bytes(0, self.layout.size()) };
    }

    fn give_back(self) {
        // SAFETY: the block was taken with this layout, and is given back once: it is gone now.
        unsafe { dealloc(self.start, self.layout) };
    }
}

/// Takes all free blocks of a heap that does not grow, the largest first, and gives back `room` and what is
/// large.
fn close(room: Option<Block>) {
    let mut large: *mut Taken = std::ptr::null_mut();
    let sizes = std::iter::successors(Some(LARGEST), |size| Some(size / 2));
    for size in sizes.take_while(|&size| size > 0) {
        while let Some(block) = Block::take(size.max(size_of::<Taken>())) {
            block.clear();
            if size >= HOLE {
                let taken = block.start.cast::<Taken>();
                let (next, layout) = (large, block.layout);
                // SAFETY: the block is larger than what is written, and aligned for it.
                unsafe { taken.write(Taken { next, layout }) };
                large = taken;
            }
        }
    }
    while !large.is_null() {
        // SAFETY: the list holds blocks that were taken above and not given back yet. What stands in one is
        // read before it goes.
        let Taken { next, layout } = unsafe { large.read() };
        let start = large.cast::<u8>();
        let block = Block { start, layout };
        // SAFETY: as above.
        unsafe { start.write_bytes(0, size_of::<Taken>()) };
        block.give_back();
        large = next;
    }
    if let Some(block) = room {
        block.clear();
        block.give_back();
    }
}
