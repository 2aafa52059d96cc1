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
use std::sync::OnceLock;
use std::time::Instant;

use wasmtime::component::{
    Component, ComponentType, Instance, Lift, Linker, Lower, Resource, ResourceType, Val,
};
use wasmtime::{Cache, CacheConfig, Config, Engine, Store};

/// What a host answered, in order: all that a program can learn of the world.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Log {
    clocks: VecDeque<u64>,
    random: VecDeque<Vec<u8>>,
}

struct Host {
    /// The names of the functions that were called.
    calls: Vec<&'static str>,
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

/// A language, by what differs from one to the other.
struct Language {
    component: &'static str,
    kind: &'static str,
    file: &'static str,
    prints_a_line: &'static str,
    computes_for_five_seconds: &'static str,
    /// The most calls of a run that prints a line.
    most_calls: usize,
    /// Prints all that a program can learn of the clock and of chance.
    asks_the_world: &'static str,
}

const LANGUAGES: [Language; 2] = [
    Language {
        component: "exec-javascript.wasm",
        kind: "javascript",
        file: "main.js",
        prints_a_line: "console.log('hello')",
        most_calls: 12,
        computes_for_five_seconds: "const end = Date.now() + 5000;
            let n = 0;
            while (n < 1e12) { n++; if (n % 5000000 === 0 && Date.now() > end) break; }
            console.log('done')",
        asks_the_world: "import { writeFileSync, mkdtempSync, statSync } from 'node:fs';
            import { randomUUID } from 'node:crypto';
            writeFileSync('f', String(Math.random()));
            console.log(Math.random(), randomUUID(), mkdtempSync('t-'));
            console.log(Date.now(), performance.now(), statSync('f').mtimeMs);",
    },
    Language {
        component: "exec-python.wasm",
        kind: "python",
        file: "main.py",
        prints_a_line: "print('hello')",
        most_calls: 15,
        computes_for_five_seconds: "import time
end = time.time() + 5
n = 0
while n < 10**12:
    n += 1
    if n % 1000000 == 0 and time.time() > end:
        break
print('done')",
        asks_the_world: "import os, random, secrets, tempfile, time, uuid
open('f', 'w').write(str(random.random()))
print(random.random(), secrets.token_hex(), os.urandom(4), uuid.uuid4(), uuid.uuid1())
print(tempfile.mkdtemp(), time.time(), time.monotonic(), time.perf_counter(), os.stat('f').st_mtime_ns)
print(hash(object()), id(object()))",
    },
];

fn component(language: &Language) -> PathBuf {
    let dist = std::env::var_os("GOLEM_EXEC_DIST").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist"),
        PathBuf::from,
    );
    dist.join(language.component)
}

/// A run's answer, and how many calls of the host it made.
struct Answer {
    value: Val,
    calls: Vec<&'static str>,
}

/// A worker: an instance that is called again and again.
struct Worker {
    store: Store<Host>,
    instance: Instance,
    language: &'static Language,
}

const EXECUTOR: &str = "golem:exec/executor@1.0.0";

impl Worker {
    /// Links what the component imports, in the version that it asks for.
    fn new(language: &'static Language, replay: Option<Log>) -> Self {
        let (engine, component) = compiled(language);
        let version = component
            .component_type()
            .imports(engine)
            .find_map(|(name, _)| Some(name.strip_prefix("wasi:random/random@")?.to_owned()))
            .expect("an import of wasi:random");
        Self::of_version(language, replay, &version)
    }

    /// Links what a host has that knows this version of WASI.
    fn of_version(language: &'static Language, replay: Option<Log>, version: &str) -> Self {
        let (engine, component) = compiled(language);
        let mut linker = Linker::new(engine);
        link(&mut linker, version).unwrap();
        let host = Host {
            calls: Vec::new(),
            start: Instant::now(),
            log: Log::default(),
            replay,
        };
        let mut store = Store::new(engine, host);
        let instance = linker.instantiate(&mut store, component).unwrap();
        Self {
            store,
            instance,
            language,
        }
    }

    /// Calls an export of `executor`.
    fn call(&mut self, name: &str, parameters: &[Val]) -> Answer {
        let Self {
            store, instance, ..
        } = self;
        let executor = instance.get_export_index(&mut *store, None, EXECUTOR);
        let function = instance.get_export_index(&mut *store, executor.as_ref(), name);
        let function = instance.get_func(&mut *store, function.unwrap()).unwrap();
        let before = store.data().calls.len();
        let mut results = [Val::Bool(false)];
        function
            .call(&mut *store, parameters, &mut results)
            .unwrap();
        let [value] = results;
        Answer {
            value,
            calls: store.data().calls[before..].to_vec(),
        }
    }

    fn language(&self) -> Val {
        Val::Record(vec![
            ("kind".into(), Val::Enum(self.language.kind.into())),
            ("version".into(), Val::Option(None)),
        ])
    }

    fn file(&self, program: &str) -> Val {
        Val::Record(vec![
            ("name".into(), Val::String(self.language.file.into())),
            (
                "content".into(),
                Val::List(program.bytes().map(Val::U8).collect()),
            ),
            ("encoding".into(), Val::Option(None)),
        ])
    }

    fn run(&mut self, program: &str) -> Answer {
        let parameters = [
            self.language(),
            Val::List(vec![self.file(program)]),
            Val::Option(None),
            Val::List(Vec::new()),
            Val::List(Vec::new()),
            Val::Option(None),
        ];
        self.call("run", &parameters)
    }

    /// A session with a program in it.
    fn session(&mut self, program: &str) -> Val {
        let session = self.call("[constructor]session", &[self.language()]).value;
        let upload = [session.clone(), self.file(program)];
        self.call("[method]session.upload", &upload);
        session
    }

    fn run_in(&mut self, session: &Val) -> Answer {
        let parameters = [
            session.clone(),
            Val::String(self.language.file.into()),
            Val::List(Vec::new()),
            Val::Option(None),
            Val::List(Vec::new()),
            Val::Option(None),
        ];
        self.call("[method]session.run", &parameters)
    }
}

/// Each component, compiled once.
fn compiled(language: &Language) -> &'static (Engine, Component) {
    static COMPILED: [OnceLock<(Engine, Component)>; 2] = [const { OnceLock::new() }; 2];
    let place = usize::from(language.kind == "python");
    COMPILED[place].get_or_init(|| {
        let mut cache = CacheConfig::new();
        cache.with_directory(Path::new(env!("CARGO_TARGET_TMPDIR")).join("replay"));
        let mut config = Config::new();
        config
            .concurrency_support(false)
            .cache(Some(Cache::new(cache).unwrap()));
        let engine = Engine::new(&config).unwrap();
        let component = Component::from_file(&engine, component(language)).unwrap();
        (engine, component)
    })
}

fn printed(answer: &Val) -> String {
    format!("{answer:?}")
}

/// What a worker's first call adds, once: the supervisor reads its environment.
const FIRST: usize = 4;

#[test]
fn a_run_that_prints_a_line_makes_few_calls() {
    for language in &LANGUAGES {
        let mut worker = Worker::new(language, None);
        let first = worker.run(language.prints_a_line).calls;
        assert!(
            first.len() <= language.most_calls + FIRST,
            "{}: {first:?}",
            language.kind
        );
        let Answer { value, calls } = worker.run(language.prints_a_line);
        assert!(printed(&value).contains("hello"), "{value:?}");
        assert!(
            calls.len() <= language.most_calls,
            "{}: {calls:?}",
            language.kind
        );
        let session = worker.session(language.prints_a_line);
        for _ in 0..2 {
            let Answer { value, calls } = worker.run_in(&session);
            assert!(printed(&value).contains("hello"), "{value:?}");
            assert!(
                calls.len() <= language.most_calls,
                "{}: in a session {calls:?}",
                language.kind
            );
        }
    }
}

#[test]
fn a_run_of_five_seconds_makes_at_most_600_calls() {
    for language in &LANGUAGES {
        let start = Instant::now();
        let answer = Worker::new(language, None).run(language.computes_for_five_seconds);
        assert!(
            printed(&answer.value).contains("done"),
            "{:?}",
            answer.value
        );
        assert!(start.elapsed().as_secs() >= 4);
        let calls = answer.calls.len();
        assert!(calls <= 600, "{}: {calls} calls", language.kind);
    }
}

/// The first run of a worker, the second, and one in a session.
fn asks_the_world(language: &'static Language, replay: Option<Log>) -> (Vec<Val>, Host) {
    let mut worker = Worker::new(language, replay);
    let mut answers = Vec::new();
    for _ in 0..2 {
        answers.push(worker.run(language.asks_the_world).value);
    }
    let session = worker.session(language.asks_the_world);
    answers.push(worker.run_in(&session).value);
    for answer in &answers {
        assert!(printed(answer).starts_with("Result(Ok("), "{answer:?}");
    }
    (answers, worker.store.into_data())
}

#[test]
fn the_same_clock_and_random_values_give_the_same_bytes() {
    for language in &LANGUAGES {
        let (first, host) = asks_the_world(language, None);
        let (second, again) = asks_the_world(language, Some(host.log.clone()));
        assert_eq!(first, second);
        assert_eq!(again.log, host.log, "every value was asked for again");
        assert_eq!(again.calls, host.calls);
        // And they are what the program printed: others give others, and each run has its own.
        let (third, _) = asks_the_world(language, None);
        for (number, answer) in first.iter().enumerate() {
            assert_ne!(*answer, third[number]);
            assert!(!first[..number].contains(answer), "{answer:?}");
        }
    }
}

/// Hosts name the version of WASI 0.2 that they were built for. A component that was built for a later one
/// instantiates there as well: it imports nothing that 0.2.0 does not have, and Wasmtime's linker, which
/// Golem's is, takes versions of 0.2 for each other.
#[test]
fn hosts_of_any_version_of_wasi_0_2_run_the_components() {
    for language in &LANGUAGES {
        for version in ["0.2.0", "0.2.3", "0.2.6"] {
            let mut worker = Worker::of_version(language, None, version);
            let answer = worker.run(language.prints_a_line).value;
            assert!(printed(&answer).contains("hello"), "{version}: {answer:?}");
        }
    }
}
