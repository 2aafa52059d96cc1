//! Either host, asked in the same words.

use super::{Call, Deployment, Ending, File, Guest, Observed, SessionCall, golem_like, ours};

/// A deployed component in one of the hosts.
pub(crate) enum Host {
    GolemLike(golem_like::Worker),
    Ours(ours::Host),
}

/// A session in one of the hosts.
pub(crate) enum Session {
    GolemLike(golem_like::Session),
    Ours(ours::Session),
}

macro_rules! either {
    ($it:expr, $inner:ident => $body:expr) => {
        match $it {
            Self::GolemLike($inner) => $body,
            Self::Ours($inner) => $body,
        }
    };
}

impl Host {
    /// The component in every host.
    pub(crate) fn all(guest: Guest, deployment: &Deployment) -> [Self; 2] {
        [
            Self::GolemLike(golem_like::Worker::new(guest, deployment)),
            Self::Ours(ours::Host::new(guest, deployment)),
        ]
    }

    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::GolemLike(_) => "golem-like",
            Self::Ours(_) => "ours",
        }
    }

    /// Whether programs have 512 KiB of WebAssembly stack, and not 8 MiB.
    pub(crate) const fn has_golems_stack(&self) -> bool {
        matches!(self, Self::GolemLike(_))
    }

    pub(crate) fn run(&self, call: &Call) -> Observed {
        either!(self, host => host.run(call))
    }

    pub(crate) fn session(&self, of: Guest) -> Session {
        match self {
            Self::GolemLike(worker) => Session::GolemLike(worker.session(of)),
            Self::Ours(host) => Session::Ours(host.session(of)),
        }
    }
}

impl Session {
    pub(crate) fn upload(&self, file: &File) -> Result<(), Ending> {
        either!(self, session => session.upload(file))
    }

    pub(crate) fn run(&self, call: &SessionCall) -> Observed {
        either!(self, session => session.run(call))
    }

    pub(crate) fn download(&self, path: &str) -> Result<Vec<u8>, Ending> {
        either!(self, session => session.download(path))
    }

    pub(crate) fn list_files(&self, dir: &str) -> Result<Vec<String>, Ending> {
        either!(self, session => session.list_files(dir))
    }

    pub(crate) fn set_working_dir(&self, path: &str) -> Result<(), Ending> {
        either!(self, session => session.set_working_dir(path))
    }

    pub(crate) fn close(&self) {
        either!(self, session => session.close());
    }

    /// What a call on this session answers after it was closed: the component names the call, our
    /// library has a variant for it.
    pub(crate) fn closed(&self, call: &str) -> Ending {
        Ending::Internal(match self {
            Self::GolemLike(_) => format!("{call}: the session is closed"),
            Self::Ours(_) => "the session is closed".to_owned(),
        })
    }
}
