//! The time that a program sees, as the policy gives it.

use policies::Clock;

use crate::platform::Platform;

/// A program's clocks. Deadlines and timers follow the platform's, whatever these say.
#[derive(Debug, Clone, Copy)]
pub struct GuestClock(Clock);

impl GuestClock {
    /// Follows `rule`.
    #[must_use]
    pub fn new(rule: Clock) -> Self {
        Self(rule)
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn wall_nanos(&self, platform: &dyn Platform) -> u64 {
        match self.0 {
            Clock::Real => platform.wall_nanos(),
            Clock::Coarse { .. } => self.round(platform.wall_nanos()),
            Clock::Frozen { at } => at.as_nanos(),
        }
    }

    /// Nanoseconds on a clock that never goes back.
    #[must_use]
    pub fn monotonic_nanos(&self, platform: &dyn Platform) -> u64 {
        match self.0 {
            Clock::Real => platform.monotonic_nanos(),
            Clock::Coarse { .. } => self.round(platform.monotonic_nanos()),
            Clock::Frozen { .. } => 0,
        }
    }

    /// What both clocks are rounded to, in nanoseconds.
    #[must_use]
    pub fn resolution_nanos(&self) -> u64 {
        match self.0 {
            Clock::Real => 1,
            Clock::Coarse { resolution } => (resolution.as_millis() * 1_000_000).max(1),
            // POSIX knows no clock that stands; a second is the coarsest that programs expect.
            Clock::Frozen { .. } => 1_000_000_000,
        }
    }

    fn round(&self, nanos: u64) -> u64 {
        nanos - nanos % self.resolution_nanos()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use policies::{TimeSpan, Timestamp};

    use super::*;
    use crate::testing::FakePlatform;

    #[test]
    fn each_rule_gives_its_time() {
        let platform = FakePlatform::default();
        platform.advance(Duration::from_nanos(123_456_789));
        let real = GuestClock::new(Clock::Real);
        assert_eq!(real.monotonic_nanos(&platform), 123_456_789);
        assert_eq!(real.wall_nanos(&platform), 1_700_000_000_123_456_789);

        let coarse = GuestClock::new(Clock::Coarse {
            resolution: TimeSpan::from_millis(10),
        });
        assert_eq!(coarse.monotonic_nanos(&platform), 120_000_000);
        assert_eq!(coarse.wall_nanos(&platform), 1_700_000_000_120_000_000);

        let frozen = GuestClock::new(Clock::Frozen {
            at: Timestamp::from_nanos(42),
        });
        assert_eq!(frozen.monotonic_nanos(&platform), 0);
        assert_eq!(frozen.wall_nanos(&platform), 42);
    }
}
