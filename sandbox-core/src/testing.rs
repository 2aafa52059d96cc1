//! A platform for tests, with a clock that only moves when told.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use crate::platform::Platform;

/// A platform whose clock stands still until [`FakePlatform::advance`] or a sleep moves it, whose
/// random bytes count up from the number of draws, and which keeps what is emitted.
#[derive(Debug, Default)]
pub(crate) struct FakePlatform {
    now: Cell<u64>,
    readings: Cell<u32>,
    wall_readings: Cell<u32>,
    draws: Cell<u8>,
    emitted: RefCell<Vec<u8>>,
}

impl FakePlatform {
    pub(crate) fn advance(&self, duration: Duration) {
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        self.now.set(self.now.get().saturating_add(nanos));
    }

    /// How often the monotonic clock was read.
    pub(crate) fn readings(&self) -> u32 {
        self.readings.get()
    }

    /// How often the wall clock was read.
    pub(crate) fn wall_readings(&self) -> u32 {
        self.wall_readings.get()
    }

    pub(crate) fn emitted(&self) -> Vec<u8> {
        self.emitted.borrow().clone()
    }
}

impl Platform for FakePlatform {
    fn monotonic_nanos(&self) -> u64 {
        self.readings.set(self.readings.get() + 1);
        self.now.get()
    }

    fn wall_nanos(&self) -> u64 {
        self.wall_readings.set(self.wall_readings.get() + 1);
        1_700_000_000_000_000_000 + self.now.get()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        let draw = self.draws.get();
        self.draws.set(draw + 1);
        for (value, byte) in (draw..).zip(bytes) {
            *byte = value;
        }
    }

    fn sleep(&self, duration: Duration) {
        self.advance(duration);
    }

    fn emit(&self, frames: &[u8]) {
        self.emitted.borrow_mut().extend_from_slice(frames);
    }
}
