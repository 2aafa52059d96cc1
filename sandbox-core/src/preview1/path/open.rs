//! Opening.

use vfs_layer::{Errno, OpenOptions, Rights};

use super::super::Calls;
use super::super::abi::{OpenFlags, check, descriptor_flags, lookup_follows, store};
use super::super::memory::GuestMemory;
use super::super::refusal::Answer;
use super::super::rights::{self, bit};

impl<M: GuestMemory> Calls<'_, M> {
    #[allow(clippy::too_many_arguments)]
    pub(in super::super) fn path_open(
        &mut self,
        fd: u32,
        dirflags: u32,
        path: u32,
        path_len: u32,
        oflags: u32,
        rights_base: u64,
        rights_inheriting: u64,
        fdflags: u32,
        opened: u32,
    ) -> Answer {
        let flags = OpenFlags::parse(oflags)?;
        let options = OpenOptions {
            access: access(rights_base, flags.directory),
            // On a directory the rights to bytes guard nothing. They stay, or a link from it into its
            // parent would look like a gain. A file has those of `access`, whatever is named here.
            rights: rights::requested(rights_base)? | Rights::DATA,
            inheriting: rights::requested(rights_inheriting)?,
            create: flags.create,
            exclusive: flags.exclusive,
            truncate: flags.truncate,
            directory: flags.directory,
            follow: lookup_follows(dirflags)?,
            flags: descriptor_flags(fdflags)?,
        };
        check(&self.memory, opened, 4)?;
        let path = self.memory.bytes(path, path_len)?;
        let changes = flags.create || flags.truncate;
        let namespace = match changes {
            true => self.run.file_system(),
            false => self.run.files_to_read(),
        };
        if flags.truncate
            && !namespace
                .descriptor_stat(fd)?
                .rights
                .contains(Rights::TRUNCATE)
        {
            // Preview1 guards this by a right of the directory's own, `path_filestat_set_size`.
            return Err(Errno::NotCapable.into());
        }
        let opened_fd = namespace.open(fd, path, &options)?;
        Ok(store(&mut self.memory, opened, &opened_fd.to_le_bytes())?)
    }
}

/// The rights without which the open is refused. C libraries ask for every right that the
/// directory passes on, but for those to a file's bytes, which follow from `O_RDONLY`, `O_WRONLY` and
/// `O_RDWR`. Whoever opens a directory as such wants its entries, not its bytes.
fn access(rights_base: u64, directory: bool) -> Rights {
    let mut access = Rights::empty();
    if rights_base & bit::FD_READ != 0 && !directory {
        access |= Rights::READ;
    }
    if rights_base & bit::FD_WRITE != 0 {
        access |= Rights::WRITE;
    }
    access
}
