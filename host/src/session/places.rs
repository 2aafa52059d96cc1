//! How many sessions may be open at the same time under one policy, awake and at rest.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use policies::Bound;

use crate::error::HostError;

/// The places of one sandbox and its clones.
#[derive(Debug)]
pub(crate) struct Places {
    allowed: Bound<u32>,
    taken: AtomicU32,
}

/// One of them, until it is dropped.
pub(super) struct Place(Arc<Places>);

impl Places {
    pub(crate) fn new(allowed: Bound<u32>) -> Self {
        Self {
            allowed,
            taken: AtomicU32::new(0),
        }
    }

    /// A place, if one is free.
    pub(super) fn take(places: &Arc<Self>) -> Result<Place, HostError> {
        let Self { allowed, taken } = &**places;
        let one_more = |taken: u32| taken.checked_add(1).filter(|&taken| allowed.allows(taken));
        match taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more) {
            Ok(_) => Ok(Place(Arc::clone(places))),
            Err(open) => Err(HostError::SessionCount {
                open,
                allowed: allowed.finite().unwrap_or(u32::MAX),
            }),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.taken.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_place_is_taken_until_it_is_left() {
        let places = Arc::new(Places::new(Bound::Finite(2)));
        let first = Places::take(&places).unwrap();
        let _second = Places::take(&places).unwrap();
        let refused = Places::take(&places).map(drop);
        assert!(
            matches!(
                refused,
                Err(HostError::SessionCount {
                    open: 2,
                    allowed: 2
                })
            ),
            "{refused:?}"
        );
        drop(first);
        Places::take(&places).unwrap();
    }

    #[test]
    fn none_and_any_number_are_what_they_say() {
        let none = Arc::new(Places::new(Bound::Finite(0)));
        assert!(Places::take(&none).is_err());
        let many = Arc::new(Places::new(Bound::Unlimited));
        let places: Result<Vec<Place>, HostError> =
            (0..1000).map(|_| Places::take(&many)).collect();
        assert_eq!(places.unwrap().len(), 1000);
    }
}
