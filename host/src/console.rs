//! The component's standard error: live output, the account of a run, and whatever else a
//! component says there.

use std::io;
use std::time::Instant;

use sandbox_core::event::{Decoder, Event};
use sandbox_core::report::Report;
use thiserror::Error;

/// The most bytes kept of what a component writes that is not frames.
const MAX_DIAGNOSTICS: usize = 16 * 1024;

/// A standard stream of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Takes a program's output while it runs.
pub trait Sink: Send {
    /// Takes the next bytes. The program waits as long as this does.
    ///
    /// # Errors
    /// An error stops the run; the call answers [`HostError::Sink`](crate::HostError::Sink).
    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<()>;

    /// As [`write`](Self::write), in a run whose time is over at `until`. A sink that waits for a reader
    /// waits no longer than that, and lets go of what has not been read: the outcome has it.
    ///
    /// # Errors
    /// Those of [`write`](Self::write).
    fn write_until(
        &mut self,
        stream: Stream,
        bytes: &[u8],
        until: Option<Instant>,
    ) -> io::Result<()> {
        let _ = until;
        self.write(stream, bytes)
    }

    /// Whether nothing will be taken any more. A program that prints nothing is ended then too.
    fn is_closed(&self) -> bool {
        false
    }
}

impl<F: FnMut(Stream, &[u8]) -> io::Result<()> + Send> Sink for F {
    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        self(stream, bytes)
    }
}

/// Why the host stops a component that writes.
#[derive(Debug, Error)]
pub(crate) enum ConsoleFault {
    /// The sink refused.
    #[error("output: {0}")]
    Sink(io::Error),
    /// More output than the guest should have let through.
    #[error("{asked} bytes of output; the host takes {allowed}")]
    Output {
        /// Bytes written in all.
        asked: u64,
        /// Bytes that the host takes.
        allowed: u64,
    },
}

/// What a run said.
#[derive(Debug, Default)]
pub(crate) struct Captured {
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    pub(crate) report: Option<Report>,
    /// What the component itself said, such as the message of a panic.
    pub(crate) diagnostics: Vec<u8>,
}

/// Reads what the component writes.
#[derive(Default)]
pub(crate) struct Console {
    decoder: Decoder,
    /// Whether the bytes turned out not to be frames.
    foreign: bool,
    sink: Option<Box<dyn Sink>>,
    captured: Captured,
    ceiling: Option<u64>,
    /// Until when the sink may keep the component waiting.
    patience: Option<Instant>,
    fault: Option<ConsoleFault>,
}

impl Console {
    /// Starts a new run, whose output goes to `sink` too, which may keep it waiting for so long, and may
    /// hold `ceiling` bytes.
    pub(crate) fn begin(
        &mut self,
        sink: Option<Box<dyn Sink>>,
        patience: Option<Instant>,
        ceiling: Option<u64>,
    ) {
        self.patience = patience;
        self.captured = Captured::default();
        self.fault = None;
        self.sink = sink;
        self.ceiling = ceiling;
    }

    /// Takes the next bytes of the component's standard error.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> wasmtime::Result<()> {
        if self.foreign {
            self.diagnose(bytes);
            return Ok(());
        }
        self.decoder.push(bytes);
        loop {
            match self.decoder.next_event() {
                Ok(Some(event)) => self.take(event)?,
                Ok(None) => return Ok(()),
                Err(error) => {
                    log::debug!("the component's standard error is not frames: {error}");
                    self.foreign = true;
                    self.diagnose(bytes);
                    return Ok(());
                }
            }
        }
    }

    /// Adds what the component's answer says of a stream and no frame has said.
    pub(crate) fn complete(&mut self, stream: Stream, text: &str) -> Result<(), ConsoleFault> {
        let missing = missing(self.stream(stream), text);
        match self.output(stream, missing) {
            Ok(()) => Ok(()),
            Err(_) => self.fault.take().map_or(Ok(()), Err),
        }
    }

    /// Whether whoever took the output has gone.
    pub(crate) fn is_abandoned(&self) -> bool {
        self.sink.as_ref().is_some_and(|sink| sink.is_closed())
    }

    /// What stopped the component, once.
    pub(crate) fn take_fault(&mut self) -> Option<ConsoleFault> {
        let gone = || ConsoleFault::Sink(io::ErrorKind::BrokenPipe.into());
        let fault = self.fault.take();
        fault.or_else(|| self.is_abandoned().then(gone))
    }

    /// Ends the run.
    pub(crate) fn finish(&mut self) -> Captured {
        self.sink = None;
        std::mem::take(&mut self.captured)
    }

    fn take(&mut self, event: Event) -> wasmtime::Result<()> {
        match event {
            Event::Stdout(bytes) => self.output(Stream::Stdout, &bytes),
            Event::Stderr(bytes) => self.output(Stream::Stderr, &bytes),
            Event::Log(line) => {
                log::debug!(target: "golem_exec::component", "{}", line.escape_debug());
                self.diagnose(line.as_bytes());
                self.diagnose(b"\n");
                Ok(())
            }
            Event::Report(report) => {
                self.captured.report = Some(*report);
                Ok(())
            }
        }
    }

    fn output(&mut self, stream: Stream, bytes: &[u8]) -> wasmtime::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let asked = (self.captured.stdout.len() + self.captured.stderr.len() + bytes.len()) as u64;
        if let Some(allowed) = self.ceiling.filter(|&ceiling| asked > ceiling) {
            return self.stop(ConsoleFault::Output { asked, allowed });
        }
        match stream {
            Stream::Stdout => self.captured.stdout.extend_from_slice(bytes),
            Stream::Stderr => self.captured.stderr.extend_from_slice(bytes),
        }
        let until = self.patience;
        let sink = self.sink.as_mut();
        match sink.map(|sink| sink.write_until(stream, bytes, until)) {
            Some(Err(error)) => self.stop(ConsoleFault::Sink(error)),
            Some(Ok(())) | None => Ok(()),
        }
    }

    fn stop(&mut self, fault: ConsoleFault) -> wasmtime::Result<()> {
        let error = wasmtime::Error::msg(fault.to_string());
        self.fault = Some(fault);
        Err(error)
    }

    fn stream(&self, stream: Stream) -> &[u8] {
        match stream {
            Stream::Stdout => &self.captured.stdout,
            Stream::Stderr => &self.captured.stderr,
        }
    }

    fn diagnose(&mut self, bytes: &[u8]) {
        let room = MAX_DIAGNOSTICS.saturating_sub(self.captured.diagnostics.len());
        let kept = bytes.get(..room).unwrap_or(bytes);
        self.captured.diagnostics.extend_from_slice(kept);
    }
}

/// What follows in `text` on the bytes already seen. `text` is what the component made of all
/// bytes, with U+FFFD for those that are not UTF-8.
fn missing<'a>(seen: &[u8], text: &'a str) -> &'a [u8] {
    if let Some(rest) = text.as_bytes().strip_prefix(seen) {
        return rest;
    }
    text.strip_prefix(&*String::from_utf8_lossy(seen))
        .unwrap_or_default()
        .as_bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::{Arc, Mutex};

    use sandbox_core::event::{encode_log, encode_output, encode_report};

    use super::*;

    fn console(ceiling: Option<u64>) -> Console {
        let mut console = Console::default();
        console.begin(None, None, ceiling);
        console
    }

    #[test]
    fn frames_become_output_report_and_diagnostics() {
        let mut bytes = Vec::new();
        encode_output(false, b"out", &mut bytes);
        encode_output(true, b"err", &mut bytes);
        encode_log("panicked", &mut bytes);
        encode_report(&Report::default(), &mut bytes).unwrap();
        let mut console = console(None);
        for piece in bytes.chunks(2) {
            console.write(piece).unwrap();
        }
        let captured = console.finish();
        assert_eq!(captured.stdout, b"out");
        assert_eq!(captured.stderr, b"err");
        assert_eq!(captured.diagnostics, b"panicked\n");
        assert_eq!(captured.report, Some(Report::default()));
    }

    #[test]
    fn foreign_bytes_are_kept_as_diagnostics_up_to_a_point() {
        let mut console = console(None);
        console.write(b"thread panicked").unwrap();
        console.write(&[b'x'; 2 * MAX_DIAGNOSTICS]).unwrap();
        let captured = console.finish();
        assert!(captured.diagnostics.starts_with(b"thread panickedxxx"));
        assert_eq!(captured.diagnostics.len(), MAX_DIAGNOSTICS);
        assert!(captured.stdout.is_empty() && captured.stderr.is_empty());
    }

    #[test]
    fn output_beyond_the_ceiling_stops_the_component() {
        let mut bytes = Vec::new();
        encode_output(false, b"12345", &mut bytes);
        encode_output(true, b"67890", &mut bytes);
        let mut console = console(Some(9));
        assert!(console.write(&bytes).is_err());
        assert!(matches!(
            console.take_fault(),
            Some(ConsoleFault::Output {
                asked: 10,
                allowed: 9
            })
        ));
        assert_eq!(console.finish().stdout, b"12345");
    }

    #[test]
    fn the_answer_completes_what_frames_left_out() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&seen);
        let mut console = Console::default();
        let record = move |_: Stream, bytes: &[u8]| {
            sink.lock().unwrap().extend_from_slice(bytes);
            Ok(())
        };
        console.begin(Some(Box::new(record)), None, None);
        let mut bytes = Vec::new();
        encode_output(true, b"a\xff", &mut bytes);
        console.write(&bytes).unwrap();
        console
            .complete(Stream::Stderr, "a\u{fffd}Traceback\n")
            .unwrap();
        assert_eq!(console.finish().stderr, b"a\xffTraceback\n");
        assert_eq!(*seen.lock().unwrap(), b"a\xffTraceback\n");
    }

    #[test]
    fn a_sink_that_refuses_stops_the_component() {
        let mut console = Console::default();
        let refuse = |_: Stream, _: &[u8]| Err(io::Error::from(io::ErrorKind::BrokenPipe));
        console.begin(Some(Box::new(refuse)), None, None);
        let mut bytes = Vec::new();
        encode_output(false, b"x", &mut bytes);
        assert!(console.write(&bytes).is_err());
        assert!(matches!(
            console.take_fault(),
            Some(ConsoleFault::Sink(error)) if error.kind() == io::ErrorKind::BrokenPipe
        ));
    }
}
