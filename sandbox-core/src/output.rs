//! What a program prints: captured, counted against one limit, and passed on while it runs.

use std::rc::Rc;

use policies::{Bound, ByteCount, LimitName};

use crate::event;
use crate::platform::Platform;
use crate::report::LimitExceeded;

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
    watcher: Option<Rc<dyn Platform>>,
}

impl Output {
    /// Captures up to `limit` bytes, and passes them to `watcher` as they come.
    pub fn new(limit: Bound<ByteCount>, watcher: Option<Rc<dyn Platform>>) -> Self {
        Self {
            stdout: Vec::new(),
            stderr: Vec::new(),
            limit,
            watcher,
        }
    }

    /// Writes `bytes`. When they do not fit, what fits is written.
    ///
    /// # Errors
    /// The output limit.
    pub fn write(&mut self, stream: Stream, bytes: &[u8]) -> Result<(), LimitExceeded> {
        let used = self.used();
        let room = match self.limit {
            Bound::Finite(limit) => limit.get().saturating_sub(used),
            Bound::Unlimited => u64::MAX,
        };
        let length = bytes.len() as u64;
        if length <= room {
            self.append(stream, bytes);
            return Ok(());
        }
        let fitting = usize::try_from(room).unwrap_or(usize::MAX);
        self.append(stream, bytes.get(..fitting).unwrap_or(bytes));
        Err(LimitExceeded {
            limit: LimitName::Output,
            asked: used.checked_add(length),
            allowed: used.saturating_add(room),
        })
    }

    /// Writes the supervisor's own last words (a traceback) to standard error, cut where the limit
    /// is reached: a program that has used up its output has no room for them either.
    pub fn write_last_words(&mut self, text: &str) {
        // The limit has no outcome left to change: the run has ended already.
        let _ = self.write(Stream::Stderr, text.as_bytes());
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

    fn append(&mut self, stream: Stream, bytes: &[u8]) {
        match stream {
            Stream::Stdout => self.stdout.extend_from_slice(bytes),
            Stream::Stderr => self.stderr.extend_from_slice(bytes),
        }
        if let Some(watcher) = &self.watcher {
            let mut frames = Vec::new();
            event::encode_output(stream == Stream::Stderr, bytes, &mut frames);
            watcher.emit(&frames);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn both_streams_share_the_limit_and_what_fits_is_kept() {
        let mut output = Output::new(ByteCount::new(5).into(), None);
        output.write(Stream::Stdout, b"abc").unwrap();
        let refused = output.write(Stream::Stderr, b"defg").unwrap_err();
        assert_eq!(
            refused,
            LimitExceeded {
                limit: LimitName::Output,
                asked: Some(7),
                allowed: 5
            }
        );
        assert_eq!(output.take(), (b"abc".to_vec(), b"de".to_vec()));
    }

    #[test]
    fn a_watcher_gets_each_chunk_as_it_is_written() {
        use crate::event::{Decoder, Event};
        use crate::testing::FakePlatform;

        let platform = Rc::new(FakePlatform::default());
        let watcher: Rc<dyn Platform> = Rc::clone(&platform) as _;
        let mut output = Output::new(Bound::Unlimited, Some(watcher));
        let mut decoder = Decoder::default();
        output.write(Stream::Stdout, b"out").unwrap();
        decoder.push(&platform.emitted());
        let first = decoder.next_event().unwrap();
        assert_eq!(first, Some(Event::Stdout(b"out".to_vec())));
        assert_eq!(decoder.next_event().unwrap(), None);
    }
}
