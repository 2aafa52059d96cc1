//! Vectors of buffers, as `fd_read` and `fd_write` and their kind take them.

use vfs_layer::Errno;

use super::abi::u32_at;
use super::memory::{Fault, GuestMemory};
use super::refusal::Refusal;

/// The most buffers that one call serves (POSIX's `IOV_MAX` on Linux). A call with more serves the
/// first ones and says so in its count, as POSIX allows any read or write to.
const IOV_MAX: usize = 1024;

const IOVEC_SIZE: u32 = 8;

/// A buffer that lies within memory and is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Buffer {
    pub(super) address: u32,
    pub(super) length: u32,
}

/// The buffers of a vector, empty ones left out. All of them are checked before any is used, and
/// what is allocated for them does not grow with the numbers that the program passed
/// (CVE-2026-27204).
///
/// # Errors
/// `EFAULT` when the vector or a buffer lies outside memory, `EINVAL` when the buffers together
/// are longer than a count can say.
pub(super) fn buffers(
    memory: &impl GuestMemory,
    iovs: u32,
    count: u32,
) -> Result<Vec<Buffer>, Refusal> {
    let size = count.checked_mul(IOVEC_SIZE).ok_or(Fault {
        address: iovs,
        length: u32::MAX,
    })?;
    let vector = memory.bytes(iovs, size)?;
    let mut total: u32 = 0;
    let mut buffers = Vec::new();
    for iovec in vector.chunks_exact(IOVEC_SIZE as usize).take(IOV_MAX) {
        let (address, length) = (u32_at(iovec, 0), u32_at(iovec, 4));
        if length == 0 {
            continue;
        }
        memory.bytes(address, length)?;
        total = total.checked_add(length).ok_or(Errno::Inval)?;
        buffers.push(Buffer { address, length });
    }
    Ok(buffers)
}

/// The bytes of all buffers, where they are.
pub(super) fn slices<'m>(
    memory: &'m impl GuestMemory,
    buffers: &[Buffer],
) -> Result<Vec<&'m [u8]>, Fault> {
    buffers
        .iter()
        .map(|buffer| memory.bytes(buffer.address, buffer.length))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::super::memory::SliceMemory;
    use super::*;

    fn vector(iovecs: &[(u32, u32)]) -> Vec<u8> {
        let mut bytes = vec![0; 8];
        for (address, length) in iovecs {
            bytes.extend(address.to_le_bytes());
            bytes.extend(length.to_le_bytes());
        }
        bytes
    }

    fn read(iovecs: &[(u32, u32)], count: u32) -> Result<Vec<(u32, u32)>, Errno> {
        let mut bytes = vector(iovecs);
        let found = buffers(&SliceMemory::new(&mut bytes), 8, count);
        found
            .map(|buffers| {
                buffers
                    .iter()
                    .map(|buffer| (buffer.address, buffer.length))
                    .collect()
            })
            .map_err(|refusal| refusal.0)
    }

    #[test]
    fn empty_buffers_are_left_out_wherever_they_point() {
        assert_eq!(
            read(&[(8, 4), (u32::MAX, 0), (0, 0), (12, 4)], 4),
            Ok(vec![(8, 4), (12, 4)])
        );
        assert_eq!(read(&[], 0), Ok(vec![]));
    }

    #[test]
    fn a_vector_or_buffer_outside_memory_is_a_fault() {
        for count in [2, 1 << 28, 1 << 29, u32::MAX] {
            assert_eq!(read(&[(8, 4)], count), Err(Errno::Fault));
        }
        for bad in [
            (0, 25),
            (20, 5),
            (8, u32::MAX),
            (u32::MAX, 1),
            (u32::MAX, u32::MAX),
        ] {
            assert_eq!(read(&[(8, 4), bad], 2), Err(Errno::Fault));
        }
    }

    #[test]
    fn buffers_that_overlap_to_more_than_a_count_can_say_are_invalid() {
        let mut bytes = vec![0; 1 << 24];
        let iovecs: Vec<(u32, u32)> = vec![(8, (1 << 24) - 8); 300];
        let vector = vector(&iovecs);
        bytes[..vector.len()].copy_from_slice(&vector);
        let memory = SliceMemory::new(&mut bytes);
        assert_eq!(buffers(&memory, 8, 300), Err(Errno::Inval.into()));
        assert_eq!(
            buffers(&memory, 8, 200).map(|buffers| buffers.len()),
            Ok(200)
        );
    }

    #[test]
    fn a_vector_beyond_the_maximum_is_served_in_part() {
        let iovecs: Vec<(u32, u32)> = vec![(8, 1); 5000];
        assert_eq!(
            read(&iovecs, 5000).map(|buffers| buffers.len()),
            Ok(IOV_MAX)
        );
    }
}
