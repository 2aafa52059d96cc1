//! Why a command did not do what it was asked for.

use std::io;

use golem_exec::HostError;
use thiserror::Error;

use super::exit::Exit;
use super::message;

/// What stopped a command before it could answer.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// The command line, or a file that it names, is not usable.
    #[error("{0}")]
    Usage(String),
    /// The policy is not usable.
    #[error("{0}")]
    Policy(String),
    /// The host could not run the program.
    #[error(transparent)]
    Host(#[from] HostError),
    /// Our own output could not be written.
    #[error("output: {0}")]
    Output(io::Error),
}

impl Failure {
    /// Says what went wrong on standard error, and which exit code that is.
    pub(crate) fn tell(&self) -> Exit {
        let exit = self.exit();
        if exit != Exit::OutputClosed {
            message::error(&self.to_string());
        }
        exit
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) => Exit::Usage,
            Self::Policy(_) | Self::Host(HostError::Policy(_) | HostError::MissingLayer { .. }) => {
                Exit::Policy
            }
            Self::Host(HostError::SessionCount { .. }) => Exit::Resource,
            Self::Output(error) | Self::Host(HostError::Sink(error)) => match error.kind() {
                io::ErrorKind::BrokenPipe => Exit::OutputClosed,
                _ => Exit::Internal,
            },
            Self::Host(_) => Exit::Internal,
        }
    }
}
