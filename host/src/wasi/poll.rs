//! `wasi:io/poll`. All that can be waited for is a time, and a stream that is always ready.

use std::thread;
use std::time::{Duration, Instant};

use wasmtime::Trap;
use wasmtime::component::Resource;
use wasmtime_wasi::p2::DynPollable;
use wasmtime_wasi::p2::bindings::sync::io::poll;

use crate::state::State;

/// How long a guest waits before the host looks whether anybody still reads its output.
const LOOK_UP: Duration = Duration::from_millis(50);

/// What a `pollable` of ours waits for. The generated traits speak of `DynPollable`; such a handle
/// carries nothing but the number of an alarm in the store's table.
#[derive(Debug, Clone, Copy)]
pub(super) enum Alarm {
    /// Nothing.
    Ready,
    /// An instant, never beyond the wall of the run.
    At(Instant),
}

impl Alarm {
    fn is_ready(self) -> bool {
        match self {
            Self::Ready => true,
            Self::At(at) => Instant::now() >= at,
        }
    }

    /// The order in which alarms go off.
    fn instant(self) -> Option<Instant> {
        match self {
            Self::Ready => None,
            Self::At(at) => Some(at),
        }
    }
}

impl State {
    pub(super) fn push_alarm(&mut self, alarm: Alarm) -> wasmtime::Result<Resource<DynPollable>> {
        let alarm = self.table.push(alarm)?;
        Ok(Resource::new_own(alarm.rep()))
    }

    fn alarm(&self, pollable: &Resource<DynPollable>) -> wasmtime::Result<Alarm> {
        Ok(*self
            .table
            .get(&Resource::<Alarm>::new_borrow(pollable.rep()))?)
    }

    /// Waits. A guest that waits until the wall of its run does not come back: the trap is the one
    /// that the next epoch would raise.
    fn wait(&self, alarm: Alarm) -> wasmtime::Result<()> {
        if let Alarm::At(at) = alarm {
            let left = || at.saturating_duration_since(Instant::now());
            while !left().is_zero() && !self.console.is_abandoned() {
                thread::sleep(left().min(LOOK_UP));
            }
        }
        if self.wall.is_reached() || self.console.is_abandoned() {
            return Err(Trap::Interrupt.into());
        }
        Ok(())
    }
}

impl poll::Host for State {
    fn poll(&mut self, pollables: Vec<Resource<DynPollable>>) -> wasmtime::Result<Vec<u32>> {
        let alarms = pollables
            .iter()
            .map(|pollable| self.alarm(pollable))
            .collect::<Result<Vec<_>, _>>()?;
        let Some(first) = alarms.iter().copied().min_by_key(|alarm| alarm.instant()) else {
            // wasi:io/poll: "This function traps if [...] the list is empty".
            return Err(wasmtime::Error::msg("poll of no pollables"));
        };
        self.wait(first)?;
        let ready = (0..)
            .zip(alarms)
            .filter(|(_, alarm)| alarm.is_ready())
            .map(|(index, _)| index);
        Ok(ready.collect())
    }
}

impl poll::HostPollable for State {
    fn ready(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<bool> {
        Ok(self.alarm(&pollable)?.is_ready())
    }

    fn block(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<()> {
        self.wait(self.alarm(&pollable)?)
    }

    fn drop(&mut self, pollable: Resource<DynPollable>) -> wasmtime::Result<()> {
        self.table
            .delete(Resource::<Alarm>::new_own(pollable.rep()))?;
        Ok(())
    }
}
