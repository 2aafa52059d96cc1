//! A run as a stream of events.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Instant;

use futures_core::Stream as EventStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::console::{Sink, Stream};
use crate::error::HostError;
use crate::outcome::Outcome;

/// How many events wait for a reader before the program does.
const AHEAD: usize = 16;

/// One step of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEvent {
    /// The program wrote this to its standard output.
    Stdout(Vec<u8>),
    /// The program wrote this to its standard error.
    Stderr(Vec<u8>),
    /// The run has ended; the last event. The outcome has the whole output once more.
    Ended(Box<Outcome>),
}

/// The events of one run, in the order in which the program wrote, while it runs.
///
/// A slow reader holds the program back, and that time counts: when it is over, the run ends as any
/// other that is out of time, read or not, and what nobody had read by then is in the outcome alone.
/// Dropping this ends the run, wherever the program is.
#[derive(Debug)]
pub struct RunEvents {
    events: UnboundedReceiver<Result<RunEvent, HostError>>,
    room: Arc<Room>,
}

impl RunEvents {
    /// Runs `run` on a thread for blocking calls of the current Tokio runtime.
    pub(crate) fn start(
        run: impl FnOnce(Box<dyn Sink>) -> Result<Outcome, HostError> + Send + 'static,
    ) -> Self {
        let (sender, events) = unbounded_channel();
        let room = Arc::new(Room::default());
        let sink = ToReader {
            sender: sender.clone(),
            room: Arc::clone(&room),
        };
        tokio::task::spawn_blocking(move || {
            let ended = run(Box::new(sink));
            // A reader that has gone needs no ending.
            let _ = sender.send(ended.map(|outcome| RunEvent::Ended(Box::new(outcome))));
        });
        Self { events, room }
    }

    /// The next event; none after the last.
    ///
    /// # Errors
    /// When the host cannot run the program: then that is the last.
    pub async fn next(&mut self) -> Option<Result<RunEvent, HostError>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RunEvent, HostError>>> {
        let event = ready!(self.events.poll_recv(context));
        if let Some(Ok(RunEvent::Stdout(_) | RunEvent::Stderr(_))) = &event {
            self.room.leave();
        }
        Poll::Ready(event)
    }
}

impl EventStream for RunEvents {
    type Item = Result<RunEvent, HostError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl Drop for RunEvents {
    fn drop(&mut self) {
        self.events.close();
        self.room.close();
    }
}

/// The places for events that wait for a reader. A channel with room for so many would do, if one
/// could wait for it without a runtime's clock.
#[derive(Debug, Default)]
struct Room {
    state: Mutex<Places>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Places {
    taken: usize,
    is_closed: bool,
}

impl Places {
    fn is_full(&self) -> bool {
        self.taken >= AHEAD && !self.is_closed
    }
}

impl Room {
    /// Takes a place, if one is free before `until`.
    fn enter(&self, until: Option<Instant>) -> bool {
        let is_full = |places: &mut Places| places.is_full();
        let mut places = match until {
            None => {
                let waited = self.changed.wait_while(self.places(), is_full);
                waited.unwrap_or_else(PoisonError::into_inner)
            }
            Some(until) => {
                let left = until.saturating_duration_since(Instant::now());
                let waited = self
                    .changed
                    .wait_timeout_while(self.places(), left, is_full);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        };
        let enters = !places.is_full();
        places.taken += usize::from(enters);
        enters
    }

    fn leave(&self) {
        let mut places = self.places();
        places.taken = places.taken.saturating_sub(1);
        drop(places);
        self.changed.notify_one();
    }

    /// Nobody waits any more.
    fn close(&self) {
        self.places().is_closed = true;
        self.changed.notify_one();
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands output to the reader of a stream, and waits for it.
struct ToReader {
    sender: UnboundedSender<Result<RunEvent, HostError>>,
    room: Arc<Room>,
}

impl Sink for ToReader {
    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        self.write_until(stream, bytes, None)
    }

    fn write_until(
        &mut self,
        stream: Stream,
        bytes: &[u8],
        until: Option<Instant>,
    ) -> io::Result<()> {
        if !self.room.enter(until) {
            return Ok(());
        }
        let event = match stream {
            Stream::Stdout => RunEvent::Stdout(bytes.to_vec()),
            Stream::Stderr => RunEvent::Stderr(bytes.to_vec()),
        };
        let sent = self.sender.send(Ok(event));
        sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }
}
