//! A run as a stream of events.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream as EventStream;
use tokio::sync::mpsc::{Receiver, Sender, channel};

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
/// A slow reader holds the program back, and that time counts. Dropping this ends the run, wherever
/// the program is.
#[derive(Debug)]
pub struct RunEvents(Receiver<Result<RunEvent, HostError>>);

impl RunEvents {
    /// Runs `run` on a thread for blocking calls of the current Tokio runtime.
    pub(crate) fn start(
        run: impl FnOnce(Box<dyn Sink>) -> Result<Outcome, HostError> + Send + 'static,
    ) -> Self {
        let (sender, receiver) = channel(AHEAD);
        tokio::task::spawn_blocking(move || {
            let ended = run(Box::new(ToChannel(sender.clone())));
            // A reader that has gone needs no ending.
            let _ = sender.blocking_send(ended.map(|outcome| RunEvent::Ended(Box::new(outcome))));
        });
        Self(receiver)
    }

    /// The next event; none after the last.
    ///
    /// # Errors
    /// When the host cannot run the program: then that is the last.
    pub async fn next(&mut self) -> Option<Result<RunEvent, HostError>> {
        self.0.recv().await
    }
}

impl EventStream for RunEvents {
    type Item = Result<RunEvent, HostError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.poll_recv(cx)
    }
}

/// Hands output to the reader of a stream, and waits for it.
struct ToChannel(Sender<Result<RunEvent, HostError>>);

impl Sink for ToChannel {
    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        let event = match stream {
            Stream::Stdout => RunEvent::Stdout(bytes.to_vec()),
            Stream::Stderr => RunEvent::Stderr(bytes.to_vec()),
        };
        self.0
            .blocking_send(Ok(event))
            .map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn is_closed(&self) -> bool {
        self.0.is_closed()
    }
}
