//! What becomes of a session between its calls: an instance, or bytes.
//!
//! A run in a fresh instance is quicker than one that cleans up after another, and what lies idle needs
//! no interpreter. So a session that has run is frozen to its files, and thawed into a fresh instance
//! when it is next called. One with more files than is worth copying each time keeps its instance.

use std::sync::Arc;
use std::time::Instant;

use sandbox_core::snapshot::{Files, Snapshot};
use wasmtime::component::ResourceAny;

use crate::Language;
use crate::deadline::Wall;
use crate::error::{HostError, SessionError};
use crate::instance::{CallError, Instance, Stop};
use crate::sandbox::Host;
use crate::walls::Walls;

/// How large a session may be, frozen, that gets a fresh instance for each run. Beyond, copying its files
/// in and out (three passes over them, with a checksum) would take longer than an instance takes to put
/// its interpreter's memory back.
const LIGHT: usize = 1 << 20;

/// What a session is made in.
pub(super) struct Home<'a> {
    pub(super) host: &'a Arc<Host>,
    pub(super) walls: &'a Arc<Walls>,
    pub(super) language: Language,
}

/// A session between two calls.
pub(super) enum State {
    /// It has an instance.
    Awake(Box<Awake>),
    /// It is files, to be thawed by the next call.
    Frozen(Frozen),
    /// The instance trapped and was discarded, with this message.
    Lost(String),
    Closed,
}

/// A session in an instance.
pub(super) struct Awake {
    pub(super) instance: Instance,
    pub(super) session: ResourceAny,
    /// Whether the instance has been promised to see one run only.
    for_one_run: bool,
}

/// A session as its files.
pub(super) struct Frozen {
    snapshot: Snapshot,
    since: Instant,
}

impl State {
    /// The session with an instance: thawed, if it is frozen.
    pub(super) fn awake(&mut self, home: &Home<'_>) -> Result<&mut Awake, SessionError> {
        if let Self::Frozen(frozen) = self {
            *self = match Awake::thaw(home, frozen.snapshot_now()) {
                Ok(awake) => Self::Awake(Box::new(awake)),
                // There may be room later, and the files are still here.
                Err(error @ HostError::NoRoom(_)) => return Err(error.into()),
                Err(error) => Self::Lost(error.to_string()),
            };
        }
        match self {
            Self::Awake(awake) => Ok(awake),
            Self::Lost(message) => Err(SessionError::Lost(message.clone())),
            Self::Frozen(_) | Self::Closed => Err(SessionError::Closed),
        }
    }

    /// The session as bytes.
    pub(super) fn save(&mut self, home: &Home<'_>) -> Result<Vec<u8>, SessionError> {
        let saved = match self {
            Self::Frozen(frozen) => return Ok(frozen.snapshot_now().encode()),
            Self::Awake(awake) => awake.save(home),
            Self::Lost(message) => return Err(SessionError::Lost(message.clone())),
            Self::Closed => return Err(SessionError::Closed),
        };
        match saved {
            Some(Ok(bytes)) => Ok(bytes),
            Some(Err(message)) => {
                *self = Self::Lost(message.clone());
                Err(SessionError::Lost(message))
            }
            None => Err(SessionError::Refused(super::CANNOT.into())),
        }
    }

    /// Lets go of the instance, if the session has one and can do without.
    pub(super) fn freeze(&mut self, home: &Home<'_>) {
        let Self::Awake(awake) = self else { return };
        let Some(saved) = awake.save(home) else {
            return;
        };
        let snapshot = saved.and_then(|bytes| {
            let snapshot = Snapshot::decode(&bytes).map_err(|error| error.to_string())?;
            Ok(snapshot.into_owned())
        });
        *self = match snapshot {
            Ok(snapshot) => Self::Frozen(Frozen::now(snapshot)),
            Err(message) => Self::Lost(message),
        };
    }

    /// After a run: an instance that was promised one has had it.
    pub(super) fn rest(&mut self, home: &Home<'_>) {
        if matches!(self, Self::Awake(awake) if awake.for_one_run) {
            self.freeze(home);
        }
    }
}

impl Frozen {
    fn now(snapshot: Snapshot) -> Self {
        Self {
            snapshot,
            since: Instant::now(),
        }
    }

    /// The session with the time added that it has lain here: it grows older while it is frozen.
    fn snapshot_now(&mut self) -> &Snapshot {
        let lain = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.since = Instant::now();
        for session in &mut self.snapshot.sessions {
            session.lived_ms = session.lived_ms.saturating_add(lain);
        }
        &self.snapshot
    }
}

impl Awake {
    /// An empty session.
    pub(super) fn open(home: &Home<'_>) -> Result<Self, HostError> {
        let (mut instance, for_one_run) = start(home, true)?;
        let language = home.language;
        let called = instance.call(wall(home), &home.host.clock, async |exec, store| {
            exec.golem_exec_executor()
                .session()
                .call_constructor(store, &language.to_wit())
                .await
        });
        let session = called.map_err(|error| match error {
            CallError::Host(error) => error,
            CallError::Stopped(stop) => HostError::Start {
                language,
                error: wasmtime::Error::msg(describe(&stop)),
            },
        })?;
        Ok(Self {
            instance,
            session,
            for_one_run,
        })
    }

    /// A session that was saved.
    pub(super) fn thaw<F: Files>(
        home: &Home<'_>,
        snapshot: &Snapshot<F>,
    ) -> Result<Self, HostError> {
        let refused = HostError::Restore;
        let [frozen] = &snapshot.sessions[..] else {
            let count = snapshot.sessions.len();
            return Err(refused(format!("{count} sessions in it, not one")));
        };
        let (id, bytes) = (frozen.id.to_string(), snapshot.encode());
        let (mut instance, for_one_run) = start(home, bytes.len() <= LIGHT)?;
        let restore = instance.restore();
        let restore = restore.ok_or_else(|| refused(super::CANNOT.into()))?;
        let taken = instance.call(wall(home), &home.host.clock, async |_, store| match restore
            .load
            .call_async(&mut *store, (bytes,))
            .await?
            .0
        {
            Ok(()) => {
                let (taken,) = restore.take.call_async(store, (id,)).await?;
                Ok(taken.map_err(|error| super::refusal(error).to_string()))
            }
            Err(reason) => Ok(Err(reason)),
        });
        let session = match taken {
            Ok(answer) => answer.map_err(refused)?,
            Err(CallError::Host(error)) => return Err(error),
            Err(CallError::Stopped(stop)) => return Err(refused(describe(&stop))),
        };
        Ok(Self {
            instance,
            session,
            for_one_run,
        })
    }

    /// The session as bytes, or what ended the instance; nothing when the component has no such function.
    fn save(&mut self, home: &Home<'_>) -> Option<Result<Vec<u8>, String>> {
        let save = self.instance.restore()?.save;
        let saved = self
            .instance
            .call(wall(home), &home.host.clock, async |_, store| {
                Ok(save.call_async(store, ()).await?.0)
            });
        let _ = self.instance.take_captured();
        Some(saved.map_err(|error| match error {
            CallError::Host(error) => error.to_string(),
            CallError::Stopped(stop) => describe(&stop),
        }))
    }
}

/// An instance, for one run if that is wanted and the session can leave it again.
fn start(home: &Home<'_>, for_one_run: bool) -> Result<(Instance, bool), HostError> {
    let Home { host, walls, .. } = home;
    let prepared = host.components.under(walls, home.language)?;
    let for_one_run = for_one_run && prepared.can_restore();
    let environment = walls.environment(for_one_run, false);
    let instance = Instance::start(prepared, walls, environment, wall(home), &host.clock)?;
    Ok((instance, for_one_run))
}

fn wall(home: &Home<'_>) -> Wall {
    Wall::starting_now(home.walls.time(None), home.walls.grace)
}

pub(super) fn describe(stop: &Stop) -> String {
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use sandbox_core::snapshot::{FrozenSession, SessionId};

    #[test]
    fn a_frozen_session_grows_older() {
        let snapshot = Snapshot {
            language: "javascript".to_owned(),
            sessions: vec![FrozenSession {
                id: SessionId::new([7; 16]),
                lived_ms: 5,
                working_directory: "/workspace".to_owned(),
                files: Vec::new(),
            }],
        };
        let mut frozen = Frozen {
            snapshot,
            since: Instant::now()
                .checked_sub(Duration::from_secs(60))
                .unwrap_or_else(Instant::now),
        };
        let mut lived = || {
            frozen
                .snapshot_now()
                .sessions
                .first()
                .map(|session| session.lived_ms)
        };
        let first = lived();
        assert!(matches!(first, Some(60_005..61_000)), "{first:?}");
        // Told again, the same time is not added again.
        let second = lived();
        assert!(matches!(second, Some(60_005..61_000)), "{second:?}");
    }
}
