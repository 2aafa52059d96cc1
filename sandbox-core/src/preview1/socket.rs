//! Sockets, which there are none of: every descriptor is something else.

use vfs_layer::Errno;

use super::Calls;
use super::abi::descriptor_flags;
use super::memory::GuestMemory;
use super::refusal::Answer;

impl<M: GuestMemory> Calls<'_, M> {
    pub(super) fn sock_accept(&mut self, fd: u32, flags: u32, _accepted: u32) -> Answer {
        descriptor_flags(flags)?;
        self.not_a_socket(fd)
    }

    pub(super) fn sock_recv(
        &mut self,
        fd: u32,
        _ri_data: u32,
        _ri_data_len: u32,
        ri_flags: u32,
        _ro_datalen: u32,
        _ro_flags: u32,
    ) -> Answer {
        flags_within(ri_flags, 0b11)?;
        self.not_a_socket(fd)
    }

    /// `siflags` has no flags; what is there is not looked at, as wasmtime-wasi does not.
    pub(super) fn sock_send(
        &mut self,
        fd: u32,
        _si_data: u32,
        _si_data_len: u32,
        _si_flags: u32,
        _so_datalen: u32,
    ) -> Answer {
        self.not_a_socket(fd)
    }

    pub(super) fn sock_shutdown(&mut self, fd: u32, how: u32) -> Answer {
        flags_within(how, 0b11)?;
        self.not_a_socket(fd)
    }

    fn not_a_socket(&mut self, fd: u32) -> Answer {
        self.run.files_to_read().kind(fd)?;
        Err(Errno::NotSock.into())
    }
}

fn flags_within(flags: u32, known: u32) -> Answer {
    if flags & !known == 0 {
        Ok(())
    } else {
        Err(Errno::Inval.into())
    }
}
