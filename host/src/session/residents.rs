//! The sessions that have an instance and are not in a call: as many as one host keeps awake.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError, Weak};

use super::Shared;

/// How many there are at most. Each holds an instance of the pool, and the pages that it has touched.
const MOST: usize = 64;

/// The sessions awake, the longest idle first.
#[derive(Default)]
pub(crate) struct Residents(Mutex<VecDeque<Weak<Shared>>>);

impl Residents {
    /// Notes that a session is awake and idle from now on. If that is one too many, the one that has been
    /// idle the longest is frozen.
    pub(super) fn note(&self, session: &Weak<Shared>) {
        if let Some(longest) = self.enter(session)
            && let Some(longest) = longest.upgrade()
        {
            longest.freeze_if_idle();
        }
    }

    fn enter(&self, session: &Weak<Shared>) -> Option<Weak<Shared>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|other| !other.ptr_eq(session) && other.strong_count() > 0);
        all.push_back(session.clone());
        (all.len() > MOST).then(|| all.pop_front()).flatten()
    }
}
