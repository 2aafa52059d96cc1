//! The memory that the C library shares with this crate: the component's own linear memory.
#![allow(unsafe_code)]

use sandbox_core::preview1::{Fault, GuestMemory};

const PAGE: usize = 64 * 1024;

/// The component's own linear memory.
pub(crate) struct LinearMemory;

/// Whether `length` bytes at `address` lie within memory, and not at null.
fn check(address: u32, length: u32) -> Result<(), Fault> {
    let end = u64::from(address) + u64::from(length);
    let size = core::arch::wasm32::memory_size::<0>() as u64 * PAGE as u64;
    if (address == 0 && length != 0) || end > size {
        return Err(Fault { address, length });
    }
    Ok(())
}

impl GuestMemory for LinearMemory {
    fn bytes(&self, address: u32, length: u32) -> Result<&[u8], Fault> {
        check(address, length)?;
        if length == 0 {
            return Ok(&[]);
        }
        // SAFETY: the range lies within memory and is not null. It is a buffer that C code owns
        // and lends to a libc call that is still in progress: the only thread of this instance is
        // here, so nothing writes to it while the slice, bound to `&self`, lives. File contents
        // and the descriptor table are Rust allocations, which no C buffer overlaps.
        Ok(unsafe { std::slice::from_raw_parts(address as *const u8, length as usize) })
    }

    fn bytes_mut(&mut self, address: u32, length: u32) -> Result<&mut [u8], Fault> {
        check(address, length)?;
        if length == 0 {
            return Ok(&mut []);
        }
        // SAFETY: as in `bytes`; and `&mut self` keeps a second slice from being made through the
        // same value, of which each call makes one.
        Ok(unsafe { std::slice::from_raw_parts_mut(address as *mut u8, length as usize) })
    }
}
