//! Structures and flags, byte for byte as `typenames.witx` lays them out.
//!
//! Everything is little-endian and padding is zero. Pointers need not be aligned.

use vfs_layer::{DescriptorFlags, Errno, FileStat, Timestamp, Whence};

use super::memory::{Fault, GuestMemory};
use super::refusal::Refusal;

/// The size of a `dirent`, without the name that follows it.
pub(super) const DIRENT_SIZE: usize = 24;
/// The size of a `subscription`.
pub(super) const SUBSCRIPTION_SIZE: u32 = 48;
/// The size of an `event`.
pub(super) const EVENT_SIZE: u32 = 32;

/// Reads `N` bytes.
pub(super) fn load<const N: usize>(
    memory: &impl GuestMemory,
    address: u32,
) -> Result<[u8; N], Fault> {
    let length = u32::try_from(N).unwrap_or(u32::MAX);
    let bytes = memory.bytes(address, length)?;
    bytes.try_into().map_err(|_| Fault { address, length })
}

/// Writes `bytes`.
pub(super) fn store(
    memory: &mut impl GuestMemory,
    address: u32,
    bytes: &[u8],
) -> Result<(), Fault> {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    memory.bytes_mut(address, length)?.copy_from_slice(bytes);
    Ok(())
}

/// Checks that `length` bytes can be written at `address` before anything is done whose result
/// goes there: a call that faults has changed nothing.
pub(super) fn check(memory: &impl GuestMemory, address: u32, length: u32) -> Result<(), Fault> {
    memory.bytes(address, length).map(|_| ())
}

/// The address `offset` bytes further on.
pub(super) fn offset(address: u32, offset: u32) -> Result<u32, Fault> {
    address.checked_add(offset).ok_or(Fault {
        address,
        length: offset,
    })
}

/// Puts fields into a structure of `N` bytes.
pub(super) struct Layout<const N: usize>([u8; N]);

impl<const N: usize> Layout<N> {
    pub(super) fn new() -> Self {
        Self([0; N])
    }

    /// A field at its offset; one that does not fit is left out, which no layout here has.
    pub(super) fn field<const W: usize>(mut self, at: usize, value: [u8; W]) -> Self {
        if let Some(place) = self.0.get_mut(at..).and_then(|rest| rest.first_chunk_mut()) {
            *place = value;
        }
        self
    }

    pub(super) fn bytes(self) -> [u8; N] {
        self.0
    }
}

/// A number at its offset in a structure; zero where the structure has none.
pub(super) fn u32_at(structure: &[u8], at: usize) -> u32 {
    let bytes = structure.get(at..).and_then(|rest| rest.first_chunk());
    u32::from_le_bytes(bytes.copied().unwrap_or_default())
}

/// As [`u32_at`].
pub(super) fn u64_at(structure: &[u8], at: usize) -> u64 {
    let bytes = structure.get(at..).and_then(|rest| rest.first_chunk());
    u64::from_le_bytes(bytes.copied().unwrap_or_default())
}

/// As [`u32_at`].
pub(super) fn u16_at(structure: &[u8], at: usize) -> u16 {
    let bytes = structure.get(at..).and_then(|rest| rest.first_chunk());
    u16::from_le_bytes(bytes.copied().unwrap_or_default())
}

/// `filestat`.
pub(super) fn filestat(stat: &FileStat) -> [u8; 64] {
    let nanos = |time: Timestamp| time.as_nanos().to_le_bytes();
    Layout::new()
        .field(0, stat.device.to_le_bytes())
        .field(8, stat.inode.to_le_bytes())
        .field(16, [stat.kind.preview1()])
        .field(24, stat.links.to_le_bytes())
        .field(32, stat.size.to_le_bytes())
        .field(40, nanos(stat.accessed))
        .field(48, nanos(stat.modified))
        .field(56, nanos(stat.changed))
        .bytes()
}

/// `fdstat`.
pub(super) fn fdstat(
    filetype: u8,
    flags: DescriptorFlags,
    rights_base: u64,
    rights_inheriting: u64,
) -> [u8; 24] {
    Layout::new()
        .field(0, [filetype])
        .field(2, flags.bits().to_le_bytes())
        .field(8, rights_base.to_le_bytes())
        .field(16, rights_inheriting.to_le_bytes())
        .bytes()
}

/// `prestat` of a directory whose name has `name_length` bytes.
pub(super) fn prestat(name_length: u32) -> [u8; 8] {
    Layout::new()
        .field(0, [0])
        .field(4, name_length.to_le_bytes())
        .bytes()
}

/// `lookupflags`: whether a symbolic link in the last component is followed.
pub(super) fn lookup_follows(flags: u32) -> Result<bool, Refusal> {
    match flags {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Errno::Inval.into()),
    }
}

/// `fdflags`.
pub(super) fn descriptor_flags(flags: u32) -> Result<DescriptorFlags, Refusal> {
    let bits = u16::try_from(flags).map_err(|_| Errno::Inval)?;
    Ok(DescriptorFlags::from_bits(bits).ok_or(Errno::Inval)?)
}

/// `whence`.
pub(super) fn whence(whence: u32) -> Result<Whence, Refusal> {
    match whence {
        0 => Ok(Whence::Start),
        1 => Ok(Whence::Current),
        2 => Ok(Whence::End),
        _ => Err(Errno::Inval.into()),
    }
}

/// `oflags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OpenFlags {
    pub(super) create: bool,
    pub(super) directory: bool,
    pub(super) exclusive: bool,
    pub(super) truncate: bool,
}

impl OpenFlags {
    pub(super) fn parse(flags: u32) -> Result<Self, Refusal> {
        if flags > 0b1111 {
            return Err(Errno::Inval.into());
        }
        Ok(Self {
            create: flags & 1 != 0,
            directory: flags & 2 != 0,
            exclusive: flags & 4 != 0,
            truncate: flags & 8 != 0,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::super::memory::SliceMemory;
    use super::*;
    use vfs_layer::FileKind;

    #[test]
    fn filestat_has_every_field_at_its_offset() {
        let stat = FileStat {
            device: 1,
            inode: 2,
            kind: FileKind::RegularFile,
            links: 3,
            size: 4,
            accessed: Timestamp::from_nanos(5),
            modified: Timestamp::from_nanos(6),
            changed: Timestamp::from_nanos(u64::MAX),
        };
        let mut expected = [0; 64];
        for (at, value) in [(0, 1), (8, 2), (16, 4), (24, 3), (32, 4), (40, 5), (48, 6)] {
            expected[at] = value;
        }
        expected[56..].fill(0xff);
        assert_eq!(filestat(&stat), expected);
    }

    #[test]
    fn fdstat_and_prestat_have_every_field_at_its_offset() {
        let mut expected = [0; 24];
        expected[0] = 3;
        expected[2] = 1;
        expected[8..16].fill(0xaa);
        expected[16..].fill(0xbb);
        let all = |byte| u64::from_le_bytes([byte; 8]);
        assert_eq!(
            fdstat(3, DescriptorFlags::APPEND, all(0xaa), all(0xbb)),
            expected
        );
        assert_eq!(prestat(0x0102), [0, 0, 0, 0, 2, 1, 0, 0]);
    }

    #[test]
    fn numbers_that_no_flag_or_enum_has_are_invalid() {
        let invalid = Err(Errno::Inval.into());
        assert_eq!(lookup_follows(2), invalid.map(|()| false));
        assert_eq!(descriptor_flags(1 << 5).err(), invalid.err());
        assert_eq!(descriptor_flags(1 << 16).err(), invalid.err());
        assert_eq!(whence(3).err(), invalid.err());
        assert_eq!(OpenFlags::parse(16).err(), invalid.err());
        assert_eq!(lookup_follows(1), Ok(true));
        assert_eq!(descriptor_flags(0b11111), Ok(DescriptorFlags::all()));
    }

    #[test]
    fn loads_and_stores_stay_within_memory() {
        let mut bytes = [0; 16];
        let mut memory = SliceMemory::new(&mut bytes);
        assert_eq!(store(&mut memory, 12, &7_u32.to_le_bytes()), Ok(()));
        assert_eq!(load(&memory, 12), Ok(7_u32.to_le_bytes()));
        let fault = Fault {
            address: 13,
            length: 4,
        };
        assert_eq!(store(&mut memory, 13, &[1; 4]), Err(fault));
        assert_eq!(load::<4>(&memory, 13), Err(fault));
        assert_eq!(load(&memory, 12), Ok(7_u32.to_le_bytes()));
        assert_eq!(
            offset(u32::MAX, 1),
            Err(Fault {
                address: u32::MAX,
                length: 1
            })
        );
    }
}
