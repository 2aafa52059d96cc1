//! Machines for a run to be on.

use std::cell::Cell;
use std::time::{Duration, Instant, SystemTime};

use sandbox_core::platform::Platform;

/// This machine.
#[derive(Debug)]
pub struct NativePlatform {
    started: Instant,
}

impl Default for NativePlatform {
    fn default() -> Self {
        Self {
            started: Instant::now(),
        }
    }
}

impl Platform for NativePlatform {
    fn monotonic_nanos(&self) -> u64 {
        nanos(self.started.elapsed())
    }

    fn wall_nanos(&self) -> u64 {
        nanos(SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default())
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        // A machine without randomness gives none: tests see zeros, and say so.
        let _ = getrandom::fill(bytes);
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }

    fn emit(&self, _frames: &[u8]) {}
}

/// A machine whose time stands still but for sleeps, each of which takes exactly as long as asked,
/// and whose random bytes are all [`SteppedPlatform::RANDOM`].
#[derive(Debug, Default)]
pub struct SteppedPlatform {
    slept: Cell<u64>,
    sleeps: Cell<u32>,
}

impl SteppedPlatform {
    /// The wall clock before the first sleep, in nanoseconds since 1970.
    pub const START: u64 = 1_700_000_000_123_456_789;

    /// Every random byte.
    pub const RANDOM: u8 = 7;

    /// How often it slept.
    #[must_use]
    pub fn sleeps(&self) -> u32 {
        self.sleeps.get()
    }
}

impl Platform for SteppedPlatform {
    fn monotonic_nanos(&self) -> u64 {
        self.slept.get()
    }

    fn wall_nanos(&self) -> u64 {
        Self::START.saturating_add(self.slept.get())
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        bytes.fill(Self::RANDOM);
    }

    fn sleep(&self, duration: Duration) {
        self.slept
            .set(self.slept.get().saturating_add(nanos(duration)));
        self.sleeps.set(self.sleeps.get() + 1);
    }

    fn emit(&self, _frames: &[u8]) {}
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
