//! `setTimeout` and its kin: what is due when.

use std::collections::BTreeMap;
use std::time::Duration;

use rquickjs::{Ctx, Function, Persistent};

/// A timer that has been set.
struct Timer {
    callback: Persistent<Function<'static>>,
    repeat: Option<Duration>,
    /// Whether the program goes on for this timer alone.
    holds: bool,
}

/// All timers of a program, by when they are due; those due at the same time in the order in which
/// they were set, as Node has it.
#[derive(Default)]
pub(crate) struct Timers {
    queue: BTreeMap<(Duration, u64), Timer>,
    due: BTreeMap<u64, Duration>,
    /// What `setImmediate` set, in order.
    immediates: BTreeMap<u64, Timer>,
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
            holds: true,
        };
        self.insert(now + delay, self.last, timer);
        self.last
    }

    /// Sets what is to run when the timers that are due have run, and names it.
    pub(crate) fn set_immediate<'js>(&mut self, ctx: &Ctx<'js>, callback: Function<'js>) -> u64 {
        self.last += 1;
        let timer = Timer {
            callback: Persistent::save(ctx, callback),
            repeat: None,
            holds: true,
        };
        self.immediates.insert(self.last, timer);
        self.last
    }

    /// Says whether the program goes on for a timer alone; one that is not there is no error.
    pub(crate) fn set_holds(&mut self, id: u64, holds: bool) {
        let timer = match self.due.get(&id) {
            Some(due) => self.queue.get_mut(&(*due, id)),
            None => self.immediates.get_mut(&id),
        };
        if let Some(timer) = timer {
            timer.holds = holds;
        }
    }

    /// Whether any of them keeps the program going.
    pub(crate) fn hold(&self) -> bool {
        self.queue.values().any(|timer| timer.holds)
            || self.immediates.values().any(|timer| timer.holds)
    }

    /// The name of the last immediate so far: those that it and its like set wait for another turn.
    pub(crate) fn last_immediate(&self) -> Option<u64> {
        self.immediates.last_key_value().map(|(id, _)| *id)
    }

    /// Takes the next immediate up to `last`.
    pub(crate) fn take_immediate(&mut self, last: u64) -> Option<Persistent<Function<'static>>> {
        let (id, _) = self.immediates.first_key_value()?;
        if *id > last {
            return None;
        }
        self.immediates.pop_first().map(|(_, timer)| timer.callback)
    }

    /// How many timers are set.
    pub(crate) fn len(&self) -> usize {
        self.queue.len() + self.immediates.len()
    }

    /// Forgets a timer; one that is not there is no error.
    pub(crate) fn clear(&mut self, id: u64) {
        if let Some(due) = self.due.remove(&id) {
            self.queue.remove(&(due, id));
        }
        self.immediates.remove(&id);
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
        self.immediates.clear();
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
