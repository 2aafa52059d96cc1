//! Sessions: files that outlive a run.

mod places;
mod residents;
mod state;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sandbox_core::snapshot::Snapshot;
use wasmtime::component::ResourceAny;

use self::places::Place;
pub(crate) use self::places::Places;
pub(crate) use self::residents::Residents;
use self::state::{Awake, Home, State, describe};
use crate::bindings::{Exec, types};
use crate::console::Sink;
use crate::deadline::Wall;
use crate::error::{HostError, SessionError};
use crate::instance::{CallError, Export};
use crate::outcome::{Outcome, OutcomeKind};
use crate::request::{SessionRequest, wit_file};
use crate::sandbox::{Host, blocking};
use crate::state::GuestStore;
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
    language: Language,
    state: Mutex<State>,
    /// The session's place among those that the policy allows, until it is closed.
    place: Mutex<Option<Place>>,
}

impl Shared {
    fn home(&self) -> Home<'_> {
        Home {
            host: &self.host,
            walls: &self.walls,
            language: self.language,
        }
    }

    /// Lets go of the session's instance, unless a call is using it.
    fn freeze_if_idle(&self) {
        if let Ok(mut state) = self.state.try_lock() {
            state.freeze(&self.home());
        }
    }
}

impl Session {
    pub(crate) fn open(
        host: Arc<Host>,
        walls: Arc<Walls>,
        language: Language,
    ) -> Result<Self, HostError> {
        Self::make(host, walls, language, Awake::open)
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
        Self::make(host, walls, language, |home| Awake::thaw(home, &snapshot))
    }

    fn make(
        host: Arc<Host>,
        walls: Arc<Walls>,
        language: Language,
        make: impl FnOnce(&Home<'_>) -> Result<Awake, HostError>,
    ) -> Result<Self, HostError> {
        let home = Home {
            host: &host,
            walls: &walls,
            language,
        };
        let place = Places::take(&walls.places)?;
        let awake = make(&home)?;
        let session = Self {
            shared: Arc::new(Shared {
                host,
                walls,
                language,
                state: Mutex::new(State::Awake(Box::new(awake))),
                place: Mutex::new(Some(place)),
            }),
        };
        session.note_awake();
        Ok(session)
    }

    /// The session as bytes, with a version and a checksum: its files, its working directory and its
    /// age. [`Sandbox::restore`](crate::Sandbox::restore) makes a session of them, here or elsewhere.
    ///
    /// # Errors
    /// Those of a session that is closed or lost.
    pub fn save(&self) -> Result<Vec<u8>, SessionError> {
        self.state().save(&self.shared.home())
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
            async move |exec: &Exec, store: &mut GuestStore| {
                exec.golem_exec_executor()
                    .session()
                    .call_upload(store, session, &file)
                    .await
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
            async move |exec: &Exec, store: &mut GuestStore| {
                exec.golem_exec_executor()
                    .session()
                    .call_download(store, session, path)
                    .await
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
            async move |exec: &Exec, store: &mut GuestStore| {
                exec.golem_exec_executor()
                    .session()
                    .call_list_files(store, session, dir)
                    .await
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
            async move |exec: &Exec, store: &mut GuestStore| {
                exec.golem_exec_executor()
                    .session()
                    .call_set_working_dir(store, session, path)
                    .await
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
        let place = self.shared.place.lock();
        drop(place.unwrap_or_else(PoisonError::into_inner).take());
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
        let home = self.shared.home();
        let mut state = self.state();
        let awake = match state.awake(&home) {
            Ok(awake) => awake,
            Err(SessionError::Host(error)) => return Err(error),
            Err(gone) => {
                let kind = OutcomeKind::Internal(gone.to_string());
                return Ok(Outcome::without_run(kind, None));
            }
        };
        let session = awake.session;
        let wall = Wall::starting_now(walls.time(input.limits.time), walls.grace);
        let run = awake
            .instance
            .run(walls, wall, &host.clock, sink, async |exec, store| {
                exec.golem_exec_executor()
                    .session()
                    .call_run(
                        store,
                        session,
                        &entrypoint,
                        &input.args,
                        input.stdin.as_deref(),
                        &input.env,
                        input.limits.to_wit(),
                    )
                    .await
            });
        match &run {
            Ok((_, false)) => state.rest(&home),
            Ok((outcome, true)) => *state = State::Lost(lost(outcome)),
            Err(error) => *state = State::Lost(error.to_string()),
        }
        drop(state);
        self.note_awake();
        run.map(|(outcome, _)| outcome)
    }

    /// Counts the session among those that are awake, if it is.
    fn note_awake(&self) {
        let is_awake = matches!(*self.state(), State::Awake(_));
        if is_awake {
            let residents = &self.shared.host.residents;
            residents.note(&Arc::downgrade(&self.shared));
        }
    }

    fn call<T, E: Export<Result<T, types::Error>>>(
        &self,
        export: impl FnOnce(ResourceAny) -> E,
    ) -> Result<T, SessionError> {
        let Shared { host, walls, .. } = &*self.shared;
        let mut state = self.state();
        let awake = state.awake(&self.shared.home())?;
        let wall = Wall::starting_now(walls.time(None), walls.grace);
        let export = export(awake.session);
        let called = awake.instance.call(wall, &host.clock, export);
        let _ = awake.instance.take_captured();
        let answer = match called {
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
        };
        drop(state);
        self.note_awake();
        answer
    }
}

fn lost(outcome: &Outcome) -> String {
    match &outcome.kind {
        OutcomeKind::Internal(message) => message.clone(),
        kind => format!("an earlier run was stopped by the host: {}", kind.name()),
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
