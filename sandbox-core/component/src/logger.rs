//! The component's log: lines on standard error, which is where Golem collects a worker's log, or
//! frames there for a host that watches.

use log::{Level, LevelFilter, Log, Metadata, Record};
use sandbox_core::event;

use crate::platform::emit;

struct Logger {
    framed: bool,
}

/// Starts the log, once; later calls change nothing.
pub(crate) fn start(framed: bool) {
    // It lives as long as the component, which is as long as there is something to log.
    if log::set_logger(Box::leak(Box::new(Logger { framed }))).is_ok() {
        log::set_max_level(LevelFilter::Info);
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= Level::Info
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let line = format!("{} {}: {}", record.level(), record.target(), record.args());
        if self.framed {
            let mut frame = Vec::new();
            event::encode_log(&line, &mut frame);
            emit(&frame);
        } else {
            emit((line + "\n").as_bytes());
        }
    }

    fn flush(&self) {}
}
