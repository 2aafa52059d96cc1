//! `setTimeout` and its kin: what is due when.

use std::collections::BTreeMap;
use std::time::Duration;

use rquickjs::{Ctx, Function, Persistent};

/// A timer that has been set.
struct Timer {
    callback: Persistent<Function<'static>>,
    repeat: Option<Duration>,
}

/// All timers of a program, by when they are due; those due at the same time in the order in which
/// they were set, as Node has it.
#[derive(Default)]
pub(crate) struct Timers {
    queue: BTreeMap<(Duration, u64), Timer>,
    due: BTreeMap<u64, Duration>,
    last: u64,
}

impl Timers {
    /// The longest delay, 2^31-1 ms. Node sets longer ones to 1 ms.
    const MAX_DELAY_MS: f64 = 2_147_483_647.0;

    /// A delay as Node reads it: whole milliseconds, 1 for what is less or makes no sense.
    pub(crate) fn delay(milliseconds: f64) -> Duration {
        let valid = (1.0..=Self::MAX_DELAY_MS).contains(&milliseconds);
        // The range was just checked, so the conversion loses the fraction only.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Duration::from_millis(if valid { milliseconds as u64 } else { 1 })
    }

    /// Sets a timer and names it.
    pub(crate) fn set<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        now: Duration,
        delay: Duration,
        repeat: bool,
        callback: Function<'js>,
    ) -> u64 {
        self.last += 1;
        let timer = Timer {
            callback: Persistent::save(ctx, callback),
            repeat: repeat.then_some(delay),
        };
        self.insert(now + delay, self.last, timer);
        self.last
    }

    /// How many timers are set.
    pub(crate) fn len(&self) -> usize {
        self.queue.len()
    }

    /// Forgets a timer; one that is not there is no error.
    pub(crate) fn clear(&mut self, id: u64) {
        if let Some(due) = self.due.remove(&id) {
            self.queue.remove(&(due, id));
        }
    }

    /// When the next timer is due.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.queue.first_key_value().map(|((due, _), _)| *due)
    }

    /// Takes the next timer that is due at `now`; one that repeats is set again.
    pub(crate) fn take_due(&mut self, now: Duration) -> Option<Persistent<Function<'static>>> {
        if self.next_due()? > now {
            return None;
        }
        let ((_, id), timer) = self.queue.pop_first()?;
        self.due.remove(&id);
        let callback = timer.callback.clone();
        if let Some(delay) = timer.repeat {
            self.insert(now + delay, id, timer);
        }
        Some(callback)
    }

    /// Forgets all timers. The runtime must still be there.
    pub(crate) fn clear_all(&mut self) {
        self.queue.clear();
        self.due.clear();
    }

    fn insert(&mut self, due: Duration, id: u64, timer: Timer) {
        self.due.insert(id, due);
        self.queue.insert((due, id), timer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_are_read_as_node_reads_them() {
        let millis = |delay| Timers::delay(delay).as_millis();
        assert_eq!(millis(0.0), 1);
        assert_eq!(millis(-5.0), 1);
        assert_eq!(millis(f64::NAN), 1);
        assert_eq!(millis(2.9), 2);
        assert_eq!(millis(2_147_483_647.0), 2_147_483_647);
        assert_eq!(millis(2_147_483_648.0), 1);
    }
}
