//! `wasi:io/streams` and `wasi:io/error`: the one stream is the component's standard error, which
//! [`Console`](crate::console::Console) reads.

use wasmtime::component::{Resource, ResourceTableError};
use wasmtime_wasi::p2::bindings::cli::stderr;
use wasmtime_wasi::p2::bindings::sync::io::{error, streams};
use wasmtime_wasi::p2::{
    DynInputStream, DynOutputStream, DynPollable, IoError, StreamError, StreamResult,
};

use super::poll::Alarm;
use crate::state::State;

/// What one `check-write` permits, in bytes: more than a whole frame.
const PERMIT: u64 = 128 * 1024;

/// The most bytes of one `blocking-write-and-flush` (wasi:io/streams).
const BLOCKING_WRITE: u64 = 4096;

/// The component's standard error. The generated traits speak of `DynOutputStream`; such a handle
/// carries nothing but the number of this in the store's table.
#[derive(Debug)]
struct Stderr;

impl State {
    fn check_stderr(&self, stream: &Resource<DynOutputStream>) -> Result<(), ResourceTableError> {
        let stream = Resource::<Stderr>::new_borrow(stream.rep());
        self.table.get(&stream).map(|Stderr| ())
    }

    fn write_stderr(
        &mut self,
        stream: &Resource<DynOutputStream>,
        bytes: &[u8],
        most: u64,
    ) -> StreamResult<()> {
        self.check_stderr(stream)?;
        if bytes.len() as u64 > most {
            return Err(StreamError::trap("write beyond the permit"));
        }
        self.console.write(bytes).map_err(StreamError::Trap)
    }
}

/// There is no input stream, so a handle to one cannot exist.
fn no_input_stream<T>() -> StreamResult<T> {
    Err(StreamError::trap("no input streams here"))
}

fn zeroes(len: u64, most: u64) -> StreamResult<Vec<u8>> {
    if len > most {
        return Err(StreamError::trap("write beyond the permit"));
    }
    Ok(vec![0; len as usize])
}

impl stderr::Host for State {
    fn get_stderr(&mut self) -> wasmtime::Result<Resource<DynOutputStream>> {
        let stderr = self.table.push(Stderr)?;
        Ok(Resource::new_own(stderr.rep()))
    }
}

impl streams::Host for State {
    fn convert_stream_error(&mut self, e: StreamError) -> wasmtime::Result<streams::StreamError> {
        match e {
            StreamError::Closed => Ok(streams::StreamError::Closed),
            StreamError::LastOperationFailed(e) => Ok(streams::StreamError::LastOperationFailed(
                self.table.push(e)?,
            )),
            StreamError::Trap(e) => Err(e),
        }
    }
}

impl streams::HostOutputStream for State {
    fn check_write(&mut self, stream: Resource<DynOutputStream>) -> StreamResult<u64> {
        self.check_stderr(&stream)?;
        Ok(PERMIT)
    }

    fn write(&mut self, stream: Resource<DynOutputStream>, bytes: Vec<u8>) -> StreamResult<()> {
        self.write_stderr(&stream, &bytes, PERMIT)
    }

    fn blocking_write_and_flush(
        &mut self,
        stream: Resource<DynOutputStream>,
        bytes: Vec<u8>,
    ) -> StreamResult<()> {
        self.write_stderr(&stream, &bytes, BLOCKING_WRITE)
    }

    fn flush(&mut self, stream: Resource<DynOutputStream>) -> StreamResult<()> {
        Ok(self.check_stderr(&stream)?)
    }

    fn blocking_flush(&mut self, stream: Resource<DynOutputStream>) -> StreamResult<()> {
        Ok(self.check_stderr(&stream)?)
    }

    fn subscribe(
        &mut self,
        stream: Resource<DynOutputStream>,
    ) -> wasmtime::Result<Resource<DynPollable>> {
        self.check_stderr(&stream)?;
        self.push_alarm(Alarm::Ready)
    }

    fn write_zeroes(&mut self, stream: Resource<DynOutputStream>, len: u64) -> StreamResult<()> {
        self.write_stderr(&stream, &zeroes(len, PERMIT)?, PERMIT)
    }

    fn blocking_write_zeroes_and_flush(
        &mut self,
        stream: Resource<DynOutputStream>,
        len: u64,
    ) -> StreamResult<()> {
        self.write_stderr(&stream, &zeroes(len, BLOCKING_WRITE)?, BLOCKING_WRITE)
    }

    fn splice(
        &mut self,
        _: Resource<DynOutputStream>,
        _: Resource<DynInputStream>,
        _: u64,
    ) -> StreamResult<u64> {
        no_input_stream()
    }

    fn blocking_splice(
        &mut self,
        _: Resource<DynOutputStream>,
        _: Resource<DynInputStream>,
        _: u64,
    ) -> StreamResult<u64> {
        no_input_stream()
    }

    fn drop(&mut self, stream: Resource<DynOutputStream>) -> wasmtime::Result<()> {
        self.table
            .delete(Resource::<Stderr>::new_own(stream.rep()))?;
        Ok(())
    }
}

impl streams::HostInputStream for State {
    fn read(&mut self, _: Resource<DynInputStream>, _: u64) -> StreamResult<Vec<u8>> {
        no_input_stream()
    }

    fn blocking_read(&mut self, _: Resource<DynInputStream>, _: u64) -> StreamResult<Vec<u8>> {
        no_input_stream()
    }

    fn skip(&mut self, _: Resource<DynInputStream>, _: u64) -> StreamResult<u64> {
        no_input_stream()
    }

    fn blocking_skip(&mut self, _: Resource<DynInputStream>, _: u64) -> StreamResult<u64> {
        no_input_stream()
    }

    fn subscribe(
        &mut self,
        _: Resource<DynInputStream>,
    ) -> wasmtime::Result<Resource<DynPollable>> {
        Err(wasmtime::Error::msg("no input streams here"))
    }

    fn drop(&mut self, _: Resource<DynInputStream>) -> wasmtime::Result<()> {
        Err(wasmtime::Error::msg("no input streams here"))
    }
}

impl error::Host for State {}

impl error::HostError for State {
    fn to_debug_string(&mut self, e: Resource<IoError>) -> wasmtime::Result<String> {
        Ok(format!("{:?}", self.table.get(&e)?))
    }

    fn drop(&mut self, e: Resource<IoError>) -> wasmtime::Result<()> {
        self.table.delete(e)?;
        Ok(())
    }
}
