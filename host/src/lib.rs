//! Run untrusted JavaScript and Python in a capability sandbox on Wasmtime.
//!
//! ```no_run
//! use golem_exec::{Language, OutcomeKind, Request, Sandbox};
//!
//! # fn main() -> Result<(), golem_exec::HostError> {
//! let sandbox = Sandbox::new()?;
//! let outcome = sandbox.run(Request::new(Language::Python, "main.py", "open('/etc/passwd')"))?;
//! assert_eq!(outcome.kind, OutcomeKind::RuntimeFailed);
//! # Ok(())
//! # }
//! ```
//!
//! A program runs in an interpreter, the interpreter in a WebAssembly instance, and the instance
//! behind the walls of this host. The component keeps every limit of the policy and ends programs
//! in order, with their output. Should it fail to, the host stops it: on time by epochs, on memory
//! by a limiter over everything that the instance holds, on output by what it takes. After a trap
//! the instance is discarded.
#![forbid(unsafe_code)]

mod bindings;
mod cache;
mod components;
mod console;
mod deadline;
mod engine;
mod error;
mod instance;
mod language;
mod limiter;
mod outcome;
mod request;
mod restore;
mod sandbox;
mod session;
mod state;
mod streaming;
mod walls;
mod wasi;
mod wheel;

pub use cache::{CACHE_VARIABLE, CacheError, CacheLocation};
pub use console::{Sink, Stream};
pub use error::{HostError, SessionError};
pub use language::{Language, UnknownLanguage};
pub use outcome::{Outcome, OutcomeKind};
pub use policies;
pub use policies::{Denial, LimitName};
pub use request::{Limits, Request, SessionRequest};
pub use sandbox::{DEFAULT_GRACE, Sandbox, SandboxBuilder};
pub use sandbox_core::report::LimitExceeded;
pub use session::Session;
pub use streaming::{RunEvent, RunEvents};
pub use wheel::{MAX_WHEEL_BYTES, MAX_WHEEL_FILES, Wheel, WheelError};
