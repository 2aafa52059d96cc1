//! The end of a run's time, for a program that never calls its host.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use wasmtime::Engine;

const TICK: Duration = Duration::from_millis(10);

/// Advances an engine's epoch while it lives.
pub(super) struct Ticker {
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    pub(super) fn start(engine: &Engine) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let (engine, seen) = (engine.clone(), Arc::clone(&ended));
        let thread = std::thread::spawn(move || {
            while !seen.load(Ordering::Relaxed) {
                std::thread::sleep(TICK);
                engine.increment_epoch();
            }
        });
        Self {
            ended,
            thread: Some(thread),
        }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // It cannot panic; if it did, the epoch would only stand still.
            let _ = thread.join();
        }
    }
}
