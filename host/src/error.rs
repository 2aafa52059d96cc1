//! What can go wrong outside of a program.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::Language;

/// Why the host could not carry a call out. Nothing of this is the program's doing: that is an
/// [`Outcome`](crate::Outcome).
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum HostError {
    /// Wasmtime cannot be set up on this machine.
    #[error("the WebAssembly engine does not start: {0:#}")]
    Engine(wasmtime::Error),
    /// The thread that ends overdue runs cannot be started.
    #[error("the deadline clock does not start: {0}")]
    Clock(io::Error),
    /// A component file cannot be read.
    #[error("component {}: {error}", path.display())]
    ComponentFile {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        error: io::Error,
    },
    /// A component does not compile, imports what the sandbox does not offer, or is no `golem:exec`
    /// component.
    #[error("the {language} component is not usable: {error:#}")]
    Component {
        /// Whose component.
        language: Language,
        /// What Wasmtime says.
        error: wasmtime::Error,
    },
    /// As many instances live as the host has room for.
    #[error("no room for another instance: {0:#}")]
    NoRoom(wasmtime::Error),
    /// An instance cannot be made.
    #[error("the {language} component does not start: {error:#}")]
    Start {
        /// Whose component.
        language: Language,
        /// What Wasmtime says.
        error: wasmtime::Error,
    },
    /// The caller's sink refused output, and the run was stopped.
    #[error("output: {0}")]
    Sink(io::Error),
    /// A saved session cannot be restored.
    #[error("the session cannot be restored: {0}")]
    Restore(String),
    /// The policy cannot be written down for the component.
    #[error("policy: {0}")]
    Policy(String),
    /// The policy grants a layer that the platform has to supply, and the component has none.
    #[error(
        "the policy is refused: the grant of {path:?} needs the layer {layer:?}, \
         which the platform does not supply"
    )]
    MissingLayer {
        /// Where the grant is.
        path: String,
        /// The layer's name.
        layer: String,
    },
    /// As many sessions are open as the policy allows.
    #[error("{open} sessions are open already; the policy allows {allowed}")]
    SessionCount {
        /// The sessions that are open.
        open: u32,
        /// The policy's `sessions.count`.
        allowed: u32,
    },
    /// An asynchronous call was cancelled together with its runtime.
    #[error("the call was cancelled")]
    Cancelled,
}

/// Why a call on a session other than `run` failed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SessionError {
    /// The component refused the call: it names the call, the path and the reason.
    #[error("{0}")]
    Refused(String),
    /// A quota of the session would be exceeded.
    #[error("a limit of the session would be exceeded")]
    ResourceExceeded,
    /// The call did not end in time.
    #[error("the call did not end in time")]
    Timeout,
    /// The session has been closed.
    #[error("the session is closed")]
    Closed,
    /// The session's instance trapped, in this call or an earlier one, and is gone.
    #[error("the session is lost: {0}")]
    Lost(String),
    /// The host could not carry the call out.
    #[error(transparent)]
    Host(#[from] HostError),
}
