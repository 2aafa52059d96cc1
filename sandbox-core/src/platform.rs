//! What the sandbox asks of the machine it runs on, and nothing else.

use std::time::Duration;

use policies::{ByteCount, Limits};

/// The supervisor's own capabilities. A program never sees them: its clocks and its randomness
/// follow the policy, and what it prints is captured.
///
/// Each call may be expensive: Golem logs every one of them, at about 90 µs.
pub trait Platform {
    /// Nanoseconds on a clock that never goes back.
    fn monotonic_nanos(&self) -> u64;

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    fn wall_nanos(&self) -> u64;

    /// Fills `bytes` with unpredictable ones.
    fn fill_random(&self, bytes: &mut [u8]);

    /// Waits, in one call.
    fn sleep(&self, duration: Duration);

    /// Writes event frames (see [`crate::event`]) to whoever watches the component. What cannot be
    /// delivered is lost: a run does not fail because nobody listens.
    fn emit(&self, frames: &[u8]);

    /// What there is of the stack for a program, as the stack meter counts: at least
    /// [`Limits::LEAST_STACK`], which Golem has.
    fn stack(&self) -> ByteCount {
        Limits::LEAST_STACK
    }
}
