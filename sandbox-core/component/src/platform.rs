//! The platform of a component: WASI 0.2.

use std::time::Duration;

use policies::{ByteCount, Limits};
use sandbox_core::platform::Platform;
use wasip2::cli::{environment, stderr};
use wasip2::clocks::{monotonic_clock, wall_clock};
use wasip2::random::random;

/// WASI's clocks, randomness and standard error, and the host's stack.
pub(crate) struct WasiPlatform {
    stack: ByteCount,
}

impl WasiPlatform {
    /// The platform of a host that says in [`STACK_VARIABLE`](sandbox_core::event::STACK_VARIABLE) how much
    /// stack it has. What is not a figure says nothing.
    pub(crate) fn with_stack(said: Option<&str>) -> Self {
        let bytes = said.and_then(|said| said.parse().ok());
        Self {
            stack: bytes.map_or(Limits::LEAST_STACK, ByteCount::new),
        }
    }
}

impl Platform for WasiPlatform {
    fn monotonic_nanos(&self) -> u64 {
        monotonic_clock::now()
    }

    fn wall_nanos(&self) -> u64 {
        let now = wall_clock::now();
        now.seconds
            .saturating_mul(1_000_000_000)
            .saturating_add(now.nanoseconds.into())
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        let drawn = random::get_random_bytes(bytes.len() as u64);
        for (to, from) in bytes.iter_mut().zip(drawn) {
            *to = from;
        }
    }

    #[cfg(feature = "p3")]
    fn sleep(&self, duration: Duration) {
        crate::streaming::sleep(duration);
    }

    #[cfg(not(feature = "p3"))]
    fn sleep(&self, duration: Duration) {
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        monotonic_clock::subscribe_duration(nanos).block();
    }

    fn emit(&self, frames: &[u8]) {
        emit(frames);
    }

    fn stack(&self) -> ByteCount {
        self.stack
    }
}

/// Writes to standard error, which may be gone.
pub(crate) fn emit(frames: &[u8]) {
    let stream = stderr::get_stderr();
    // `blocking-write-and-flush` takes 4096 bytes at most.
    for piece in frames.chunks(4096) {
        if stream.blocking_write_and_flush(piece).is_err() {
            return;
        }
    }
}

/// The component's own environment: what its operator set, never a program.
pub(crate) fn environment() -> Vec<(String, String)> {
    environment::get_environment()
}
