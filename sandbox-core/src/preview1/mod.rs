//! WASI preview1 over the in-memory file system.
//!
//! [`Preview1`] has one method for each function of the table in
//! [`for_each_preview1_function!`](crate::for_each_preview1_function), with the argument names and
//! types of that table. It works on a [`Run`], through any [`GuestMemory`]: linked into a component
//! it is the C library's host, behind a Wasmtime linker it is any module's. It holds nothing of its
//! own between two calls.
//!
//! Every number that comes in is hostile. Pointers and lengths are checked before they are used,
//! buffers that take a result before the call does anything, and nothing is allocated whose size
//! the program chose, but for the bytes of a write, which the quotas bound.
//!
//! # Where this differs from wasmtime-wasi
//!
//! Where the specification is silent this does as wasmtime-wasi's `p1.rs` (48) does, except:
//!
//! - **Bad pointers** are `EFAULT`, where wasmtime-wasi traps: no program may trap this sandbox.
//!   Pointers need not be aligned.
//! - **Rights are real.** `fd_fdstat_set_rights` narrows (there `ENOTSUP`), `path_open` keeps
//!   `rights_inheriting`, and a descriptor has what its mount grants at most: without
//!   `fd_filestat_get` there is no `fd_filestat_get`. `O_TRUNC` needs the directory's own
//!   `path_filestat_set_size` as well. Several of preview1's rights are one here and come and go
//!   together (see `rights.rs`).
//! - **The lowest free descriptor** is given out, as POSIX has it; there the one closed last.
//! - **Reads and writes serve all buffers** of a vector, up to 1,024; there the first that is not
//!   empty. A write to a file is done as a whole or, when it does not fit a limit, not at all.
//! - **`fd_allocate`** works (there `ENOTSUP`), and so do `O_SYNC`, `O_DSYNC`, `O_RSYNC` (there `ENOTSUP`
//!   in `path_open`, `EINVAL` in `fd_fdstat_set_flags`), which memory keeps by nature.
//! - **`fd_sync` and `fd_datasync`** of a directory succeed, as on Linux (there `EBADF`).
//! - **Reading and writing a directory** is `EISDIR` and `EBADF`, as on Linux (there `EBADF`).
//! - **`fd_readdir`** cookies name entries, not positions: they stay right whatever is added or
//!   removed meanwhile. On a file it is `ENOTDIR` (there `EBADF`), and so is every `path_` function.
//! - **`path_link`** follows a symbolic link when asked to (there `EINVAL`).
//! - **`path_symlink`** takes any target (there an absolute one is `EPERM`); it is the resolution that
//!   refuses to leave the directory it began in.
//! - **`poll_oneoff`** reports a bad descriptor or clock in that subscription's event (there the
//!   call fails), and tells how many bytes a file has left (there 1). Standard streams and files are
//!   always ready.
//! - **Inode numbers** are those of the namespace, and `dev` is the mount (there 1).
//! - **Access times** change by request only.
//! - **`args_get`** begins with [`PROGRAM_NAME`].
//! - **Over the output limit** a write to standard output or standard error prints what fits, answers
//!   `ENOSPC` (what a full device answers), and stops the run.
//! - **A run that is stopped** (its time is up) makes `random_get` and `poll_oneoff` answer `EINTR`.

mod abi;
mod args;
mod clock;
mod fd;
mod functions;
mod iovec;
mod memory;
mod path;
mod poll;
mod random;
mod refusal;
mod rights;
mod socket;
mod stdio;
#[cfg(test)]
mod tests;

use crate::run::Run;

pub use args::PROGRAM_NAME;
pub use memory::{Fault, GuestMemory, SliceMemory};
pub use vfs_layer::Errno;

use refusal::{Answer, Refusal};

/// The functions of preview1, for one call or many of one program.
pub struct Preview1<'a, M> {
    calls: Calls<'a, M>,
}

/// What every function works on. The modules beside this one hold the functions themselves.
struct Calls<'a, M> {
    run: &'a mut Run,
    memory: M,
}

impl<'a, M: GuestMemory> Preview1<'a, M> {
    /// Acts for the program of `run`, whose memory is `memory`.
    pub fn new(run: &'a mut Run, memory: M) -> Self {
        Self {
            calls: Calls { run, memory },
        }
    }
}

/// Defines the method of each function. One that is missing, or has other arguments than the
/// table, does not compile.
macro_rules! define {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        impl<M: GuestMemory> Preview1<'_, M> {
            $(
                #[doc = concat!("`", stringify!($name), "` of `wasi_snapshot_preview1`.")]
                #[allow(clippy::too_many_arguments)]
                pub fn $name(&mut self, $($argument: $type),*) -> Errno {
                    let answer = self.calls.$name($($argument),*);
                    self.errno(answer)
                }
            )*
        }
    };
}

crate::for_each_preview1_function!(define);

impl<M> Preview1<'_, M> {
    fn errno(&mut self, answer: Answer) -> Errno {
        match answer {
            Ok(()) => Errno::Success,
            Err(Refusal(errno, limit)) => {
                if let Some(limit) = limit {
                    self.calls.run.remember_limit(errno, limit);
                }
                errno
            }
        }
    }
}
