//! The runs of a worker whose events are pulled.

use wasmtime::component::ResourceAny;

use super::Worker;
use crate::host::convert::{Event, event};

/// A run of a worker whose events are pulled.
pub(crate) struct ExecStream {
    pub(super) worker: Worker,
    pub(super) resource: ResourceAny,
}

impl ExecStream {
    /// `[method]exec-stream.next`.
    pub(crate) fn next(&self) -> Option<Event> {
        let next = self.worker.call("next", |exports, store| {
            exports.next.call(store, (self.resource,))
        });
        next.map(event)
    }

    /// `[method]exec-stream.next-batch`.
    pub(crate) fn next_batch(&self, max_bytes: u64) -> Vec<Event> {
        let batch = self.worker.call("next-batch", |exports, store| {
            exports.next_batch.call(store, (self.resource, max_bytes))
        });
        batch.into_iter().map(event).collect()
    }
}

impl Drop for ExecStream {
    fn drop(&mut self) {
        self.worker.drop_resource(self.resource);
    }
}
