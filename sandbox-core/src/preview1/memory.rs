//! The guest's memory, as preview1's pointers address it.

use thiserror::Error;
use vfs_layer::Errno;

/// The memory that a program's pointers point into. Whatever the program passes, an
/// implementation answers with bytes that are there, or refuses. To WebAssembly address 0 is one like
/// others; an implementation that shares its memory with C may refuse it as the null pointer.
pub trait GuestMemory {
    /// The `length` bytes at `address`.
    ///
    /// # Errors
    /// When any of them lies outside memory.
    fn bytes(&self, address: u32, length: u32) -> Result<&[u8], Fault>;

    /// The `length` bytes at `address`, to be written.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    fn bytes_mut(&mut self, address: u32, length: u32) -> Result<&mut [u8], Fault>;
}

/// An access outside memory. The program sees `EFAULT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no {length} bytes of memory at {address:#x}")]
pub struct Fault {
    /// Where the access began.
    pub address: u32,
    /// How many bytes it wanted.
    pub length: u32,
}

impl Fault {
    /// What the program sees.
    pub const ERRNO: Errno = Errno::Fault;
}

/// A memory that a host holds as one slice, such as the data of an instance's linear memory.
#[derive(Debug)]
pub struct SliceMemory<'m>(&'m mut [u8]);

impl<'m> SliceMemory<'m> {
    /// The memory from address 0 on.
    #[must_use]
    pub fn new(bytes: &'m mut [u8]) -> Self {
        Self(bytes)
    }
}

impl GuestMemory for SliceMemory<'_> {
    fn bytes(&self, address: u32, length: u32) -> Result<&[u8], Fault> {
        let (start, end) = range(address, length)?;
        self.0.get(start..end).ok_or(Fault { address, length })
    }

    fn bytes_mut(&mut self, address: u32, length: u32) -> Result<&mut [u8], Fault> {
        let (start, end) = range(address, length)?;
        self.0.get_mut(start..end).ok_or(Fault { address, length })
    }
}

/// Where an access begins and ends. The sum cannot wrap where this runs natively; where it could,
/// the access is a fault.
fn range(address: u32, length: u32) -> Result<(usize, usize), Fault> {
    let end = u64::from(address) + u64::from(length);
    let end = usize::try_from(end).map_err(|_| Fault { address, length })?;
    Ok((address as usize, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_is_within_memory_or_a_fault() {
        let mut bytes = [7; 16];
        let mut memory = SliceMemory::new(&mut bytes);
        assert_eq!(memory.bytes(1, 15), Ok(&[7; 15][..]));
        assert_eq!(memory.bytes(16, 0), Ok(&[][..]));
        assert_eq!(memory.bytes(0, 16), Ok(&[7; 16][..]));
        let outside = [
            (0, 17),
            (1, 16),
            (16, 1),
            (17, 0),
            (u32::MAX, 1),
            (1, u32::MAX),
            (u32::MAX, u32::MAX),
        ];
        for (address, length) in outside {
            let fault = Fault { address, length };
            assert_eq!(memory.bytes(address, length), Err(fault));
            assert_eq!(memory.bytes_mut(address, length), Err(fault));
        }
    }
}
