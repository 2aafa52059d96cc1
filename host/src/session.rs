//! Sessions: files that outlive a run, in an instance of their own.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sandbox_core::snapshot::Snapshot;
use wasmtime::component::ResourceAny;

use crate::bindings::types;
use crate::console::Sink;
use crate::deadline::Wall;
use crate::error::{HostError, SessionError};
use crate::instance::{CallError, Export, Instance, Stop};
use crate::outcome::{Outcome, OutcomeKind};
use crate::request::{SessionRequest, wit_file};
use crate::sandbox::{Host, blocking};
use crate::streaming::RunEvents;
use crate::walls::Walls;
use crate::{Language, Wheel};

/// A file system and a working directory that outlive a run. Nothing else does.
///
/// Clones are the same session. It runs one call at a time; others wait for their turn. When the
/// last clone is dropped, the instance and its files are gone.
#[derive(Clone)]
pub struct Session {
    shared: Arc<Shared>,
}

/// Of a component without the interface `restore`.
const CANNOT: &str = "the component cannot save and restore sessions";

struct Shared {
    host: Arc<Host>,
    walls: Arc<Walls>,
    state: Mutex<State>,
}

enum State {
    Open {
        instance: Box<Instance>,
        session: ResourceAny,
    },
    /// The instance trapped and was discarded, with this message.
    Lost(String),
    Closed,
}

impl Session {
    pub(crate) fn open(
        host: Arc<Host>,
        walls: Arc<Walls>,
        language: Language,
    ) -> Result<Self, HostError> {
        let prepared = host.components.get(language)?;
        let wall = Wall::starting_now(walls.time(None), walls.grace);
        let mut instance =
            Instance::start(prepared, &walls, &walls.environment, wall, &host.clock)?;
        let constructed = instance.call(wall, &host.clock, |exec, store| {
            exec.golem_exec_executor()
                .session()
                .call_constructor(store, &language.to_wit())
        });
        let session = constructed.map_err(|error| match error {
            CallError::Host(error) => error,
            CallError::Stopped(stop) => HostError::Start {
                language,
                error: wasmtime::Error::msg(describe(&stop)),
            },
        })?;
        Ok(Self::of(host, walls, instance, session))
    }

    /// A session of what [`save`](Self::save) gave, in an instance of its own.
    pub(crate) fn restore(
        host: Arc<Host>,
        walls: Arc<Walls>,
        bytes: &[u8],
    ) -> Result<Self, HostError> {
        let refused = |reason: String| HostError::Restore(reason);
        let snapshot = Snapshot::decode(bytes).map_err(|error| refused(error.to_string()))?;
        let language: Language = snapshot
            .language
            .parse()
            .map_err(|error: crate::UnknownLanguage| refused(error.to_string()))?;
        let [frozen] = &snapshot.sessions[..] else {
            let count = snapshot.sessions.len();
            return Err(refused(format!("{count} sessions in it, not one")));
        };
        let id = frozen.id.to_string();
        let prepared = host.components.get(language)?;
        let wall = Wall::starting_now(walls.time(None), walls.grace);
        let mut instance =
            Instance::start(prepared, &walls, &walls.environment, wall, &host.clock)?;
        let restore = instance.restore().ok_or_else(|| refused(CANNOT.into()))?;
        let bytes = bytes.to_vec();
        let taken = instance.call(wall, &host.clock, |_, store| {
            match restore.load.call(&mut *store, (bytes,))?.0 {
                Ok(()) => {
                    let (taken,) = restore.take.call(store, (id,))?;
                    Ok(taken.map_err(|error| refusal(error).to_string()))
                }
                Err(reason) => Ok(Err(reason)),
            }
        });
        let session = match taken {
            Ok(answer) => answer.map_err(refused)?,
            Err(CallError::Host(error)) => return Err(error),
            Err(CallError::Stopped(stop)) => return Err(refused(describe(&stop))),
        };
        Ok(Self::of(host, walls, instance, session))
    }

    fn of(host: Arc<Host>, walls: Arc<Walls>, instance: Instance, session: ResourceAny) -> Self {
        let state = State::Open {
            instance: Box::new(instance),
            session,
        };
        Self {
            shared: Arc::new(Shared {
                host,
                walls,
                state: Mutex::new(state),
            }),
        }
    }

    /// The session as bytes, with a version and a checksum: its files, its working directory and its
    /// age. [`Sandbox::restore`](crate::Sandbox::restore) makes a session of them, here or elsewhere.
    ///
    /// # Errors
    /// Those of a session that is closed or lost.
    pub fn save(&self) -> Result<Vec<u8>, SessionError> {
        let restore = match &mut *self.state() {
            State::Open { instance, .. } => instance.restore(),
            gone => return Err(gone.error()),
        };
        let restore = restore.ok_or_else(|| SessionError::Refused(CANNOT.into()))?;
        self.call(|_| {
            move |_: &crate::bindings::Exec, store: &mut _| Ok(Ok(restore.save.call(store, ())?.0))
        })
    }

    /// Writes a file, relative to the working directory; missing folders are made.
    ///
    /// # Errors
    /// [`SessionError::Refused`] for a name that is not allowed, [`SessionError::ResourceExceeded`]
    /// for a file beyond a quota, and those of a session that is closed or lost.
    pub fn upload(
        &self,
        name: impl Into<String>,
        content: impl Into<Vec<u8>>,
    ) -> Result<(), SessionError> {
        let file = wit_file(name, content);
        let bytes = file.content.len() as u64;
        if self.shared.walls.refuse_files(bytes).is_some() {
            return Err(SessionError::ResourceExceeded);
        }
        self.call(|session| {
            move |exec: &crate::bindings::Exec, store: &mut _| {
                exec.golem_exec_executor()
                    .session()
                    .call_upload(store, session, &file)
            }
        })
    }

    /// Adds a Python package, for every run from now on.
    ///
    /// # Errors
    /// Those of [`upload`](Self::upload), for any of its files.
    pub fn install(&self, wheel: &Wheel) -> Result<(), SessionError> {
        wheel
            .uploads()
            .try_for_each(|(name, content)| self.upload(name, content))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// [`SessionError::Refused`] when there is no such file, and those of a session that is closed
    /// or lost.
    pub fn download(&self, path: &str) -> Result<Vec<u8>, SessionError> {
        self.call(|session| {
            move |exec: &crate::bindings::Exec, store: &mut _| {
                exec.golem_exec_executor()
                    .session()
                    .call_download(store, session, path)
            }
        })
    }

    /// The names in a folder, sorted by their bytes; folders end in `/`.
    ///
    /// # Errors
    /// [`SessionError::Refused`] when there is no such folder, and those of a session that is
    /// closed or lost.
    pub fn list_files(&self, dir: &str) -> Result<Vec<String>, SessionError> {
        self.call(|session| {
            move |exec: &crate::bindings::Exec, store: &mut _| {
                exec.golem_exec_executor()
                    .session()
                    .call_list_files(store, session, dir)
            }
        })
    }

    /// Changes the working directory of this and later calls.
    ///
    /// # Errors
    /// [`SessionError::Refused`] when there is no such folder, and those of a session that is
    /// closed or lost.
    pub fn set_working_dir(&self, path: &str) -> Result<(), SessionError> {
        self.call(|session| {
            move |exec: &crate::bindings::Exec, store: &mut _| {
                exec.golem_exec_executor()
                    .session()
                    .call_set_working_dir(store, session, path)
            }
        })
    }

    /// Runs a file of the session. In a session that is closed, or whose instance trapped, the
    /// outcome is [`OutcomeKind::Internal`] and says so.
    ///
    /// # Errors
    /// When the host cannot run it; however the program itself ends, that is an [`Outcome`].
    pub fn run(&self, request: SessionRequest) -> Result<Outcome, HostError> {
        self.run_with(request, None)
    }

    /// As [`run`](Self::run), and hands the program's output to `sink` while it runs.
    ///
    /// # Errors
    /// Those of [`run`](Self::run), and [`HostError::Sink`] when the sink refuses.
    pub fn run_to(
        &self,
        request: SessionRequest,
        sink: impl Sink + 'static,
    ) -> Result<Outcome, HostError> {
        self.run_with(request, Some(Box::new(sink)))
    }

    /// As [`run_to`](Self::run_to), as a stream of events, on a thread for blocking calls of the
    /// current Tokio runtime.
    #[allow(clippy::unused_async, reason = "it needs a runtime, and async says so")]
    pub async fn run_streaming(&self, request: SessionRequest) -> RunEvents {
        let session = self.clone();
        RunEvents::start(move |sink| session.run_with(request, Some(sink)))
    }

    /// As [`run`](Self::run), on a thread for blocking calls of the current Tokio runtime.
    ///
    /// # Errors
    /// Those of [`run`](Self::run), and [`HostError::Cancelled`].
    pub async fn run_async(&self, request: SessionRequest) -> Result<Outcome, HostError> {
        let session = self.clone();
        blocking(move || session.run(request)).await?
    }

    /// Frees the session's files and its instance. Closing twice is harmless.
    pub fn close(&self) {
        *self.state() = State::Closed;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn run_with(
        &self,
        request: SessionRequest,
        sink: Option<Box<dyn Sink>>,
    ) -> Result<Outcome, HostError> {
        let SessionRequest { entrypoint, input } = request;
        let Shared { host, walls, .. } = &*self.shared;
        if let Some(limit) = walls.refuse_stdin(&input) {
            let kind = OutcomeKind::ResourceExceeded;
            return Ok(Outcome::without_run(kind, Some(limit)));
        }
        let mut state = self.state();
        let (instance, session) = match &mut *state {
            State::Open { instance, session } => (instance, *session),
            gone => {
                let kind = OutcomeKind::Internal(gone.error().to_string());
                return Ok(Outcome::without_run(kind, None));
            }
        };
        let wall = Wall::starting_now(walls.time(input.limits.time), walls.grace);
        let run = instance.run(walls, wall, &host.clock, sink, |exec, store| {
            exec.golem_exec_executor().session().call_run(
                store,
                session,
                &entrypoint,
                &input.args,
                input.stdin.as_deref(),
                &input.env,
                input.limits.to_wit(),
            )
        });
        match run {
            Ok((outcome, trapped)) => {
                if trapped {
                    *state = State::Lost(lost(&outcome));
                }
                Ok(outcome)
            }
            Err(error) => {
                *state = State::Lost(error.to_string());
                Err(error)
            }
        }
    }

    fn call<T, E: Export<Result<T, types::Error>>>(
        &self,
        export: impl FnOnce(ResourceAny) -> E,
    ) -> Result<T, SessionError> {
        let Shared { host, walls, .. } = &*self.shared;
        let mut state = self.state();
        let State::Open { instance, session } = &mut *state else {
            return Err(state.error());
        };
        let wall = Wall::starting_now(walls.time(None), walls.grace);
        let called = instance.call(wall, &host.clock, export(*session));
        let _ = instance.take_captured();
        match called {
            Ok(answer) => answer.map_err(refusal),
            Err(CallError::Host(error)) => {
                *state = State::Lost(error.to_string());
                Err(error.into())
            }
            Err(CallError::Stopped(stop)) => {
                let message = describe(&stop);
                *state = State::Lost(message.clone());
                Err(SessionError::Lost(message))
            }
        }
    }
}

impl State {
    /// Why a session that is not open answers nothing.
    fn error(&self) -> SessionError {
        match self {
            Self::Lost(message) => SessionError::Lost(message.clone()),
            Self::Open { .. } | Self::Closed => SessionError::Closed,
        }
    }
}

fn lost(outcome: &Outcome) -> String {
    match &outcome.kind {
        OutcomeKind::Internal(message) => message.clone(),
        kind => format!("an earlier run was stopped by the host: {}", kind.name()),
    }
}

fn describe(stop: &Stop) -> String {
    match stop {
        Stop::TimeUp { limit } => format!("stopped after its time limit of {limit:?}"),
        Stop::Memory(refused) => refused.to_string(),
        Stop::Stack { allowed } => format!("stack overflow; {allowed} bytes allowed"),
        Stop::Output { asked, allowed } => {
            format!("{asked} bytes of output; the host takes {allowed}")
        }
        Stop::Trap(message) => message.clone(),
    }
}

fn refusal(error: types::Error) -> SessionError {
    match error {
        types::Error::Internal(message) => SessionError::Refused(message),
        types::Error::ResourceExceeded => SessionError::ResourceExceeded,
        types::Error::Timeout => SessionError::Timeout,
        types::Error::UnsupportedLanguage => {
            SessionError::Refused("the component does not run this language".into())
        }
        types::Error::CompilationFailed(stage) | types::Error::RuntimeFailed(stage) => {
            SessionError::Refused(stage.stderr)
        }
    }
}
