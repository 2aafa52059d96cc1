//! The sandbox: a policy, and the components that run programs under it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use policies::{Policy, Preset};

use crate::Language;
use crate::cache::{CacheError, CacheLocation};
use crate::components::{Components, Sources};
use crate::console::Sink;
use crate::deadline::{EpochClock, Wall};
use crate::engine;
use crate::error::HostError;
use crate::instance::Instance;
use crate::outcome::{Outcome, OutcomeKind};
use crate::request::Request;
use crate::session::{Residents, Session};
use crate::streaming::RunEvents;
use crate::walls::Walls;

/// How long after its time limit a run is stopped by the host, unless the builder says otherwise.
pub const DEFAULT_GRACE: Duration = Duration::from_millis(250);

/// Runs programs under one policy. Clones share the engine and the compiled components.
///
/// Each run has an instance of its own, which is gone afterwards. So has each session; between its runs
/// it rests as bytes, unless it is large. A sandbox and its clones have as many sessions open at the same
/// time as the policy's `sessions.count`, all languages together.
///
/// ```no_run
/// use golem_exec::{Language, Request, Sandbox};
///
/// # fn main() -> Result<(), golem_exec::HostError> {
/// let sandbox = Sandbox::new()?;
/// let outcome = sandbox.run(Request::new(Language::JavaScript, "main.js", "console.log(6 * 7)"))?;
/// assert_eq!(outcome.stdout, b"42\n");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Sandbox {
    host: Arc<Host>,
    policy: Arc<Policy>,
    walls: Arc<Walls>,
}

/// What all sandboxes of one engine share.
pub(crate) struct Host {
    pub(crate) components: Components,
    pub(crate) clock: EpochClock,
    pub(crate) residents: Residents,
    uncached: Option<CacheError>,
}

/// Builds a [`Sandbox`].
#[derive(Debug, Clone)]
pub struct SandboxBuilder {
    policy: Option<Policy>,
    sources: Sources,
    cache: CacheLocation,
    grace: Duration,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            policy: None,
            sources: Sources::default(),
            cache: CacheLocation::Default,
            grace: DEFAULT_GRACE,
        }
    }
}

impl SandboxBuilder {
    /// The policy of every run; without one, the preset `standard`.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Uses the component in `file` for a language, in place of the one in this library.
    #[must_use]
    pub fn component(mut self, language: Language, file: impl Into<PathBuf>) -> Self {
        let file = Some(file.into());
        match language {
            Language::JavaScript => self.sources.javascript = file,
            Language::Python => self.sources.python = file,
        }
        self
    }

    /// Where compiled code is kept.
    #[must_use]
    pub fn cache(mut self, cache: CacheLocation) -> Self {
        self.cache = cache;
        self
    }

    /// How long after its time limit a call is stopped by the host, should the component not have
    /// ended it.
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Sets the engine up. Components are compiled when they are first needed.
    ///
    /// # Errors
    /// [`HostError::Engine`] and [`HostError::Clock`] when this machine cannot run the engine. A
    /// cache that cannot be used is no error: see [`Sandbox::cache_error`].
    pub fn build(self) -> Result<Sandbox, HostError> {
        let policy = match self.policy {
            Some(policy) => policy,
            None => Policy::preset(Preset::Standard)
                .map_err(|errors| HostError::Policy(errors.to_string()))?,
        };
        let (cache, uncached) = match self.cache.open() {
            Ok(cache) => (cache, None),
            Err(error) => (None, Some(error)),
        };
        let engine = engine::engine().map_err(HostError::Engine)?;
        let host = Host {
            clock: EpochClock::start(&engine).map_err(HostError::Clock)?,
            components: Components::new(engine, cache, self.sources),
            residents: Residents::default(),
            uncached,
        };
        Ok(Sandbox {
            host: Arc::new(host),
            walls: Arc::new(Walls::of(&policy, self.grace)),
            policy: Arc::new(policy),
        })
    }
}

impl Sandbox {
    /// A sandbox with the preset `standard`.
    ///
    /// # Errors
    /// Those of [`SandboxBuilder::build`].
    pub fn new() -> Result<Self, HostError> {
        Self::builder().build()
    }

    /// Starts to build a sandbox.
    #[must_use]
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    /// A sandbox with another policy on the same engine and compiled components. Its sessions are
    /// counted apart from this one's.
    #[must_use]
    pub fn with_policy(&self, policy: Policy) -> Self {
        Self {
            host: Arc::clone(&self.host),
            walls: Arc::new(Walls::of(&policy, self.walls.grace)),
            policy: Arc::new(policy),
        }
    }

    /// The policy of every run.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Why compiled code is not kept, when it should be and is not.
    #[must_use]
    pub fn cache_error(&self) -> Option<&CacheError> {
        self.host.uncached.as_ref()
    }

    /// Compiles a language's component now rather than in the first run.
    ///
    /// # Errors
    /// [`HostError::ComponentFile`] and [`HostError::Component`] when it is not usable, and
    /// [`HostError::MissingLayer`] when nothing can run in it under the policy: it is not compiled then.
    pub fn prepare(&self, language: Language) -> Result<(), HostError> {
        self.host
            .components
            .under(&self.walls, language)
            .map(|_| ())
    }

    /// Runs a program in a fresh instance.
    ///
    /// # Errors
    /// When the host cannot run it; however the program itself ends, that is an [`Outcome`].
    pub fn run(&self, request: Request) -> Result<Outcome, HostError> {
        self.run_in_fresh_instance(request, None)
    }

    /// As [`run`](Self::run), and hands the program's output to `sink` while it runs.
    ///
    /// # Errors
    /// Those of [`run`](Self::run), and [`HostError::Sink`] when the sink refuses.
    pub fn run_to(
        &self,
        request: Request,
        sink: impl Sink + 'static,
    ) -> Result<Outcome, HostError> {
        self.run_in_fresh_instance(request, Some(Box::new(sink)))
    }

    /// As [`run`](Self::run), on a thread for blocking calls of the current Tokio runtime.
    ///
    /// # Errors
    /// Those of [`run`](Self::run), and [`HostError::Cancelled`].
    pub async fn run_async(&self, request: Request) -> Result<Outcome, HostError> {
        let sandbox = self.clone();
        blocking(move || sandbox.run(request)).await?
    }

    /// As [`run_to`](Self::run_to), as a stream of events, on a thread for blocking calls of the
    /// current Tokio runtime.
    ///
    /// ```no_run
    /// use golem_exec::{Language, Request, RunEvent, Sandbox};
    ///
    /// # async fn watch() -> Result<(), golem_exec::HostError> {
    /// let sandbox = Sandbox::new()?;
    /// let request = Request::new(Language::JavaScript, "main.js", "console.log(6 * 7)");
    /// let mut events = sandbox.run_streaming(request).await;
    /// while let Some(event) = events.next().await {
    ///     if let RunEvent::Stdout(bytes) = event? {
    ///         assert_eq!(bytes, b"42\n");
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[allow(clippy::unused_async, reason = "it needs a runtime, and async says so")]
    pub async fn run_streaming(&self, request: Request) -> RunEvents {
        let sandbox = self.clone();
        RunEvents::start(move |sink| sandbox.run_in_fresh_instance(request, Some(sink)))
    }

    /// A session of the bytes that [`Session::save`] gave, under this sandbox's policy.
    ///
    /// # Errors
    /// [`HostError::Restore`] when the bytes are damaged, of another version, or hold what this policy
    /// does not allow; and those of [`session`](Self::session).
    pub fn restore(&self, bytes: &[u8]) -> Result<Session, HostError> {
        Session::restore(Arc::clone(&self.host), Arc::clone(&self.walls), bytes)
    }

    /// Opens a session, with an instance and files of its own. It is open until it is closed, or its last
    /// clone is dropped.
    ///
    /// # Errors
    /// [`HostError::SessionCount`] when as many are open as the policy allows, and when the host cannot
    /// make the instance.
    pub fn session(&self, language: Language) -> Result<Session, HostError> {
        Session::open(Arc::clone(&self.host), Arc::clone(&self.walls), language)
    }

    /// As [`session`](Self::session), on a thread for blocking calls.
    ///
    /// # Errors
    /// Those of [`session`](Self::session), and [`HostError::Cancelled`].
    pub async fn session_async(&self, language: Language) -> Result<Session, HostError> {
        let sandbox = self.clone();
        blocking(move || sandbox.session(language)).await?
    }

    fn run_in_fresh_instance(
        &self,
        request: Request,
        sink: Option<Box<dyn Sink>>,
    ) -> Result<Outcome, HostError> {
        let Request {
            language,
            files,
            input,
            wants_value,
        } = request;
        let walls = &*self.walls;
        let bytes = files.iter().map(|file| file.content.len() as u64).sum();
        if let Some(limit) = walls
            .refuse_files(bytes)
            .or_else(|| walls.refuse_stdin(&input))
        {
            let kind = OutcomeKind::ResourceExceeded;
            return Ok(Outcome::without_run(kind, Some(limit)));
        }
        let prepared = self.host.components.under(walls, language)?;
        let clock = &self.host.clock;
        let wall = Wall::starting_now(walls.time(input.limits.time), walls.grace);
        let environment = walls.environment(true, wants_value);
        let mut instance = Instance::start(prepared, walls, environment, wall, clock)?;
        let (outcome, _) = instance.run(walls, wall, clock, sink, async |exec, store| {
            exec.golem_exec_executor()
                .call_run(
                    store,
                    &language.to_wit(),
                    &files,
                    input.stdin.as_deref(),
                    &input.args,
                    &input.env,
                    input.limits.to_wit(),
                )
                .await
        })?;
        Ok(outcome)
    }
}

/// Runs `call` where it may block.
pub(crate) async fn blocking<T: Send + 'static>(
    call: impl FnOnce() -> T + Send + 'static,
) -> Result<T, HostError> {
    match tokio::task::spawn_blocking(call).await {
        Ok(answer) => Ok(answer),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(HostError::Cancelled),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sandboxes_are_shared_between_threads() {
        fn shared<T: Send + Sync + Clone>() {}
        shared::<Sandbox>();
        shared::<Session>();
    }
}
