//! What a language brings: the one trait that each guest implements.

use std::sync::Arc;

use policies::Language;
use vfs_layer::{LowerLayer, MountSpec};

use crate::report::LimitExceeded;
use crate::run::RunHandle;

/// An engine: it turns a program into what it prints.
///
/// An engine keeps nothing of a program between two calls, holds itself to the run's deadline and
/// memory, prints only through the run, and never panics or traps because of a program.
pub trait Engine: Default {
    /// The language that it runs.
    const LANGUAGE: Language;

    /// Where the language looks for packages, if it has such a place: an absolute path.
    ///
    /// Files that a caller names below [`PACKAGES`](crate::packages::PACKAGES) go there. It has to be
    /// one of [`mounts`](Self::mounts), one that the program may only read.
    const PACKAGES: Option<&'static str> = None;

    /// What the language needs mounted in every file system, such as its library.
    fn mounts(&self) -> Vec<(&'static str, MountSpec)> {
        Vec::new()
    }

    /// A layer that a policy may name as the source of a grant.
    fn layer(&self, name: &str) -> Option<Arc<LowerLayer>> {
        let _ = name;
        None
    }

    /// Runs the program at `entry`, an absolute path in the run's file system.
    ///
    /// The engine writes the language's own message to the run's standard error before it answers
    /// [`Ending::DoesNotCompile`] or [`Ending::Uncaught`].
    fn execute(&mut self, run: &RunHandle, entry: &str) -> Execution;
}

/// What an engine says of a program that it has run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Execution {
    /// How the program ended.
    pub ending: Ending,
    /// The most bytes that the engine held for it at once.
    pub peak_memory: u64,
}

/// How a program ended, as its engine saw it. A run that was stopped (its deadline, an output
/// limit) has that outcome, whatever the engine says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// It ran to its end, or exited, with this code.
    Exited(i32),
    /// It does not parse.
    DoesNotCompile,
    /// An exception that nobody caught, with exit code 1.
    Uncaught,
    /// An exception that nobody caught, which a limit had raised.
    UncaughtLimit(LimitExceeded),
    /// The engine stopped it because the run said so.
    Stopped,
    /// The engine itself failed.
    Failed(String),
}
