//! What a program prints: captured, counted against one limit, and passed on while it runs.

use std::rc::Rc;
use std::time::Duration;

use policies::{Bound, ByteCount, LimitName};

use crate::event;
use crate::platform::Platform;
use crate::report::LimitExceeded;

/// Takes a program's output while it runs.
pub trait Watcher {
    /// Takes the next bytes. The program waits as long as this does, which is no longer than
    /// `patience`.
    ///
    /// # Errors
    /// [`NotTaken`]; the run ends.
    fn output(
        &self,
        stream: Stream,
        bytes: &[u8],
        patience: Option<Duration>,
    ) -> Result<(), NotTaken>;

    /// Whether [`output`](Self::output) may wait, so that it must be told for how long.
    fn may_wait(&self) -> bool {
        false
    }
}

/// Why a watcher did not take output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// Nobody reads it any more.
    ReaderGone,
    /// Nobody read it in time.
    Late,
}

/// Writes event frames to the platform.
pub(crate) struct Frames(pub(crate) Rc<dyn Platform>);

impl Watcher for Frames {
    fn output(&self, stream: Stream, bytes: &[u8], _: Option<Duration>) -> Result<(), NotTaken> {
        let mut frames = Vec::new();
        event::encode_output(stream == Stream::Stderr, bytes, &mut frames);
        self.0.emit(&frames);
        Ok(())
    }
}

/// Why output was not taken whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It does not fit.
    Limit(LimitExceeded),
    /// Nobody reads it, or has read it in time.
    NotTaken(NotTaken),
}

/// One of the two standard streams that a program writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Captured output. Standard output and standard error share one limit.
pub struct Output {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    limit: Bound<ByteCount>,
    watchers: Vec<Rc<dyn Watcher>>,
}

impl Output {
    /// Captures up to `limit` bytes, and passes them to `watchers` as they come.
    pub fn new(limit: Bound<ByteCount>, watchers: Vec<Rc<dyn Watcher>>) -> Self {
        Self {
            stdout: Vec::new(),
            stderr: Vec::new(),
            limit,
            watchers,
        }
    }

    /// Whether writing may wait for a watcher.
    #[must_use]
    pub fn may_wait(&self) -> bool {
        self.watchers.iter().any(|watcher| watcher.may_wait())
    }

    /// Writes `bytes`, waiting for those who watch no longer than `patience`. When they do not fit,
    /// what fits is written.
    ///
    /// # Errors
    /// The output limit, or that a watcher has not taken them.
    pub fn write(
        &mut self,
        stream: Stream,
        bytes: &[u8],
        patience: Option<Duration>,
    ) -> Result<(), Refused> {
        let used = self.used();
        let room = match self.limit {
            Bound::Finite(limit) => limit.get().saturating_sub(used),
            Bound::Unlimited => u64::MAX,
        };
        let length = bytes.len() as u64;
        if length <= room {
            return self.append(stream, bytes, patience);
        }
        let fitting = usize::try_from(room).unwrap_or(usize::MAX);
        self.append(stream, bytes.get(..fitting).unwrap_or(bytes), patience)?;
        Err(Refused::Limit(LimitExceeded {
            limit: LimitName::Output,
            asked: used.checked_add(length),
            allowed: used.saturating_add(room),
        }))
    }

    /// Writes the supervisor's own last words (a traceback) to standard error, cut where the limit
    /// is reached: a program that has used up its output has no room for them either.
    pub fn write_last_words(&mut self, text: &str, patience: Option<Duration>) {
        // A refusal has no outcome left to change: the run has ended already.
        let _ = self.write(Stream::Stderr, text.as_bytes(), patience);
    }

    /// Takes what was captured: standard output, standard error.
    pub fn take(&mut self) -> (Vec<u8>, Vec<u8>) {
        (
            std::mem::take(&mut self.stdout),
            std::mem::take(&mut self.stderr),
        )
    }

    fn used(&self) -> u64 {
        (self.stdout.len() + self.stderr.len()) as u64
    }

    fn append(
        &mut self,
        stream: Stream,
        bytes: &[u8],
        patience: Option<Duration>,
    ) -> Result<(), Refused> {
        if bytes.is_empty() {
            return Ok(());
        }
        match stream {
            Stream::Stdout => self.stdout.extend_from_slice(bytes),
            Stream::Stderr => self.stderr.extend_from_slice(bytes),
        }
        for watcher in &self.watchers {
            watcher
                .output(stream, bytes, patience)
                .map_err(Refused::NotTaken)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn both_streams_share_the_limit_and_what_fits_is_kept() {
        let mut output = Output::new(ByteCount::new(5).into(), Vec::new());
        output.write(Stream::Stdout, b"abc", None).unwrap();
        let refused = output.write(Stream::Stderr, b"defg", None).unwrap_err();
        assert_eq!(
            refused,
            Refused::Limit(LimitExceeded {
                limit: LimitName::Output,
                asked: Some(7),
                allowed: 5
            })
        );
        assert_eq!(output.take(), (b"abc".to_vec(), b"de".to_vec()));
    }

    #[test]
    fn a_watcher_gets_each_chunk_as_it_is_written() {
        use crate::event::{Decoder, Event};
        use crate::testing::FakePlatform;

        let platform = Rc::new(FakePlatform::default());
        let frames = Frames(Rc::clone(&platform) as _);
        let mut output = Output::new(Bound::Unlimited, vec![Rc::new(frames)]);
        let mut decoder = Decoder::default();
        output.write(Stream::Stdout, b"out", None).unwrap();
        decoder.push(&platform.emitted());
        let first = decoder.next_event().unwrap();
        assert_eq!(first, Some(Event::Stdout(b"out".to_vec())));
        assert_eq!(decoder.next_event().unwrap(), None);
    }

    #[test]
    fn a_watcher_that_does_not_take_it_is_told() {
        struct Refuses(NotTaken);
        impl Watcher for Refuses {
            fn output(&self, _: Stream, _: &[u8], _: Option<Duration>) -> Result<(), NotTaken> {
                Err(self.0)
            }
        }
        for reason in [NotTaken::ReaderGone, NotTaken::Late] {
            let mut output = Output::new(Bound::Unlimited, vec![Rc::new(Refuses(reason))]);
            assert_eq!(output.write(Stream::Stdout, b"", None), Ok(()));
            let written = output.write(Stream::Stdout, b"x", None);
            assert_eq!(written, Err(Refused::NotTaken(reason)));
        }
    }
}
