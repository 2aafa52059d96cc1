//! The end of a run's time, looked at as rarely as is safe.

use std::time::Duration;

use crate::platform::Platform;

/// How much wall-clock time may pass between two readings of the clock while the deadline is far.
/// Reading it is a host call, which Golem logs at about 90 µs.
const READING_INTERVAL_NANOS: u64 = 20_000_000;

/// The same when the deadline is near. A deadline is noticed this much late, plus what the engine does
/// between two polls.
const LAST_READING_INTERVAL_NANOS: u64 = 500_000;

/// Which part of the time that is left may pass between two readings.
const PART_OF_THE_REST: u64 = 8;

/// The most polls between two readings, so that a burst of cheap polls followed by expensive ones
/// cannot carry a program far past its deadline. An engine whose polls say how much was done
/// ([`Deadline::poll_after`]) can do with more.
const MOST_POLLS_BETWEEN_READINGS: u32 = 128;

/// The end of a run's time.
#[derive(Debug)]
pub struct Deadline {
    start: u64,
    end: Option<u64>,
    last_reading: u64,
    most_polls: u32,
    polls_between: u32,
    polls_left: u32,
    expired: bool,
}

impl Deadline {
    /// Starts the time now; `None` never ends.
    pub fn start(platform: &dyn Platform, limit: Option<Duration>) -> Self {
        let start = platform.monotonic_nanos();
        let end = limit.map(|limit| start.saturating_add(nanos(limit)));
        Self {
            start,
            end,
            last_reading: start,
            most_polls: MOST_POLLS_BETWEEN_READINGS,
            polls_between: 1,
            polls_left: 1,
            expired: limit.is_some_and(|limit| limit.is_zero()),
        }
    }

    /// Whether the time is up. Cheap: most calls only count. An engine calls it at regular
    /// intervals of its own work.
    pub fn poll(&mut self, platform: &dyn Platform) -> bool {
        self.poll_after(platform, 1)
    }

    /// Allows up to `most` polls between two readings of the clock.
    pub fn allow_polls(&mut self, most: u32) {
        self.most_polls = most.max(1);
    }

    /// As [`poll`](Self::poll), for an engine that has worked through several intervals in one go.
    pub fn poll_after(&mut self, platform: &dyn Platform, intervals: u32) -> bool {
        if self.expired {
            return true;
        }
        self.polls_left = self.polls_left.saturating_sub(intervals);
        if self.polls_left == 0 {
            self.read(platform);
        }
        self.expired
    }

    /// Whether the time is up, by the clock.
    pub fn check(&mut self, platform: &dyn Platform) -> bool {
        if !self.expired {
            self.read(platform);
        }
        self.expired
    }

    /// The time that is left, by the clock; `None` is no end.
    pub fn remaining(&mut self, platform: &dyn Platform) -> Option<Duration> {
        let end = self.end?;
        if self.check(platform) {
            return Some(Duration::ZERO);
        }
        Some(Duration::from_nanos(end.saturating_sub(self.last_reading)))
    }

    /// The time since the start, by the clock.
    pub fn elapsed(&self, platform: &dyn Platform) -> Duration {
        Duration::from_nanos(platform.monotonic_nanos().saturating_sub(self.start))
    }

    /// The limit itself.
    pub fn limit(&self) -> Option<Duration> {
        self.end.map(|end| Duration::from_nanos(end - self.start))
    }

    fn read(&mut self, platform: &dyn Platform) {
        let now = platform.monotonic_nanos();
        let passed = now.saturating_sub(self.last_reading);
        self.last_reading = now;
        self.expired = self.end.is_some_and(|end| now >= end);
        let rest = self.end.map_or(u64::MAX, |end| end.saturating_sub(now));
        let interval =
            (rest / PART_OF_THE_REST).clamp(LAST_READING_INTERVAL_NANOS, READING_INTERVAL_NANOS);
        // Twice as rarely while readings come far too often, at once as often as can be when they
        // came too late: a program's next polls need not be as cheap as its last ones. When the
        // deadline comes nearer, readings do as well.
        self.polls_between = if passed < interval / 2 {
            (self.polls_between * 2).min(self.most_polls)
        } else if passed <= interval {
            self.polls_between
        } else if passed < 4 * interval {
            (self.polls_between / 4).max(1)
        } else {
            1
        };
        self.polls_left = self.polls_between;
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::FakePlatform;

    #[test]
    fn ends_at_its_time_and_stays_ended() {
        let platform = FakePlatform::default();
        let mut deadline = Deadline::start(&platform, Some(Duration::from_millis(10)));
        platform.advance(Duration::from_nanos(9_999_999));
        assert!(!deadline.check(&platform));
        assert_eq!(deadline.remaining(&platform), Some(Duration::from_nanos(1)));
        platform.advance(Duration::from_nanos(1));
        assert!(deadline.check(&platform));
        assert!(deadline.poll(&platform));
        assert_eq!(deadline.remaining(&platform), Some(Duration::ZERO));
        assert_eq!(deadline.elapsed(&platform), Duration::from_millis(10));
    }

    #[test]
    fn zero_is_none_and_absent_is_no_end() {
        let platform = FakePlatform::default();
        assert!(Deadline::start(&platform, Some(Duration::ZERO)).poll(&platform));
        let mut endless = Deadline::start(&platform, None);
        platform.advance(Duration::from_secs(1 << 40));
        assert!(!endless.check(&platform));
        assert_eq!(endless.remaining(&platform), None);
    }

    #[test]
    fn cheap_polls_read_the_clock_rarely_and_dear_ones_each_time() {
        let platform = FakePlatform::default();
        let mut deadline = Deadline::start(&platform, Some(Duration::from_secs(3600)));
        let before = platform.readings();
        for _ in 0..10_000 {
            platform.advance(Duration::from_micros(1));
            assert!(!deadline.poll(&platform));
        }
        let cheap = platform.readings() - before;
        assert!(
            cheap <= 10_000 / 128 + 9,
            "{cheap} readings in 10,000 cheap polls"
        );

        for _ in 0..128 {
            platform.advance(Duration::from_millis(21));
            deadline.poll(&platform);
        }
        let before = platform.readings();
        for _ in 0..10 {
            platform.advance(Duration::from_millis(21));
            deadline.poll(&platform);
        }
        assert_eq!(platform.readings() - before, 10);
    }

    #[test]
    fn readings_come_closer_with_the_deadline() {
        let platform = FakePlatform::default();
        let mut deadline = Deadline::start(&platform, Some(Duration::from_secs(5)));
        deadline.allow_polls(1024);
        let poll_for = |deadline: &mut Deadline, millis: u64| {
            let before = platform.readings();
            for _ in 0..millis * 50 {
                platform.advance(Duration::from_micros(20));
                deadline.poll(&platform);
            }
            platform.readings() - before
        };
        let far = poll_for(&mut deadline, 4900);
        assert!((245..560).contains(&far), "{far} readings in 4,900 ms");
        let near = poll_for(&mut deadline, 98);
        assert!((10..200).contains(&near), "{near} readings in 98 ms");
        // Expensive polls right before the deadline come too late by what they cost, and no more.
        platform.advance(Duration::from_millis(2));
        let polls = (0..64).take_while(|_| !deadline.poll(&platform)).count();
        assert!(polls < 64, "{polls} polls after the deadline");
    }

    #[test]
    fn a_poll_counts_for_what_was_done() {
        let platform = FakePlatform::default();
        let mut deadline = Deadline::start(&platform, Some(Duration::from_secs(5)));
        for _ in 0..1000 {
            platform.advance(Duration::from_micros(1));
            deadline.poll(&platform);
        }
        platform.advance(Duration::from_secs(6));
        assert!(deadline.poll_after(&platform, 64));
    }
}
