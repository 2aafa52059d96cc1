//! Which pages a program writes to, for the guest that wants to know (`sandbox_libc::heap::resident`).

use anyhow::{Context as _, Result};
use wasmi::Memory;

use super::State;

/// The guest's function that runs a program.
const REHEARSE: &str = "rehearse";

/// The guest's function that tells where the stretches are to be put.
const STRETCHES: &str = "__sandbox_stretches";

/// The guest's function that tells how many there is room for.
const MOST_STRETCHES: &str = "__sandbox_most_stretches";

const PAGE: usize = 4096;

/// A gap of so many pages is closed in any case: there is next to nothing to gain from keeping it.
const SMALL: u32 = 8;

/// Pages that follow on each other: the first one's number, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    first: u32,
    pages: u32,
}

/// The pages of an initialised guest's that its rehearsal changes; none for a guest without one.
pub(super) fn stretches(state: &mut State) -> Result<Option<Vec<Stretch>>> {
    let before = memory(state)?.data(&state.store).to_vec();
    if !state.call_if_there(REHEARSE)? {
        return Ok(None);
    }
    let most = number(state, MOST_STRETCHES)?;
    let after = memory(state)?.data(&state.store);
    let pages = before.chunks(PAGE).zip(after.chunks(PAGE)).zip(0..);
    let changed = pages.filter_map(|((before, after), page)| (before != after).then_some(page));
    let changed: Vec<u32> = changed.collect();
    Ok(Some(joined(&changed, most, SMALL)))
}

/// Puts the stretches where the guest has room for them.
pub(super) fn keep(state: &mut State, stretches: &[Stretch]) -> Result<()> {
    let place = number(state, STRETCHES)?;
    let bytes: Vec<u8> = stretches
        .iter()
        .flat_map(|stretch| [stretch.first, stretch.pages])
        .flat_map(u32::to_le_bytes)
        .collect();
    memory(state)?.write(&mut state.store, place, &bytes)?;
    Ok(())
}

/// What an export of a guest's with a rehearsal tells: an address, or how many.
fn number(state: &mut State, name: &str) -> Result<usize> {
    let told = state
        .instance
        .get_func(&state.store, name)
        .with_context(|| format!("a guest with a rehearsal exports {name}"))?
        .typed::<(), i32>(&state.store)?
        .call(&mut state.store, ())?;
    Ok(usize::try_from(told.cast_unsigned())?)
}

fn memory(state: &State) -> Result<Memory> {
    let memory = state.instance.get_memory(&state.store, "memory");
    memory.context("a guest exports its memory")
}

/// At most `most` stretches that hold all `pages`, which are in order: without gaps of up to `small` pages,
/// and if that leaves too many, without the smallest ones that are larger.
fn joined(pages: &[u32], most: usize, small: u32) -> Vec<Stretch> {
    let mut gaps: Vec<u32> = pages
        .iter()
        .zip(pages.iter().skip(1))
        .map(|(one, next)| next - one - 1)
        .collect();
    gaps.sort_unstable_by(|one, other| other.cmp(one));
    // Among gaps that are equal all are closed.
    let closed = gaps.get(most - 1).copied().unwrap_or(0).max(small);
    let mut all: Vec<Stretch> = Vec::new();
    for &page in pages {
        match all.last_mut() {
            Some(last) if page - (last.first + last.pages) <= closed => {
                last.pages = page - last.first + 1;
            }
            _ => all.push(Stretch {
                first: page,
                pages: 1,
            }),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(pages: &[u32], most: usize, small: u32) -> Vec<(u32, u32)> {
        let all = joined(pages, most, small);
        all.iter().map(|all| (all.first, all.pages)).collect()
    }

    #[test]
    fn pages_that_follow_on_each_other_are_one_stretch() {
        assert_eq!(numbers(&[3, 4, 5, 9], 24, 0), [(3, 3), (9, 1)]);
        assert_eq!(numbers(&[7], 24, 0), [(7, 1)]);
        assert_eq!(numbers(&[], 24, 0), []);
    }

    #[test]
    fn small_gaps_are_closed() {
        assert_eq!(numbers(&[1, 4, 8], 24, 2), [(1, 4), (8, 1)]);
    }

    #[test]
    fn of_too_many_gaps_the_smallest_are_closed() {
        let pages = [1, 3, 10, 12, 30];
        assert_eq!(numbers(&pages, 3, 0), [(1, 3), (10, 3), (30, 1)]);
        assert_eq!(numbers(&pages, 2, 0), [(1, 12), (30, 1)]);
        assert_eq!(numbers(&pages, 1, 0), [(1, 30)]);
    }

    #[test]
    fn of_gaps_that_are_equal_none_or_all_are_closed() {
        assert_eq!(numbers(&[1, 3, 5], 2, 0), [(1, 5)]);
        assert_eq!(numbers(&[1, 3, 5], 3, 0), [(1, 1), (3, 1), (5, 1)]);
    }
}
