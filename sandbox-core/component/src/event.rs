//! Events as the interface has them.

use sandbox_core::outcome::Outcome;
use sandbox_core::output::Stream;

use crate::bindings::exports::golem::exec::types::ExecEvent;
use crate::convert;

pub(crate) fn chunk(stream: Stream, bytes: Vec<u8>) -> ExecEvent {
    match stream {
        Stream::Stdout => ExecEvent::StdoutChunk(bytes),
        Stream::Stderr => ExecEvent::StderrChunk(bytes),
    }
}

pub(crate) fn ended(outcome: Outcome) -> ExecEvent {
    match convert::outcome(outcome) {
        Ok(result) => ExecEvent::Finished(result),
        Err(error) => ExecEvent::Failed(error),
    }
}
