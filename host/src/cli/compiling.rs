//! The wait for a component that this machine has not compiled yet.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use golem_exec::{HostError, Language, Sandbox};

use super::message;

/// A wait that is longer is explained.
const PATIENCE: Duration = Duration::from_secs(1);

/// Compiles the language's component, unless it lies compiled in the cache. Whoever sits before a terminal is
/// told if that takes long; elsewhere standard error is the program's.
pub(crate) fn prepare(sandbox: &Sandbox, language: Language) -> Result<(), HostError> {
    let _waiting = io::stderr().is_terminal().then(|| tell_after(language));
    sandbox.prepare(language)
}

/// Tells, unless the answer is dropped before.
fn tell_after(language: Language) -> Sender<()> {
    let (waiting, over) = channel();
    let wait = move || {
        if over.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            message::note(&format!(
                "compiling the {language} component, which this machine does once"
            ));
        }
    };
    // Without a thread the wait goes unexplained.
    let _ = thread::Builder::new().spawn(wait);
    waiting
}
