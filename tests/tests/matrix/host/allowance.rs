//! The memory of an instance, counted as a host counts it.

use wasmtime::ResourceLimiter;

/// Counts the bytes of WebAssembly memory that an instance holds. Beyond what is allowed it traps, as on
/// Golem.
pub(super) struct Allowance {
    held: usize,
    allowed: usize,
}

impl Allowance {
    pub(super) fn of(allowed: usize) -> Self {
        Self { held: 0, allowed }
    }

    pub(super) fn held(&self) -> usize {
        self.held
    }
}

impl ResourceLimiter for Allowance {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let held = self.held + desired.saturating_sub(current);
        if held > self.allowed {
            return Err(wasmtime::Error::msg(format!("{held} bytes of memory")));
        }
        self.held = held;
        Ok(true)
    }

    fn table_growing(
        &mut self,
        _current: usize,
        _desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(true)
    }
}
