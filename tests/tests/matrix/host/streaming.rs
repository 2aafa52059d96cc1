//! A host with streams: Wasmtime's asynchronous components, and the components for WASI 0.3.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc::{Receiver, Sender, channel};
use wasmtime::component::{
    Accessor, ComponentNamedList, Destination, Instance, InstancePre, Lift, Linker, Lower,
    ResourceAny, ResourceTable, Source, StreamConsumer, StreamProducer, StreamReader, StreamResult,
    TypedFunc,
};
use wasmtime::{Config, Engine, Store, StoreContextMut};
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};

use super::allowance::Allowance;
use super::convert::{
    Event, event, file, language, observed, run_parameters, session_run_parameters,
};
use super::interface::{
    EXECUTOR, ExecEvent, Exports, RunParameters, SessionRunParameters, function,
};
use super::{Call, Deployment, Guest, Observed, SessionCall, compiled};

/// How often the event loop gets its turn while a program computes.
const EPOCH: Duration = Duration::from_millis(5);

/// No test takes a tenth of this.
const PATIENCE: Duration = Duration::from_secs(60);

/// A call that answers with the stream of its events.
type Streaming<P> = TypedFunc<P, (StreamReader<ExecEvent>,)>;

/// Standard input, as the interface has it.
type InputStream = StreamReader<Vec<u8>>;

/// An instance, inside the event loop of its store.
pub(crate) struct Client<'a> {
    accessor: &'a Accessor<State>,
    exports: Exports,
    run_streaming: Streaming<RunParameters<InputStream>>,
    session_run_streaming: Streaming<SessionRunParameters<InputStream>>,
}

pub(crate) struct State {
    wasi: WasiCtx,
    table: ResourceTable,
    memory: Allowance,
}

/// The events of one run, as they come. Dropping it is going away.
pub(crate) struct Events(Receiver<ExecEvent>);

impl Events {
    /// The next event; none after the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        self.0.recv().await.map(event)
    }

    /// Every event that is left.
    pub(crate) async fn rest(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        events
    }
}

/// Standard input that a test feeds; dropping it ends the input.
pub(crate) fn input() -> (Sender<Vec<u8>>, Input) {
    let (sender, receiver) = channel(1);
    (sender, Input(receiver))
}

pub(crate) struct Input(Receiver<Vec<u8>>);

/// Runs `test` with an instance of the guest's component.
pub(crate) fn with_instance(
    guest: Guest,
    deployment: &Deployment,
    test: impl AsyncFnOnce(&Client<'_>),
) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut wasi = WasiCtxBuilder::new();
        for (name, value) in deployment.environment() {
            wasi.env(name, value);
        }
        let state = State {
            wasi: wasi.build(),
            table: ResourceTable::new(),
            memory: Allowance::of(usize::MAX),
        };
        let mut store = Store::new(engine(), state);
        store.limiter(|state| &mut state.memory);
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        let instance = component(guest)
            .instantiate_async(&mut store)
            .await
            .unwrap();
        let (exports, run_streaming, session_run_streaming) = look_up(&mut store, &instance);
        let run = store.run_concurrent(async |accessor| {
            let client = Client {
                accessor,
                exports,
                run_streaming,
                session_run_streaming,
            };
            test(&client).await;
        });
        let ended = tokio::time::timeout(PATIENCE, run).await;
        ended.expect("the test hangs").unwrap();
    });
}

fn look_up(
    store: &mut Store<State>,
    instance: &Instance,
) -> (
    Exports,
    Streaming<RunParameters<InputStream>>,
    Streaming<SessionRunParameters<InputStream>>,
) {
    let method = "[method]session.run-streaming";
    (
        Exports::of(&mut *store, instance).unwrap(),
        function(store, instance, EXECUTOR, "run-streaming").unwrap(),
        function(store, instance, EXECUTOR, method).unwrap(),
    )
}

impl Client<'_> {
    /// The bytes of WebAssembly memory that the instance holds.
    pub(crate) fn memory(&self) -> usize {
        self.accessor
            .with(|mut store| store.data_mut().memory.held())
    }

    /// `run-streaming`. The host takes `capacity` events before anybody reads them.
    pub(crate) async fn run_streaming(
        &self,
        call: &Call,
        stdin: Option<Input>,
        capacity: usize,
    ) -> Events {
        let parameters = run_parameters(call, self.stream(stdin));
        let called = self
            .run_streaming
            .call_concurrent(self.accessor, parameters);
        let (events,) = called.await.unwrap();
        self.receive(events, capacity)
    }

    /// `session.run-streaming`.
    pub(crate) async fn session_run_streaming(
        &self,
        session: ResourceAny,
        call: &SessionCall,
        stdin: Option<Input>,
    ) -> Events {
        let parameters = session_run_parameters(session, call, self.stream(stdin));
        let function = self.session_run_streaming;
        let (events,) = function
            .call_concurrent(self.accessor, parameters)
            .await
            .unwrap();
        self.receive(events, 1)
    }

    /// `run`.
    pub(crate) async fn run(&self, call: &Call) -> Observed {
        let parameters = run_parameters(call, call.stdin.clone());
        let called = self.exports.run.call_concurrent(self.accessor, parameters);
        observed(called.await.unwrap().0)
    }

    /// `[constructor]session`.
    pub(crate) async fn session(&self, of: Guest) -> ResourceAny {
        let constructor = self.exports.session;
        let called = constructor.call_concurrent(self.accessor, (language(of, None),));
        called.await.unwrap().0
    }

    /// `session.upload`.
    pub(crate) async fn upload(&self, session: ResourceAny, upload: &super::File) {
        let parameters = (session, file(upload));
        let called = self
            .exports
            .upload
            .call_concurrent(self.accessor, parameters);
        called.await.unwrap().0.unwrap();
    }

    /// Any other call.
    pub(crate) async fn call<P, R>(
        &self,
        export: impl FnOnce(&Exports) -> TypedFunc<P, R>,
        parameters: P,
    ) -> R
    where
        P: ComponentNamedList + Lower + Send + Sync + 'static,
        R: ComponentNamedList + Lift + Send + Sync + 'static,
    {
        let called = export(&self.exports).call_concurrent(self.accessor, parameters);
        called.await.unwrap()
    }

    fn stream(&self, stdin: Option<Input>) -> Option<InputStream> {
        let stdin = stdin?;
        let stream = self.accessor.with(|store| StreamReader::new(store, stdin));
        Some(stream.unwrap())
    }

    fn receive(&self, events: StreamReader<ExecEvent>, capacity: usize) -> Events {
        let (sender, receiver) = channel(capacity);
        let forward = Forward {
            sender,
            reserving: None,
        };
        self.accessor
            .with(|store| events.pipe(store, forward))
            .unwrap();
        Events(receiver)
    }
}

type Reserving = Pin<
    Box<
        dyn Future<
                Output = Result<
                    tokio::sync::mpsc::OwnedPermit<ExecEvent>,
                    tokio::sync::mpsc::error::SendError<()>,
                >,
            > + Send,
    >,
>;

/// Hands events on, each when there is room for it.
struct Forward {
    sender: Sender<ExecEvent>,
    reserving: Option<Reserving>,
}

impl<D> StreamConsumer<D> for Forward {
    type Item = ExecEvent;

    fn poll_consume(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        store: StoreContextMut<'_, D>,
        mut source: Source<'_, ExecEvent>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        let this = self.get_mut();
        let sender = &this.sender;
        let reserving = this
            .reserving
            .get_or_insert_with(|| Box::pin(sender.clone().reserve_owned()));
        let Poll::Ready(permit) = reserving.as_mut().poll(cx) else {
            return match finish {
                true => Poll::Ready(Ok(StreamResult::Cancelled)),
                false => Poll::Pending,
            };
        };
        this.reserving = None;
        let Ok(permit) = permit else {
            return Poll::Ready(Ok(StreamResult::Dropped));
        };
        let mut event = None;
        source.read(store, &mut event)?;
        if let Some(event) = event {
            permit.send(event);
        }
        Poll::Ready(Ok(StreamResult::Completed))
    }
}

impl<D> StreamProducer<D> for Input {
    type Item = Vec<u8>;
    type Buffer = Option<Vec<u8>>;

    fn poll_produce<'a>(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        _: StoreContextMut<'a, D>,
        mut destination: Destination<'a, Vec<u8>, Option<Vec<u8>>>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        match self.get_mut().0.poll_recv(cx) {
            Poll::Ready(Some(bytes)) => {
                destination.set_buffer(Some(bytes));
                Poll::Ready(Ok(StreamResult::Completed))
            }
            Poll::Ready(None) => Poll::Ready(Ok(StreamResult::Dropped)),
            Poll::Pending if finish => Poll::Ready(Ok(StreamResult::Cancelled)),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let mut config = Config::new();
        config
            .epoch_interruption(true)
            .wasm_component_model_async(true);
        let engine = Engine::new(&config).unwrap();
        let clock = engine.weak();
        thread::spawn(move || {
            while let Some(engine) = clock.upgrade() {
                thread::sleep(EPOCH);
                engine.increment_epoch();
            }
        });
        engine
    })
}

fn component(guest: Guest) -> &'static InstancePre<State> {
    static JAVASCRIPT: OnceLock<InstancePre<State>> = OnceLock::new();
    static PYTHON: OnceLock<InstancePre<State>> = OnceLock::new();
    let cell = match guest {
        Guest::JavaScript => &JAVASCRIPT,
        Guest::Python => &PYTHON,
    };
    cell.get_or_init(|| {
        let component = compiled(engine(), "streaming", &guest.streaming_artifact());
        let mut linker = Linker::new(engine());
        wasmtime_wasi::p2::add_to_linker_async(&mut linker).unwrap();
        let mut clock = linker
            .instance("wasi:clocks/monotonic-clock@0.3.0")
            .unwrap();
        clock
            .func_wrap_concurrent("wait-for", |_, (nanos,): (u64,)| {
                Box::pin(async move {
                    tokio::time::sleep(Duration::from_nanos(nanos)).await;
                    Ok(())
                })
            })
            .unwrap();
        linker.instantiate_pre(&component).unwrap()
    })
}
