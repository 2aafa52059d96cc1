//! A program's standard input.

use std::time::Duration;

use policies::{Bound, ByteCount, LimitName};

use crate::report::LimitExceeded;

/// Input that arrives while the program runs.
pub trait Source {
    /// The next bytes, at most `max` of them, waiting for the first no longer than `patience`.
    fn next(&mut self, max: usize, patience: Option<Duration>) -> Arrival;
}

/// What a [`Source`] had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// These bytes.
    Bytes(Vec<u8>),
    /// Nothing more, ever.
    End,
    /// Nothing in time.
    Late,
}

/// Why nothing could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoInput {
    /// Nothing arrived in time.
    Late,
    /// More arrived than the program may be given.
    Limit(LimitExceeded),
}

/// Standard input: bytes that are there from the start, or that arrive.
pub struct Input {
    bytes: Vec<u8>,
    position: usize,
    source: Option<Box<dyn Source>>,
    limit: Bound<ByteCount>,
    arrived: u64,
}

impl Input {
    /// An input of these bytes.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            position: 0,
            source: None,
            limit: Bound::Unlimited,
            arrived: 0,
        }
    }

    /// An input that arrives, at most `limit` bytes of it.
    #[must_use]
    pub fn arriving(source: Box<dyn Source>, limit: Bound<ByteCount>) -> Self {
        Self {
            source: Some(source),
            limit,
            ..Self::new(Vec::new())
        }
    }

    /// Whether a read may have to wait.
    #[must_use]
    pub fn may_wait(&self) -> bool {
        self.source.is_some() && self.position == self.bytes.len()
    }

    /// Reads into `buffer`, and waits no longer than `patience` where there is nothing yet; 0 bytes
    /// mean the end.
    ///
    /// # Errors
    /// [`NoInput`].
    pub fn read(
        &mut self,
        buffer: &mut [u8],
        patience: Option<Duration>,
    ) -> Result<usize, NoInput> {
        if !buffer.is_empty() && self.may_wait() {
            self.receive(buffer.len(), patience)?;
        }
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        if let (Some(target), Some(taken)) = (buffer.get_mut(..length), rest.get(..length)) {
            target.copy_from_slice(taken);
        }
        self.position += length;
        Ok(length)
    }

    fn receive(&mut self, max: usize, patience: Option<Duration>) -> Result<(), NoInput> {
        let Some(source) = &mut self.source else {
            return Ok(());
        };
        self.bytes.clear();
        self.position = 0;
        match source.next(max, patience) {
            Arrival::Late => return Err(NoInput::Late),
            Arrival::End => self.source = None,
            Arrival::Bytes(bytes) => self.bytes = bytes,
        }
        self.arrived = self.arrived.saturating_add(self.bytes.len() as u64);
        match self.limit {
            Bound::Finite(allowed) if self.arrived > allowed.get() => {
                self.bytes.clear();
                Err(NoInput::Limit(LimitExceeded {
                    limit: LimitName::Stdin,
                    asked: Some(self.arrived),
                    allowed: allowed.get(),
                }))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    struct Pieces(Vec<Arrival>);

    impl Source for Pieces {
        fn next(&mut self, _: usize, _: Option<Duration>) -> Arrival {
            self.0.pop().unwrap_or(Arrival::End)
        }
    }

    fn arriving(pieces: &[Arrival], limit: u64) -> Input {
        let pieces = pieces.iter().rev().cloned().collect();
        Input::arriving(Box::new(Pieces(pieces)), ByteCount::new(limit).into())
    }

    #[test]
    fn gives_each_byte_once_and_then_ends() {
        let mut input = Input::new(b"hello".to_vec());
        let mut buffer = [0; 3];
        assert_eq!(input.read(&mut buffer, None), Ok(3));
        assert_eq!(&buffer, b"hel");
        assert_eq!(input.read(&mut [], None), Ok(0));
        assert_eq!(input.read(&mut buffer, None), Ok(2));
        assert_eq!(buffer.get(..2), Some(&b"lo"[..]));
        assert_eq!(input.read(&mut buffer, None), Ok(0));
    }

    #[test]
    fn what_arrives_is_given_as_it_comes() {
        let pieces = [
            Arrival::Bytes(b"abcd".to_vec()),
            Arrival::Late,
            Arrival::Bytes(b"e".to_vec()),
        ];
        let mut input = arriving(&pieces, 5);
        let mut buffer = [0; 3];
        assert!(input.may_wait());
        assert_eq!(input.read(&mut buffer, None), Ok(3));
        assert!(!input.may_wait());
        assert_eq!(input.read(&mut buffer, None), Ok(1));
        assert_eq!(input.read(&mut buffer, None), Err(NoInput::Late));
        assert_eq!(input.read(&mut buffer, None), Ok(1));
        assert_eq!(buffer.first(), Some(&b'e'));
        assert_eq!(input.read(&mut buffer, None), Ok(0));
        assert!(!input.may_wait());
    }

    #[test]
    fn what_arrives_beyond_the_limit_is_not_given() {
        let pieces = [
            Arrival::Bytes(b"abc".to_vec()),
            Arrival::Bytes(b"def".to_vec()),
        ];
        let mut input = arriving(&pieces, 5);
        let mut buffer = [0; 8];
        assert_eq!(input.read(&mut buffer, None), Ok(3));
        let exceeded = LimitExceeded {
            limit: LimitName::Stdin,
            asked: Some(6),
            allowed: 5,
        };
        assert_eq!(input.read(&mut buffer, None), Err(NoInput::Limit(exceeded)));
    }
}
