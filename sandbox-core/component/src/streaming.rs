//! The streaming calls of WASI 0.3.
//!
//! A call answers with a stream at once, and its task goes on: it gives way one time, so that the
//! caller gets the stream, and then runs the program to its end. Each chunk is written from inside
//! the program, and the whole task waits until the reader has taken it, but not past the program's
//! deadline. While it waits, nothing else of this instance runs: a program is one at a time. Once the
//! program has ended, others may run while its last event waits to be read.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use sandbox_core::input::{Arrival, Source};
use sandbox_core::outcome::Outcome;
use sandbox_core::output::{NotTaken, Stream, Watcher};
use sandbox_core::run::Attached;
use wit_bindgen::{StreamReader, StreamResult, StreamWriter, block_on, spawn_local, yield_async};

use crate::bindings::exports::golem::exec::types::ExecEvent;
use crate::bindings::wasi::clocks::monotonic_clock::wait_for;
use crate::bindings::wit_stream;
use crate::event;

/// The most bytes in one event.
const MAX_CHUNK: usize = 64 * 1024;

/// Starts `run` behind the stream of its events.
pub(crate) fn start(
    stdin: Option<StreamReader<Vec<u8>>>,
    run: impl FnOnce(Attached) -> Outcome + 'static,
) -> StreamReader<ExecEvent> {
    let (writer, reader) = wit_stream::new();
    spawn_local(async move {
        yield_async().await;
        let channel = Rc::new(Channel(RefCell::new(Some(writer))));
        let outcome = run(Attached {
            watchers: vec![Rc::clone(&channel) as _],
            input: stdin.map(|stream| Box::new(Incoming(stream)) as _),
        });
        if let Some(mut writer) = channel.0.take() {
            // A reader that goes away knows how it ended: by its going.
            let _ = writer.write_one(event::ended(outcome)).await;
        }
    });
    reader
}

/// Has wit-bindgen allocate its list of spawned tasks, which is empty again whenever a program runs.
pub(crate) fn settle() {
    block_on(async { spawn_local(std::future::ready(())) });
}

/// The write end of a stream of events, until its reader is gone: writing to it then would trap.
struct Channel(RefCell<Option<StreamWriter<ExecEvent>>>);

impl Channel {
    /// Waits until the reader has taken the events, or `patience` is at its end.
    fn send(
        &self,
        events: impl Iterator<Item = ExecEvent>,
        patience: Option<Duration>,
    ) -> Result<(), NotTaken> {
        let mut channel = self.0.borrow_mut();
        let writer = channel.as_mut().ok_or(NotTaken::ReaderGone)?;
        let sent = block_on(async {
            let written = async {
                for event in events {
                    if writer.write_one(event).await.is_some() {
                        return Err(NotTaken::ReaderGone);
                    }
                }
                Ok(())
            };
            let mut written = pin!(written);
            let mut alarm = pin!(alarm(patience));
            // Whichever comes first; the other is dropped, and so cancelled.
            poll_fn(|context| {
                if let Poll::Ready(written) = written.as_mut().poll(context) {
                    return Poll::Ready(written);
                }
                let late = alarm.as_mut().poll(context);
                late.map(|()| Err(NotTaken::Late))
            })
            .await
        });
        if sent == Err(NotTaken::ReaderGone) {
            *channel = None;
        }
        sent
    }
}

impl Watcher for Channel {
    fn output(
        &self,
        stream: Stream,
        bytes: &[u8],
        patience: Option<Duration>,
    ) -> Result<(), NotTaken> {
        let chunks = bytes.chunks(MAX_CHUNK);
        self.send(
            chunks.map(|chunk| event::chunk(stream, chunk.to_vec())),
            patience,
        )
    }

    fn may_wait(&self) -> bool {
        true
    }
}

/// Standard input that arrives as a stream.
struct Incoming(StreamReader<Vec<u8>>);

impl Source for Incoming {
    fn next(&mut self, _max: usize, patience: Option<Duration>) -> Arrival {
        block_on(async {
            // One element at a time: what has been taken is the program's to read.
            let mut read = pin!(self.0.read(Vec::with_capacity(1)));
            let mut alarm = pin!(alarm(patience));
            // Whichever comes first; the other is dropped, and so cancelled.
            poll_fn(|context| {
                if let Poll::Ready((result, mut elements)) = read.as_mut().poll(context) {
                    return Poll::Ready(match (result, elements.pop()) {
                        (_, Some(bytes)) => Arrival::Bytes(bytes),
                        (StreamResult::Complete(_), None) => Arrival::Bytes(Vec::new()),
                        (StreamResult::Dropped | StreamResult::Cancelled, None) => Arrival::End,
                    });
                }
                alarm.as_mut().poll(context).map(|()| Arrival::Late)
            })
            .await
        })
    }
}

/// Goes off after `patience`; without one, never.
async fn alarm(patience: Option<Duration>) {
    match patience {
        Some(patience) => wait_for(nanos(patience)).await,
        None => std::future::pending().await,
    }
}

/// Waits; meanwhile the host delivers what it has been given.
pub(crate) fn sleep(duration: Duration) {
    block_on(wait_for(nanos(duration)));
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
