//! A host that counts its calls, and answers them with the truth or from a log.

use std::collections::VecDeque;
use std::time::Instant;

use wasmtime::component::{ComponentType, Lift, Linker, Lower, Resource, ResourceType};

/// What a host answered, in order: all that a program can learn of the world.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Log {
    clocks: VecDeque<u64>,
    random: VecDeque<Vec<u8>>,
}

pub(crate) struct Host {
    /// The names of the functions that were called.
    pub(crate) calls: Vec<&'static str>,
    start: Instant,
    /// What was answered.
    pub(crate) log: Log,
    /// What is to be answered; without it, the truth.
    replay: Option<Log>,
}

struct Pollable;
struct OutputStream;
struct IoError;

#[derive(ComponentType, Lift, Lower)]
#[component(variant)]
enum StreamError {
    #[component(name = "last-operation-failed")]
    LastOperationFailed(Resource<IoError>),
    #[component(name = "closed")]
    Closed,
}

#[derive(ComponentType, Lift, Lower)]
#[component(record)]
struct Datetime {
    seconds: u64,
    nanoseconds: u32,
}

impl Host {
    /// One that answers from this log, or the truth.
    pub(crate) fn new(replay: Option<Log>) -> Self {
        Self {
            calls: Vec::new(),
            start: Instant::now(),
            log: Log::default(),
            replay,
        }
    }

    fn clock(&mut self) -> u64 {
        let now = match &mut self.replay {
            Some(log) => log.clocks.pop_front().expect("one more reading"),
            None => u64::try_from(self.start.elapsed().as_nanos()).unwrap(),
        };
        self.log.clocks.push_back(now);
        now
    }

    fn random(&mut self, length: u64) -> Vec<u8> {
        let bytes = match &mut self.replay {
            Some(log) => log.random.pop_front().expect("one more draw"),
            None => {
                let mut bytes = vec![0; usize::try_from(length).unwrap()];
                getrandom::fill(&mut bytes).unwrap();
                bytes
            }
        };
        assert_eq!(bytes.len() as u64, length);
        self.log.random.push_back(bytes.clone());
        bytes
    }
}

/// Every import, each counted.
pub(crate) fn link(linker: &mut Linker<Host>, version: &str) -> wasmtime::Result<()> {
    let name = |interface: &str| format!("{interface}@{version}");
    let drop = |mut store: wasmtime::StoreContextMut<'_, Host>, _: u32| {
        store.data_mut().calls.push("drop");
        Ok(())
    };
    // Each interface names the resources that it uses, and means the same ones.
    let (pollable, error, output) = (
        ResourceType::host::<Pollable>(),
        ResourceType::host::<IoError>(),
        ResourceType::host::<OutputStream>(),
    );
    let mut clocks = linker.instance(&name("wasi:clocks/monotonic-clock"))?;
    clocks.resource("pollable", pollable, drop)?;
    clocks.func_wrap("now", |mut store, ()| {
        let host: &mut Host = store.data_mut();
        host.calls.push("monotonic-clock.now");
        Ok((host.clock(),))
    })?;
    clocks.func_wrap("subscribe-duration", |mut store, (_,): (u64,)| {
        store.data_mut().calls.push("subscribe-duration");
        Ok((Resource::<Pollable>::new_own(1),))
    })?;
    let mut wall = linker.instance(&name("wasi:clocks/wall-clock"))?;
    wall.func_wrap("now", |mut store, ()| {
        let host = store.data_mut();
        host.calls.push("wall-clock.now");
        let now = host.clock();
        Ok((Datetime {
            seconds: 1_700_000_000 + now / 1_000_000_000,
            nanoseconds: (now % 1_000_000_000) as u32,
        },))
    })?;
    let mut random = linker.instance(&name("wasi:random/random"))?;
    random.func_wrap("get-random-bytes", |mut store, (length,): (u64,)| {
        let host = store.data_mut();
        host.calls.push("get-random-bytes");
        Ok((host.random(length),))
    })?;
    let mut environment = linker.instance(&name("wasi:cli/environment"))?;
    environment.func_wrap("get-environment", |mut store, ()| {
        store.data_mut().calls.push("get-environment");
        // No busy machine reaches this limit.
        let variable = ("EXEC_TIMEOUT_MS".to_owned(), "120000".to_owned());
        Ok((vec![variable],))
    })?;
    let mut poll = linker.instance(&name("wasi:io/poll"))?;
    poll.resource("pollable", pollable, drop)?;
    poll.func_wrap(
        "[method]pollable.block",
        |mut store, (_,): (Resource<Pollable>,)| {
            store.data_mut().calls.push("pollable.block");
            Ok(())
        },
    )?;
    let mut errors = linker.instance(&name("wasi:io/error"))?;
    errors.resource("error", error, drop)?;
    let mut streams = linker.instance(&name("wasi:io/streams"))?;
    streams.resource("error", error, drop)?;
    streams.resource("pollable", pollable, drop)?;
    streams.resource("output-stream", output, drop)?;
    streams.func_wrap(
        "[method]output-stream.blocking-write-and-flush",
        |mut store, (_, _): (Resource<OutputStream>, Vec<u8>)| {
            store.data_mut().calls.push("write");
            Ok((Ok::<(), StreamError>(()),))
        },
    )?;
    let mut stderr = linker.instance(&name("wasi:cli/stderr"))?;
    stderr.resource("output-stream", output, drop)?;
    stderr.func_wrap("get-stderr", |mut store, ()| {
        store.data_mut().calls.push("get-stderr");
        Ok((Resource::<OutputStream>::new_own(1),))
    })?;
    Ok(())
}
