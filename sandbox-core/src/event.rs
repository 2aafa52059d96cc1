//! Events on the component's standard error: live output and the whole account of a run, for a
//! host that asks for them.
//!
//! The interface's `timeout` and `resource-exceeded` carry no output, and a WASI 0.2 call answers
//! only when it ends. A host that sets [`EVENTS_VARIABLE`] to [`EVENTS_STDERR`] in the component's
//! environment gets both: the component writes [`Event`] frames to `wasi:cli/stderr` while the
//! program runs, and a [`Report`] when it has ended. Only the supervisor writes there; no program
//! has a way to that stream, so frames cannot be forged from inside.
//!
//! A frame is one byte of kind, four bytes of length (little-endian), and that many bytes.

use serde::{Deserialize, Serialize};

use crate::report::Report;

/// The environment variable of the component that asks for frames.
pub const EVENTS_VARIABLE: &str = "EXEC_EVENTS";

/// The value of [`EVENTS_VARIABLE`] that sends frames to `wasi:cli/stderr`.
pub const EVENTS_STDERR: &str = "stderr";

/// The environment variable of the component that asks for the value of a program's last expression.
pub const VALUE_VARIABLE: &str = "EXEC_VALUE";

/// The value of [`VALUE_VARIABLE`] for which the engine prints that value and puts it into the
/// report, where it is JSON.
pub const VALUE_OF_LAST_EXPRESSION: &str = "last-expression";

/// The environment variable of the component that says what its instance is for.
pub const INSTANCE_VARIABLE: &str = "EXEC_INSTANCE";

/// The value of [`INSTANCE_VARIABLE`] that promises one program and no second one: the engine then
/// readies nothing for another, and a second one is refused.
pub const INSTANCE_FOR_ONE_RUN: &str = "one-run";

/// The environment variable of the component that says what becomes of its instance's memory.
pub const MEMORY_VARIABLE: &str = "EXEC_MEMORY";

/// The value of [`MEMORY_VARIABLE`] that says that the host keeps the memory's pages for the next instance.
pub const MEMORY_KEPT: &str = "kept";

/// The environment variable of the component that says how much stack its host has for a program: bytes, as
/// the stack meter counts. Without it there are [`Limits::LEAST_STACK`](policies::Limits::LEAST_STACK).
pub const STACK_VARIABLE: &str = "EXEC_STACK";

/// The longest payload of one frame, in bytes. A longer length in a stream means that it is not one
/// of ours.
pub const MAX_PAYLOAD: usize = 1024 * 1024;

/// The most output in one frame, in bytes: longer chunks are split.
const MAX_CHUNK: usize = 64 * 1024;

const HEADER: usize = 5;

/// One frame.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A line of the component's own log.
    Log(String),
    /// Bytes that the program wrote to its standard output.
    Stdout(Vec<u8>),
    /// Bytes that the program wrote to its standard error.
    Stderr(Vec<u8>),
    /// The account of the run, last.
    Report(Box<Report>),
}

/// What a frame holds; the byte on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
enum Kind {
    Log = 0,
    Stdout = 1,
    Stderr = 2,
    Report = 3,
}

impl Kind {
    fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Log),
            1 => Some(Self::Stdout),
            2 => Some(Self::Stderr),
            3 => Some(Self::Report),
            _ => None,
        }
    }
}

/// Why bytes are not frames of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The first byte names no kind of frame.
    #[error("frame of unknown kind {0}")]
    UnknownKind(u8),
    /// The length is beyond [`MAX_PAYLOAD`].
    #[error("frame of {0} bytes; {MAX_PAYLOAD} is the most")]
    TooLong(usize),
    /// The report is not the JSON that this version writes.
    #[error("unreadable report: {0}")]
    Report(String),
}

/// Appends output as one or more frames.
pub fn encode_output(to_stderr: bool, mut bytes: &[u8], out: &mut Vec<u8>) {
    let kind = if to_stderr {
        Kind::Stderr
    } else {
        Kind::Stdout
    };
    while !bytes.is_empty() {
        let (chunk, rest) = bytes.split_at(bytes.len().min(MAX_CHUNK));
        encode(kind, chunk, out);
        bytes = rest;
    }
}

/// Appends a log line, cut at 64 KiB.
pub fn encode_log(line: &str, out: &mut Vec<u8>) {
    let end = line.floor_char_boundary(MAX_CHUNK);
    encode(
        Kind::Log,
        line.get(..end).unwrap_or_default().as_bytes(),
        out,
    );
}

/// Appends a report.
///
/// # Errors
/// [`FrameError::TooLong`] when its denials do not fit into one frame.
pub fn encode_report(report: &Report, out: &mut Vec<u8>) -> Result<(), FrameError> {
    let json = serde_json::to_vec(report).map_err(|e| FrameError::Report(e.to_string()))?;
    if json.len() > MAX_PAYLOAD {
        return Err(FrameError::TooLong(json.len()));
    }
    encode(Kind::Report, &json, out);
    Ok(())
}

fn encode(kind: Kind, payload: &[u8], out: &mut Vec<u8>) {
    out.reserve(HEADER + payload.len());
    out.push(kind as u8);
    out.extend_from_slice(&(payload.len() as u32).to_le_bytes());
    out.extend_from_slice(payload);
}

/// Puts frames together from whatever pieces the stream delivers.
#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
}

impl Decoder {
    /// Takes the next bytes of the stream.
    pub fn push(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
    }

    /// The next whole event, if there is one.
    ///
    /// # Errors
    /// When the bytes are not frames of ours; nothing after that can be read.
    pub fn next_event(&mut self) -> Result<Option<Event>, FrameError> {
        let Some((header, rest)) = self.pending.split_first_chunk::<HEADER>() else {
            return Ok(None);
        };
        let [kind, l0, l1, l2, l3] = *header;
        let kind = Kind::from_byte(kind).ok_or(FrameError::UnknownKind(kind))?;
        let length = u32::from_le_bytes([l0, l1, l2, l3]) as usize;
        if length > MAX_PAYLOAD {
            return Err(FrameError::TooLong(length));
        }
        let Some(payload) = rest.get(..length) else {
            return Ok(None);
        };
        let event = decode(kind, payload)?;
        self.pending.drain(..HEADER + length);
        Ok(Some(event))
    }
}

fn decode(kind: Kind, payload: &[u8]) -> Result<Event, FrameError> {
    Ok(match kind {
        Kind::Log => Event::Log(String::from_utf8_lossy(payload).into_owned()),
        Kind::Stdout => Event::Stdout(payload.to_vec()),
        Kind::Stderr => Event::Stderr(payload.to_vec()),
        Kind::Report => Event::Report(Box::new(
            serde_json::from_slice(payload).map_err(|e| FrameError::Report(e.to_string()))?,
        )),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn frames_survive_any_cut() {
        let mut bytes = Vec::new();
        encode_output(false, b"out", &mut bytes);
        encode_output(true, b"err", &mut bytes);
        encode_log("log", &mut bytes);
        encode_report(&Report::default(), &mut bytes).unwrap();
        let expected = [
            Event::Stdout(b"out".to_vec()),
            Event::Stderr(b"err".to_vec()),
            Event::Log("log".into()),
            Event::Report(Box::default()),
        ];
        for cut in 0..=bytes.len() {
            let mut decoder = Decoder::default();
            let mut events = Vec::new();
            let (before, after) = bytes.split_at(cut);
            for piece in [before, after] {
                decoder.push(piece);
                while let Some(event) = decoder.next_event().unwrap() {
                    events.push(event);
                }
            }
            assert_eq!(events, expected, "cut at {cut}");
        }
    }

    #[test]
    fn long_output_is_split() {
        let mut bytes = Vec::new();
        encode_output(false, &vec![7; MAX_CHUNK + 1], &mut bytes);
        assert_eq!(bytes.len(), 2 * HEADER + MAX_CHUNK + 1);
    }

    #[test]
    fn foreign_bytes_are_refused() {
        let mut decoder = Decoder::default();
        decoder.push(b"\x09\0\0\0\0");
        assert_eq!(decoder.next_event(), Err(FrameError::UnknownKind(9)));
        let mut decoder = Decoder::default();
        decoder.push(&[1, 0xff, 0xff, 0xff, 0xff]);
        assert_eq!(decoder.next_event(), Err(FrameError::TooLong(0xffff_ffff)));
    }
}
