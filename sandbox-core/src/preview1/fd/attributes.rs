//! Attributes of open objects: sizes, times, and what would be done to a disk.

use vfs_layer::{DescriptorKind, Errno, TimeChange, Timestamp};

use super::super::Calls;
use super::super::abi::{check, filestat, store};
use super::super::memory::GuestMemory;
use super::super::refusal::{Answer, Refusal};
use super::{file, file_to_change, object, object_to_change};

const FILESTAT_SIZE: u32 = 64;

impl<M: GuestMemory> Calls<'_, M> {
    pub(in super::super) fn fd_filestat_get(&mut self, fd: u32, stat: u32) -> Answer {
        check(&self.memory, stat, FILESTAT_SIZE)?;
        let namespace = self.run.files_to_read();
        let bytes = match namespace.kind(fd)? {
            DescriptorKind::File | DescriptorKind::Directory => filestat(&namespace.stat(fd)?),
            // A standard stream is of unknown type, and all its attributes are 0.
            DescriptorKind::Stdin | DescriptorKind::Stdout | DescriptorKind::Stderr => [0; 64],
        };
        Ok(store(&mut self.memory, stat, &bytes)?)
    }

    pub(in super::super) fn fd_filestat_set_size(&mut self, fd: u32, size: u64) -> Answer {
        Ok(file_to_change(self.run, fd)?.set_size(fd, size)?)
    }

    pub(in super::super) fn fd_filestat_set_times(
        &mut self,
        fd: u32,
        atim: u64,
        mtim: u64,
        fst_flags: u32,
    ) -> Answer {
        let (accessed, modified) = time_changes(atim, mtim, fst_flags)?;
        Ok(object_to_change(self.run, fd)?.set_times(fd, accessed, modified)?)
    }

    pub(in super::super) fn fd_allocate(&mut self, fd: u32, offset: u64, len: u64) -> Answer {
        Ok(file_to_change(self.run, fd)?.allocate(fd, offset, len)?)
    }

    pub(in super::super) fn fd_advise(
        &mut self,
        fd: u32,
        offset: u64,
        len: u64,
        advice: u32,
    ) -> Answer {
        const LAST_ADVICE: u32 = 5;
        if advice > LAST_ADVICE {
            return Err(Errno::Inval.into());
        }
        Ok(file(self.run, fd)?.advise(fd, offset, len)?)
    }

    pub(in super::super) fn fd_sync(&mut self, fd: u32) -> Answer {
        Ok(object(self.run, fd)?.sync(fd)?)
    }

    pub(in super::super) fn fd_datasync(&mut self, fd: u32) -> Answer {
        Ok(object(self.run, fd)?.datasync(fd)?)
    }
}

/// `fstflags` with the times that they speak of: what happens to the access time and to the
/// modification time.
pub(in super::super) fn time_changes(
    accessed: u64,
    modified: u64,
    flags: u32,
) -> Result<(TimeChange, TimeChange), Refusal> {
    if flags > 0b1111 {
        return Err(Errno::Inval.into());
    }
    let change = |to: u64, flags: u32| match flags & 0b11 {
        0 => Ok(TimeChange::Keep),
        1 => Ok(TimeChange::To(Timestamp::from_nanos(to))),
        2 => Ok(TimeChange::Now),
        // To a given time and to now at once.
        _ => Err(Refusal(Errno::Inval, None)),
    };
    Ok((change(accessed, flags)?, change(modified, flags >> 2)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_time_has_its_two_flags() {
        let to = |nanos| TimeChange::To(Timestamp::from_nanos(nanos));
        assert_eq!(
            time_changes(1, 2, 0),
            Ok((TimeChange::Keep, TimeChange::Keep))
        );
        assert_eq!(time_changes(1, 2, 0b0001), Ok((to(1), TimeChange::Keep)));
        assert_eq!(time_changes(1, 2, 0b0100), Ok((TimeChange::Keep, to(2))));
        assert_eq!(
            time_changes(1, 2, 0b1010),
            Ok((TimeChange::Now, TimeChange::Now))
        );
        for flags in [0b0011, 0b1100, 0b1111, 0b1_0000, u32::MAX] {
            assert_eq!(time_changes(1, 2, flags), Err(Errno::Inval.into()));
        }
    }
}
