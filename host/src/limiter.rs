//! The second wall on memory: what all memories and tables of an instance hold together.

use thiserror::Error;
use wasmtime::ResourceLimiter;

/// Wasmtime keeps a pointer for each element of a table.
const TABLE_ELEMENT: usize = size_of::<usize>();

/// Counts the bytes of every memory and table of one store, and traps the guest that goes beyond.
///
/// Refusing `memory.grow` without a trap would leave an interpreter in a state that its authors
/// never see; the guest keeps its own, lower limit, and reports it in order.
#[derive(Debug)]
pub(crate) struct MemoryLimiter {
    held: u64,
    allowed: u64,
    refused: Option<u64>,
}

/// The trap of a guest that asks for more than the host allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the component asked for {asked} bytes of memory; the host allows it {allowed}")]
pub(crate) struct MemoryRefused {
    /// What the instance would hold, in bytes.
    pub(crate) asked: u64,
    /// What it may hold, in bytes.
    pub(crate) allowed: u64,
}

impl MemoryLimiter {
    pub(crate) fn new(allowed: u64) -> Self {
        Self {
            held: 0,
            allowed,
            refused: None,
        }
    }

    /// The bytes held now. WebAssembly memories never shrink, so this is also the peak.
    pub(crate) fn held(&self) -> u64 {
        self.held
    }

    /// What was refused, once.
    pub(crate) fn take_refused(&mut self) -> Option<MemoryRefused> {
        self.refused.take().map(|asked| MemoryRefused {
            asked,
            allowed: self.allowed,
        })
    }

    fn grow(&mut self, current: usize, desired: usize, unit: usize) -> wasmtime::Result<bool> {
        let more = (desired.saturating_sub(current) as u64).saturating_mul(unit as u64);
        let asked = self.held.saturating_add(more);
        if asked > self.allowed {
            self.refused = Some(asked);
            let allowed = self.allowed;
            return Err(wasmtime::Error::new(MemoryRefused { asked, allowed }));
        }
        self.held = asked;
        Ok(true)
    }
}

impl ResourceLimiter for MemoryLimiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        // Beyond its own maximum a memory cannot grow: the guest sees -1, and nothing is charged.
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        self.grow(current, desired, 1)
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        self.grow(current, desired, TABLE_ELEMENT)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn memories_and_tables_are_counted_together() {
        let mut limiter = MemoryLimiter::new(100 * 1024);
        assert!(limiter.memory_growing(0, 64 * 1024, None).unwrap());
        assert!(limiter.table_growing(0, 1024, None).unwrap());
        assert_eq!(limiter.held(), 64 * 1024 + 1024 * TABLE_ELEMENT as u64);
        assert!(limiter.memory_growing(0, 64 * 1024, None).is_err());
        assert_eq!(
            limiter.take_refused(),
            Some(MemoryRefused {
                asked: 128 * 1024 + 1024 * TABLE_ELEMENT as u64,
                allowed: 100 * 1024,
            })
        );
        assert_eq!(limiter.take_refused(), None);
    }

    #[test]
    fn beyond_its_own_maximum_a_memory_is_not_charged() {
        let mut limiter = MemoryLimiter::new(u64::MAX);
        assert!(!limiter.memory_growing(0, 2, Some(1)).unwrap());
        assert!(!limiter.table_growing(0, 2, Some(1)).unwrap());
        assert_eq!(limiter.held(), 0);
    }
}
