//! A run as events that are pulled: for hosts that cannot take a stream.
//!
//! A WASI 0.2 component cannot be suspended in the middle of a program. So the program runs to its
//! end first, and a [`Transcript`] keeps what it printed, in the order in which it was written; an
//! [`EventQueue`] then hands it out piece by piece.
//!
//! What is kept is bounded: the output by the run's output limit, its order by one more byte for
//! each byte of output at most, and the queues that nobody has read to their end by [`MOST_OPEN`].

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use crate::outcome::{Failure, Outcome};
use crate::output::{NotTaken, Stream, Watcher};

/// The most bytes in one event.
const MAX_CHUNK: usize = 64 * 1024;

/// The most queues of one component that hold events: each may hold a whole run's output.
pub const MOST_OPEN: u32 = 16;

/// One step of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The program printed this.
    Output(Stream, Vec<u8>),
    /// How the run ended; the last event.
    Ended(Outcome),
}

/// What a program printed to both streams, in the order in which it was written.
///
/// The bytes lie in one buffer. Beside it are the lengths of the stretches that went to one stream,
/// which alternate between the two, each written in base 128: seven bits in a byte, the lowest
/// first, the eighth bit saying that more follow.
#[derive(Debug, Default)]
pub struct Transcript {
    bytes: Vec<u8>,
    lengths: Vec<u8>,
    /// The stretch that is being written.
    open: u64,
    open_to_stderr: bool,
}

impl Transcript {
    /// Adds output.
    pub fn record(&mut self, stream: Stream, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let to_stderr = stream == Stream::Stderr;
        if to_stderr != self.open_to_stderr {
            self.close();
            self.open_to_stderr = to_stderr;
        }
        self.open += bytes.len() as u64;
        self.bytes.extend_from_slice(bytes);
    }

    /// Writes down the length of the stretch that ends here; of the first one too when it is empty,
    /// so that the first length is always standard output's.
    fn close(&mut self) {
        let mut length = std::mem::take(&mut self.open);
        while length >= 0x80 {
            self.lengths.push(length as u8 | 0x80);
            length >>= 7;
        }
        self.lengths.push(length as u8);
    }
}

/// Keeps a run's output while it runs.
#[derive(Debug, Default)]
pub(crate) struct Recorder(RefCell<Transcript>);

impl Recorder {
    /// What was recorded.
    pub(crate) fn take(&self) -> Transcript {
        self.0.take()
    }
}

impl Watcher for Recorder {
    fn output(&self, stream: Stream, bytes: &[u8], _: Option<Duration>) -> Result<(), NotTaken> {
        self.0.borrow_mut().record(stream, bytes);
        Ok(())
    }
}

/// A component's places for queues.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places(Rc<Cell<u32>>);

/// A place for one queue, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place(Rc<Cell<u32>>);

impl Places {
    /// A place for one more queue.
    ///
    /// # Errors
    /// [`Failure::Internal`] when there is none.
    pub(crate) fn take(&self) -> Result<Place, Failure> {
        let taken = self.0.get();
        if taken >= MOST_OPEN {
            return Err(Failure::Internal(format!(
                "{taken} runs wait to be read; read one to its end, or drop it, before the next"
            )));
        }
        self.0.set(taken + 1);
        Ok(Place(Rc::clone(&self.0)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

/// The events of a run that has ended, oldest first.
#[derive(Debug)]
pub struct EventQueue {
    transcript: Transcript,
    /// The bytes handed out.
    position: usize,
    /// The lengths read.
    lengths_read: usize,
    /// What is left of the stretch at `position`.
    stretch: u64,
    stretch_to_stderr: bool,
    ending: Option<Outcome>,
    place: Option<Place>,
}

impl EventQueue {
    pub(crate) fn new(mut transcript: Transcript, ending: Outcome, place: Option<Place>) -> Self {
        transcript.close();
        Self {
            transcript,
            position: 0,
            lengths_read: 0,
            stretch: 0,
            // The first length that is read turns this over.
            stretch_to_stderr: true,
            ending: Some(ending),
            place,
        }
    }

    /// A queue with nothing but its ending.
    pub(crate) fn ended(ending: Outcome) -> Self {
        Self::new(Transcript::default(), ending, None)
    }

    /// The next event; `None` after the last one.
    pub fn next_event(&mut self) -> Option<Event> {
        self.output(MAX_CHUNK).or_else(|| self.end())
    }

    /// The next events, as many as carry `max_bytes` of output together; the last chunk is cut
    /// there. While there are events, there is at least one, with at least one byte. The ending
    /// counts for nothing. Empty after the last event.
    pub fn next_batch(&mut self, max_bytes: u64) -> Vec<Event> {
        let mut left = usize::try_from(max_bytes).unwrap_or(usize::MAX).max(1);
        let mut batch = Vec::new();
        while left > 0 {
            let Some(event) = self.output(left.min(MAX_CHUNK)) else {
                batch.extend(self.end());
                break;
            };
            if let Event::Output(_, bytes) = &event {
                left = left.saturating_sub(bytes.len());
            }
            batch.push(event);
        }
        batch
    }

    /// The next output, of one stream, at most `most` bytes of it.
    fn output(&mut self, most: usize) -> Option<Event> {
        while self.stretch == 0 {
            self.stretch = self.next_length()?;
            self.stretch_to_stderr = !self.stretch_to_stderr;
        }
        let length = usize::try_from(self.stretch)
            .unwrap_or(usize::MAX)
            .min(most);
        let rest = self.transcript.bytes.get(self.position..)?;
        let bytes = rest.get(..length)?.to_vec();
        self.position += length;
        self.stretch -= length as u64;
        let stream = if self.stretch_to_stderr {
            Stream::Stderr
        } else {
            Stream::Stdout
        };
        Some(Event::Output(stream, bytes))
    }

    fn next_length(&mut self) -> Option<u64> {
        let mut length = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = *self.transcript.lengths.get(self.lengths_read)?;
            self.lengths_read += 1;
            length |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(length)
    }

    /// The ending, once. Nothing is kept after it.
    fn end(&mut self) -> Option<Event> {
        let ending = self.ending.take()?;
        self.transcript = Transcript::default();
        self.place = None;
        Some(Event::Ended(ending))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn queue(written: &[(Stream, &[u8])]) -> EventQueue {
        let mut transcript = Transcript::default();
        for (stream, bytes) in written {
            transcript.record(*stream, bytes);
        }
        EventQueue::new(transcript, Err(Failure::Timeout), None)
    }

    fn out(bytes: &[u8]) -> Event {
        Event::Output(Stream::Stdout, bytes.to_vec())
    }

    fn err(bytes: &[u8]) -> Event {
        Event::Output(Stream::Stderr, bytes.to_vec())
    }

    fn ended() -> Event {
        Event::Ended(Err(Failure::Timeout))
    }

    #[test]
    fn output_comes_in_the_order_of_writing_and_the_ending_once_and_last() {
        let mut queue = queue(&[
            (Stream::Stderr, b"1"),
            (Stream::Stdout, b"2"),
            (Stream::Stdout, b"3"),
            (Stream::Stderr, b""),
            (Stream::Stderr, b"4"),
        ]);
        let mut next = || queue.next_event();
        assert_eq!(next(), Some(err(b"1")));
        assert_eq!(next(), Some(out(b"23")));
        assert_eq!(next(), Some(err(b"4")));
        assert_eq!(next(), Some(ended()));
        assert_eq!(next(), None);
    }

    #[test]
    fn a_run_without_output_has_one_event() {
        assert_eq!(queue(&[]).next_batch(u64::MAX), [ended()]);
        assert_eq!(
            EventQueue::ended(Err(Failure::Timeout)).next_batch(0),
            [ended()]
        );
    }

    #[test]
    fn a_batch_is_cut_at_its_bytes_and_never_empty_before_the_end() {
        let mut queue = queue(&[(Stream::Stdout, b"abc"), (Stream::Stderr, b"defgh")]);
        assert_eq!(queue.next_batch(4), [out(b"abc"), err(b"d")]);
        assert_eq!(queue.next_batch(0), [err(b"e")]);
        assert_eq!(queue.next_batch(3), [err(b"fgh")]);
        assert_eq!(queue.next_batch(1), [ended()]);
        assert!(queue.next_batch(1).is_empty());
    }

    #[test]
    fn long_output_comes_in_chunks() {
        let long = vec![7; 2 * MAX_CHUNK + 1];
        let mut queue = queue(&[(Stream::Stdout, &long)]);
        let lengths: Vec<_> = queue
            .next_batch(u64::MAX)
            .iter()
            .map(|event| match event {
                Event::Output(_, bytes) => bytes.len(),
                Event::Ended(_) => 0,
            })
            .collect();
        assert_eq!(lengths, [MAX_CHUNK, MAX_CHUNK, 1, 0]);
    }

    /// What a hostile program can do at worst: one byte to each stream in turn.
    #[test]
    fn the_order_costs_a_byte_for_each_byte_at_most() {
        let mut transcript = Transcript::default();
        for _ in 0..50_000 {
            transcript.record(Stream::Stderr, b"e");
            transcript.record(Stream::Stdout, b"o");
        }
        assert!(transcript.lengths.len() <= transcript.bytes.len());
        let mut queue = EventQueue::new(transcript, Err(Failure::Timeout), None);
        for _ in 0..50_000 {
            assert_eq!(queue.next_event(), Some(err(b"e")));
            assert_eq!(queue.next_event(), Some(out(b"o")));
        }
        assert_eq!(queue.next_event(), Some(ended()));
    }

    #[test]
    fn a_place_comes_back_when_the_queue_is_read_or_dropped() {
        let places = Places::default();
        let queue = |places: &Places| {
            let place = places.take().unwrap();
            EventQueue::new(Transcript::default(), Err(Failure::Timeout), Some(place))
        };
        let mut queues: Vec<_> = (0..MOST_OPEN).map(|_| queue(&places)).collect();
        assert_eq!(
            places.take().unwrap_err(),
            Failure::Internal(
                "16 runs wait to be read; read one to its end, or drop it, before the next".into()
            )
        );
        queues.pop();
        queues.push(queue(&places));
        assert!(places.take().is_err());
        queues.first_mut().unwrap().next_event();
        assert!(places.take().is_ok());
    }
}
