//! The second wall on time: epochs.
//!
//! The guest ends its programs itself when their time is over, in order and with their output.
//! Should it fail to, Wasmtime's epochs stop it a grace period later. A clock thread makes the
//! epochs pass, but only while something runs.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{io, thread};

use wasmtime::{Engine, EngineWeak};

/// How often an epoch passes while something runs.
const PERIOD: Duration = Duration::from_millis(5);

/// How many epochs pass without a run before the clock stops. Waking it costs more than a run
/// takes, so it does not stop between runs that follow on each other.
const LINGER: u32 = 20;

/// The most epochs between two looks at the clock.
const MOST_EPOCHS: u64 = 10;

/// A time far enough away that no run sees it.
const FAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The instant at which the host stops a call, if ever.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wall {
    at: Option<Instant>,
    limit: Option<Duration>,
    patience: Option<Instant>,
}

impl Wall {
    /// A wall that stands `grace` behind the time limit of a call that starts now. Without a limit
    /// there is no wall.
    pub(crate) fn starting_now(limit: Option<Duration>, grace: Duration) -> Self {
        let now = Instant::now();
        let behind = |grace: Duration| now.checked_add(limit?.checked_add(grace)?);
        Self {
            at: behind(grace),
            limit,
            patience: behind(grace / 2),
        }
    }

    /// Until when a reader of the output may keep the program waiting: then its time is over, by its
    /// own clock too, and there is time left for it to be ended in order.
    pub(crate) fn patience_with_readers(self) -> Option<Instant> {
        self.patience
    }

    /// The time limit that the wall stands behind.
    pub(crate) fn limit(self) -> Option<Duration> {
        self.limit
    }

    pub(crate) fn is_reached(self) -> bool {
        self.at.is_some_and(|at| Instant::now() >= at)
    }

    /// When a wait of `duration` ends: then, or at the wall, so that no call sleeps through it.
    pub(crate) fn end_of_wait(self, duration: Duration) -> Instant {
        let now = Instant::now();
        let end = now.checked_add(duration.min(FAR)).unwrap_or(now);
        self.at.map_or(end, |at| end.min(at))
    }

    /// The epochs until the wall is to be looked at again: at least one, and at most ten. On a busy
    /// machine an epoch takes longer than its period, so the wall cannot be counted down to at once.
    pub(crate) fn epochs(self) -> u64 {
        let left = self
            .at
            .map_or(FAR, |at| at.saturating_duration_since(Instant::now()));
        u64::try_from(left.as_millis() / PERIOD.as_millis())
            .map_or(MOST_EPOCHS, |epochs| (epochs + 1).min(MOST_EPOCHS))
    }
}

/// Makes the epochs of one engine pass while runs are active.
#[derive(Debug)]
pub(crate) struct EpochClock {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    active: AtomicUsize,
    stopped: AtomicBool,
    /// Whether the thread waits on `wake`.
    parked: Mutex<bool>,
    wake: Condvar,
}

/// Epochs pass as long as this lives.
#[derive(Debug)]
pub(crate) struct Ticking<'a>(&'a Shared);

impl EpochClock {
    /// Starts the clock's thread, which waits for the first run.
    pub(crate) fn start(engine: &Engine) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            active: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
            parked: Mutex::new(false),
            wake: Condvar::new(),
        });
        let (engine, seen) = (engine.weak(), Arc::clone(&shared));
        thread::Builder::new()
            .name("golem-exec-epochs".into())
            .spawn(move || seen.tick(&engine))?;
        Ok(Self { shared })
    }

    /// Lets epochs pass until the guard is dropped.
    pub(crate) fn tick(&self) -> Ticking<'_> {
        if self.shared.active.fetch_add(1, Ordering::SeqCst) == 0 {
            self.shared.wake_up();
        }
        Ticking(&self.shared)
    }
}

impl Drop for EpochClock {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        self.shared.wake_up();
    }
}

impl Drop for Ticking<'_> {
    fn drop(&mut self) {
        self.0.active.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Shared {
    fn tick(&self, engine: &EngineWeak) {
        let mut idle = 0;
        while !self.stopped.load(Ordering::SeqCst) {
            if self.active.load(Ordering::SeqCst) > 0 {
                idle = 0;
            } else if idle < LINGER {
                idle += 1;
            } else {
                self.park();
                continue;
            }
            thread::sleep(PERIOD);
            match engine.upgrade() {
                Some(engine) => engine.increment_epoch(),
                None => return,
            }
        }
    }

    /// Waits for a run. The counter is read under the lock that [`Self::wake_up`] takes, so a run
    /// that starts at the same moment is either seen here or wakes this thread.
    fn park(&self) {
        let mut parked = self.parked.lock().unwrap_or_else(PoisonError::into_inner);
        *parked = true;
        while self.active.load(Ordering::SeqCst) == 0 && !self.stopped.load(Ordering::SeqCst) {
            parked = self
                .wake
                .wait(parked)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *parked = false;
    }

    fn wake_up(&self) {
        if *self.parked.lock().unwrap_or_else(PoisonError::into_inner) {
            self.wake.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_ends_at_the_wall() {
        let wall = Wall::starting_now(Some(Duration::from_secs(1)), Duration::from_secs(1));
        let end = wall.end_of_wait(Duration::from_secs(3600));
        assert_eq!(Some(end), wall.at);
        assert!(wall.end_of_wait(Duration::ZERO) < end);
    }

    #[test]
    fn no_limit_is_no_wall() {
        let wall = Wall::starting_now(None, Duration::from_secs(1));
        assert!(wall.at.is_none());
        assert!(!wall.is_reached());
        assert!(wall.end_of_wait(Duration::MAX) > Instant::now());
    }

    #[test]
    fn a_limit_beyond_the_clock_is_no_wall() {
        let wall = Wall::starting_now(Some(Duration::MAX), Duration::from_secs(1));
        assert!(!wall.is_reached());
        assert!(wall.epochs() > 0);
    }

    #[test]
    fn zero_time_and_zero_grace_are_reached_at_once() {
        let wall = Wall::starting_now(Some(Duration::ZERO), Duration::ZERO);
        assert!(wall.is_reached());
        assert_eq!(wall.epochs(), 1);
    }
}
