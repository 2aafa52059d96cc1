//! Control-C while a program runs.

use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Instant;

use golem_exec::{Sink, Stream};

use super::exit::Exit;

/// What an interrupt means now.
static STATE: AtomicU8 = AtomicU8::new(IDLE);

/// No program runs: it ends `golem-exec`.
const IDLE: u8 = 0;
/// A program runs: it ends the program.
const RUNNING: u8 = 1;
/// The program is being ended: it ends `golem-exec`.
const INTERRUPTED: u8 = 2;

/// Runs `body`; an interrupt meanwhile is to end the program that it runs, by [`Interruptible`], and a second
/// one ends this process. The second part of the answer is whether there was one.
pub(crate) fn while_running<T>(body: impl FnOnce() -> T) -> (T, bool) {
    static HANDLER: OnceLock<()> = OnceLock::new();
    HANDLER.get_or_init(|| {
        // Without a handler an interrupt ends everything, as it did.
        let _ = ctrlc::set_handler(interrupt);
    });
    STATE.store(RUNNING, Ordering::SeqCst);
    let answer = body();
    let interrupted = STATE.swap(IDLE, Ordering::SeqCst) == INTERRUPTED;
    (answer, interrupted)
}

fn interrupt() {
    let running = STATE.compare_exchange(RUNNING, INTERRUPTED, Ordering::SeqCst, Ordering::SeqCst);
    if running.is_err() {
        std::process::exit(Exit::Interrupted.code().into());
    }
}

fn is_interrupted() -> bool {
    STATE.load(Ordering::SeqCst) == INTERRUPTED
}

/// A sink that takes nothing any more once there was an interrupt: the library then ends the run, wherever
/// the program is.
pub(crate) struct Interruptible<S>(pub(crate) S);

impl<S: Sink> Sink for Interruptible<S> {
    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        self.0.write(stream, bytes)
    }

    fn write_until(
        &mut self,
        stream: Stream,
        bytes: &[u8],
        until: Option<Instant>,
    ) -> io::Result<()> {
        self.0.write_until(stream, bytes, until)
    }

    fn is_closed(&self) -> bool {
        is_interrupted() || self.0.is_closed()
    }
}
