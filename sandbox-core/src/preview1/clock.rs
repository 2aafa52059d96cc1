//! Clocks, as the policy gives them.

use vfs_layer::Errno;

use super::Calls;
use super::abi::store;
use super::memory::GuestMemory;
use super::refusal::{Answer, Refusal};
use crate::run::Run;

/// A clock that a program can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    Realtime,
    Monotonic,
}

impl Clock {
    /// `clockid`. The processor's time is not told, as wasmtime-wasi does not tell it.
    pub(super) fn parse(id: u32) -> Result<Self, Refusal> {
        match id {
            0 => Ok(Self::Realtime),
            1 => Ok(Self::Monotonic),
            2 | 3 => Err(Errno::BadF.into()),
            _ => Err(Errno::Inval.into()),
        }
    }

    /// Nanoseconds on it now.
    pub(super) fn now(self, run: &Run) -> u64 {
        match self {
            Self::Realtime => run.wall_nanos(),
            Self::Monotonic => run.monotonic_nanos(),
        }
    }
}

impl<M: GuestMemory> Calls<'_, M> {
    pub(super) fn clock_res_get(&mut self, id: u32, resolution: u32) -> Answer {
        Clock::parse(id)?;
        let nanos = self.run.clock_resolution_nanos();
        Ok(store(&mut self.memory, resolution, &nanos.to_le_bytes())?)
    }

    /// The precision that a program asks for is not looked at: the policy decides.
    pub(super) fn clock_time_get(&mut self, id: u32, _precision: u64, time: u32) -> Answer {
        let nanos = Clock::parse(id)?.now(self.run);
        Ok(store(&mut self.memory, time, &nanos.to_le_bytes())?)
    }
}
