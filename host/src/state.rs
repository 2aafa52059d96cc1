//! What the host keeps beside each instance.

use std::sync::Arc;
use std::time::Instant;

use wasmtime::Store;
use wasmtime::component::ResourceTable;

use crate::console::Console;
use crate::deadline::Wall;
use crate::limiter::MemoryLimiter;

/// The most handles (streams, alarms, errors) that a component may hold at once.
const MAX_HANDLES: usize = 1024;

/// What an instance lives in.
pub(crate) type GuestStore = Store<State>;

/// The data of one store.
pub(crate) struct State {
    pub(crate) environment: Arc<[(String, String)]>,
    pub(crate) limiter: MemoryLimiter,
    pub(crate) console: Console,
    pub(crate) wall: Wall,
    pub(crate) table: ResourceTable,
    /// The zero of the monotonic clock.
    pub(crate) origin: Instant,
}

impl State {
    pub(crate) fn new(environment: Arc<[(String, String)]>, memory: u64, wall: Wall) -> Self {
        let mut table = ResourceTable::new();
        table.set_max_capacity(MAX_HANDLES);
        Self {
            environment,
            limiter: MemoryLimiter::new(memory),
            console: Console::default(),
            wall,
            table,
            origin: Instant::now(),
        }
    }
}
