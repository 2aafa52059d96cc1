//! Stopping a run before its program ends by itself.

use super::Run;
use crate::report::LimitExceeded;

/// Why a run must end now. No program can catch it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    OutOfTime,
    Limit(LimitExceeded),
    Exit(i32),
    Signal(&'static str),
    ReaderGone,
}

/// How many calls act on a run between two looks at the clock. The longest, a walk of as many names as can be or
/// a copy of megabytes, take up to a millisecond or a few.
const CALLS_BETWEEN_READINGS: u32 = 32;

impl Run {
    /// A call has acted on the run. What it took is nothing that an engine counts: a loop of calls is a
    /// few steps to it, whatever each does.
    pub fn count_call(&mut self) {
        self.calls = self.calls.wrapping_add(1);
        let looks = self.calls.is_multiple_of(CALLS_BETWEEN_READINGS) && self.stop.is_none();
        if looks && self.deadline.check(&*self.platform) {
            self.stop = Some(Stop::OutOfTime);
        }
    }

    /// Whether the program must end now. An engine asks at regular intervals of its work, and ends
    /// the program, uncatchably, when the answer is yes.
    pub fn must_stop(&mut self) -> bool {
        self.must_stop_after(1)
    }

    /// Allows up to `most` questions between two readings of the clock: for an engine that says how much
    /// it has done ([`must_stop_after`](Self::must_stop_after)).
    pub fn allow_polls(&mut self, most: u32) {
        self.deadline.allow_polls(most);
    }

    /// As [`must_stop`](Self::must_stop), for an engine that has worked through several of its
    /// intervals in one go.
    pub fn must_stop_after(&mut self, intervals: u32) -> bool {
        if self.stop.is_none() && self.deadline.poll_after(&*self.platform, intervals) {
            self.stop = Some(Stop::OutOfTime);
        }
        self.stop.is_some()
    }

    /// Whether the run has been stopped already; reads no clock.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.is_some()
    }

    /// Stops the run because of a limit.
    pub fn stop_for(&mut self, exceeded: LimitExceeded) {
        self.stop.get_or_insert(Stop::Limit(exceeded));
    }

    /// The program exits: it is to be ended at once, with this code.
    pub fn exit(&mut self, code: i32) {
        self.stop.get_or_insert(Stop::Exit(code));
    }

    /// The program aborts: it is to be ended at once, as by `SIGABRT`.
    pub fn abort(&mut self) {
        self.kill("SIGABRT");
    }

    /// The program sent itself this signal, which nothing handles: it is to be ended at once.
    pub fn kill(&mut self, signal: &'static str) {
        self.stop.get_or_insert(Stop::Signal(signal));
    }
}
