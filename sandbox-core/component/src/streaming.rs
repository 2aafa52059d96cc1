//! The streaming calls of WASI 0.3.
//!
//! A call answers with a stream at once, and its task goes on: it gives way one time, so that the
//! caller gets the stream, and then runs the program to its end. Each chunk is written from inside
//! the program, and the whole task waits until the reader has taken it. While it waits, nothing
//! else of this instance runs: a program is one at a time.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use sandbox_core::input::{Arrival, Source};
use sandbox_core::outcome::Outcome;
use sandbox_core::output::{ReaderGone, Stream, Watcher};
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
        // A reader that has gone knows how it ended: by its going.
        let _ = channel.send(event::ended(outcome));
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
    /// Waits until the reader has taken the event.
    fn send(&self, event: ExecEvent) -> Result<(), ReaderGone> {
        let mut channel = self.0.borrow_mut();
        let writer = channel.as_mut().ok_or(ReaderGone)?;
        match block_on(writer.write_one(event)) {
            None => Ok(()),
            Some(_) => {
                *channel = None;
                Err(ReaderGone)
            }
        }
    }
}

impl Watcher for Channel {
    fn output(&self, stream: Stream, bytes: &[u8]) -> Result<(), ReaderGone> {
        bytes
            .chunks(MAX_CHUNK)
            .try_for_each(|chunk| self.send(event::chunk(stream, chunk.to_vec())))
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
