//! What a component can reach of the host: clocks, random bytes, a few environment variables and one
//! output stream.
//!
//! Each interface is linked by its name, so that what is not linked cannot be called: no file
//! system, no sockets, no standard input or output. The calls are answered here and not by
//! `wasmtime-wasi`'s own implementation, for two reasons: a wait ends at the wall of the run, which
//! epochs alone do not give, because they pass unseen while a guest waits in the host; and no call
//! needs an asynchronous runtime.

mod clocks;
mod environment;
mod poll;
mod random;
mod streams;

use wasmtime::component::{HasSelf, Linker};
use wasmtime_wasi::p2::bindings::sync::{cli, clocks as wasi_clocks, io, random as wasi_random};

use crate::state::State;

/// Links the interfaces that a component may import.
pub(crate) fn link(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    cli::environment::add_to_linker::<_, HasSelf<State>>(linker, |state| state)?;
    cli::stderr::add_to_linker::<_, HasSelf<State>>(linker, |state| state)?;
    wasi_clocks::monotonic_clock::add_to_linker::<_, HasSelf<State>>(linker, |state| state)?;
    wasi_clocks::wall_clock::add_to_linker::<_, HasSelf<State>>(linker, |state| state)?;
    io::error::add_to_linker::<_, HasSelf<State>>(linker, |state| state)?;
    io::poll::add_to_linker::<_, HasSelf<State>>(linker, |state| state)?;
    io::streams::add_to_linker::<_, HasSelf<State>>(linker, |state| state)?;
    wasi_random::insecure_seed::add_to_linker::<_, HasSelf<State>>(linker, |state| state)?;
    wasi_random::random::add_to_linker::<_, HasSelf<State>>(linker, |state| state)
}
