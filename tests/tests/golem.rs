//! What a run costs on Golem, which logs each call of the host and replays the log: how many calls
//! there are, and that the same answers give the same run.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::Instant;

use wasmtime::component::{
    Component, ComponentType, Lift, Linker, Lower, Resource, ResourceType, Val,
};
use wasmtime::{Config, Engine, Store};

/// What a host answered, in order: all that a program can learn of the world.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Log {
    clocks: VecDeque<u64>,
    random: VecDeque<Vec<u8>>,
}

struct Host {
    calls: u32,
    start: Instant,
    /// What was answered.
    log: Log,
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
fn link(linker: &mut Linker<Host>, version: &str) -> wasmtime::Result<()> {
    let name = |interface: &str| format!("{interface}@{version}");
    let drop = |mut store: wasmtime::StoreContextMut<'_, Host>, _: u32| {
        store.data_mut().calls += 1;
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
        host.calls += 1;
        Ok((host.clock(),))
    })?;
    clocks.func_wrap("subscribe-duration", |mut store, (_,): (u64,)| {
        store.data_mut().calls += 1;
        Ok((Resource::<Pollable>::new_own(1),))
    })?;
    let mut wall = linker.instance(&name("wasi:clocks/wall-clock"))?;
    wall.func_wrap("now", |mut store, ()| {
        let host = store.data_mut();
        host.calls += 1;
        let now = host.clock();
        Ok((Datetime {
            seconds: 1_700_000_000 + now / 1_000_000_000,
            nanoseconds: (now % 1_000_000_000) as u32,
        },))
    })?;
    let mut random = linker.instance(&name("wasi:random/random"))?;
    random.func_wrap("get-random-bytes", |mut store, (length,): (u64,)| {
        let host = store.data_mut();
        host.calls += 1;
        Ok((host.random(length),))
    })?;
    let mut environment = linker.instance(&name("wasi:cli/environment"))?;
    environment.func_wrap("get-environment", |mut store, ()| {
        store.data_mut().calls += 1;
        // No busy machine reaches this limit.
        let variable = ("EXEC_TIMEOUT_MS".to_owned(), "120000".to_owned());
        Ok((vec![variable],))
    })?;
    let mut poll = linker.instance(&name("wasi:io/poll"))?;
    poll.resource("pollable", pollable, drop)?;
    poll.func_wrap(
        "[method]pollable.block",
        |mut store, (_,): (Resource<Pollable>,)| {
            store.data_mut().calls += 1;
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
            store.data_mut().calls += 1;
            Ok((Ok::<(), StreamError>(()),))
        },
    )?;
    let mut stderr = linker.instance(&name("wasi:cli/stderr"))?;
    stderr.resource("output-stream", output, drop)?;
    stderr.func_wrap("get-stderr", |mut store, ()| {
        store.data_mut().calls += 1;
        Ok((Resource::<OutputStream>::new_own(1),))
    })?;
    Ok(())
}

fn component() -> PathBuf {
    let dist = std::env::var_os("GOLEM_EXEC_DIST").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist"),
        PathBuf::from,
    );
    dist.join("exec-javascript.wasm")
}

/// Makes a worker and runs a program in it twice; what the second run answered, and cost.
///
/// The first run is not counted: it makes what lives as long as the worker.
fn run(program: &str, replay: Option<Log>) -> (Val, Host, u32) {
    let engine = Engine::new(Config::new().concurrency_support(false)).unwrap();
    let component = Component::from_file(&engine, component()).unwrap();
    let version = component
        .component_type()
        .imports(&engine)
        .find_map(|(name, _)| Some(name.strip_prefix("wasi:random/random@")?.to_owned()))
        .expect("an import of wasi:random");
    let mut linker = Linker::new(&engine);
    link(&mut linker, &version).unwrap();
    linker.define_unknown_imports_as_traps(&component).unwrap();
    let host = Host {
        calls: 0,
        start: Instant::now(),
        log: Log::default(),
        replay,
    };
    let mut store = Store::new(&engine, host);
    let instance = linker.instantiate(&mut store, &component).unwrap();
    let interface = "golem:exec/executor@1.0.0";
    let executor = instance
        .get_export_index(&mut store, None, interface)
        .unwrap();
    let function = instance
        .get_export_index(&mut store, Some(&executor), "run")
        .unwrap();
    let function = instance.get_func(&mut store, function).unwrap();
    let mut call = |program: &str| {
        let file = Val::Record(vec![
            ("name".into(), Val::String("main.js".into())),
            (
                "content".into(),
                Val::List(program.bytes().map(Val::U8).collect()),
            ),
            ("encoding".into(), Val::Option(None)),
        ]);
        let language = Val::Record(vec![
            ("kind".into(), Val::Enum("javascript".into())),
            ("version".into(), Val::Option(None)),
        ]);
        let none = || Val::Option(None);
        let nothing = || Val::List(Vec::new());
        let parameters = [
            language,
            Val::List(vec![file]),
            none(),
            nothing(),
            nothing(),
            none(),
        ];
        let before = store.data().calls;
        let mut results = [Val::Bool(false)];
        function
            .call(&mut store, &parameters, &mut results)
            .unwrap();
        let [answer] = results;
        (answer, store.data().calls - before)
    };
    call("0");
    let (answer, calls) = call(program);
    (answer, store.into_data(), calls)
}

fn printed(answer: &Val) -> String {
    format!("{answer:?}")
}

#[test]
fn a_run_that_prints_a_line_makes_at_most_12_calls() {
    let (answer, _, calls) = run("console.log('hello')", None);
    assert!(printed(&answer).contains("hello"), "{answer:?}");
    assert!(calls <= 12, "{calls} calls");
}

#[test]
fn a_run_of_five_seconds_makes_at_most_600_calls() {
    let program = "const end = Date.now() + 5000;
        let n = 0;
        while (n < 1e12) { n++; if (n % 5000000 === 0 && Date.now() > end) break; }
        console.log('done')";
    let start = Instant::now();
    let (answer, _, calls) = run(program, None);
    assert!(printed(&answer).contains("done"), "{answer:?}");
    assert!(start.elapsed().as_secs() >= 4);
    assert!(calls <= 600, "{calls} calls");
}

#[test]
fn the_same_clock_and_random_values_give_the_same_bytes() {
    let program = "import { writeFileSync, statSync } from 'node:fs';
        writeFileSync('f', String(Math.random()));
        console.log(Math.random(), Date.now(), statSync('f').mtimeMs);";
    let (first, host, _) = run(program, None);
    let (second, again, _) = run(program, Some(host.log.clone()));
    assert_eq!(first, second);
    assert_eq!(again.log, host.log, "every value was asked for again");
    // And they are what the program printed: others give others.
    let (third, _, _) = run(program, None);
    assert_ne!(first, third);
}
